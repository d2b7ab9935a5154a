// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 4180 on a text buffer.
#include "reports/csv_writer.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/number.h"
#include "reports/utf8.h"

static void begin_field(struct csv_writer *writer)
{
    if (writer->in_row)
        strbuf_add(writer->out, ",");
    writer->in_row = true;
}

static void add_quoted(struct strbuf *out, const char *text)
{
    strbuf_add(out, "\"");
    for (uint32_t character; (character = utf8_next(&text));) {
        if (character == '"')
            strbuf_add(out, "\"");
        utf8_add(out, character);
    }
    strbuf_add(out, "\"");
}

void csv_writer_text(struct csv_writer *writer, const char *text)
{
    begin_field(writer);
    if (!text || !*text)
        return;
    struct strbuf plain = {0};
    if (strchr("=+-@", text[0]))
        strbuf_add(&plain, "'");
    for (const char *cursor = text;;) {
        uint32_t character = utf8_next(&cursor);
        if (!character)
            break;
        utf8_add(&plain, character);
    }
    if (strpbrk(strbuf_text(&plain), ",\"\n\t ;"))
        add_quoted(writer->out, strbuf_text(&plain));
    else
        strbuf_add(writer->out, strbuf_text(&plain));
    strbuf_done(&plain);
}

void csv_writer_names(struct csv_writer *writer, const char *names)
{
    begin_field(writer);
    strbuf_add(writer->out, names);
}

void csv_writer_integer(struct csv_writer *writer, uint64_t number)
{
    begin_field(writer);
    strbuf_printf(writer->out, "%" PRIu64, number);
}

void csv_writer_optional(struct csv_writer *writer, int64_t number)
{
    begin_field(writer);
    if (number >= 0)
        strbuf_printf(writer->out, "%" PRId64, number);
}

void csv_writer_number(struct csv_writer *writer, double number)
{
    begin_field(writer);
    if (isfinite(number))
        number_add_exact(writer->out, number);
}

void csv_writer_end_row(struct csv_writer *writer)
{
    strbuf_add(writer->out, "\r\n");
    writer->in_row = false;
}
