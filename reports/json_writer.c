// SPDX-License-Identifier: GPL-3.0-or-later
// Commas, indentation and escapes.
#include "reports/json_writer.h"

#include <inttypes.h>
#include <math.h>

#include "common/base/strbuf.h"
#include "reports/number.h"
#include "reports/utf8.h"

static void add_quoted(struct strbuf *out, const char *text)
{
    strbuf_add(out, "\"");
    for (uint32_t character; (character = utf8_next(&text));) {
        if (character == '"' || character == '\\')
            strbuf_printf(out, "\\%c", (char)character);
        else if (character == '\n')
            strbuf_add(out, "\\n");
        else if (character == '\t')
            strbuf_add(out, "\\t");
        else
            utf8_add(out, character);
    }
    strbuf_add(out, "\"");
}

static bool is_compact(const struct json_writer *writer)
{
    return writer->compact_depth && writer->depth >= writer->compact_depth;
}

static void add_line_break(struct json_writer *writer)
{
    if (is_compact(writer))
        return;
    strbuf_add(writer->out, "\n");
    for (int i = 0; i < writer->depth; i++)
        strbuf_add(writer->out, "  ");
}

// What stands before any value: comma, line, name.
static void begin_value(struct json_writer *writer, const char *key)
{
    if (writer->has_members)
        strbuf_add(writer->out, is_compact(writer) ? ", " : ",");
    if (writer->depth > 0)
        add_line_break(writer);
    if (key) {
        add_quoted(writer->out, key);
        strbuf_add(writer->out, ": ");
    }
    writer->has_members = true;
}

static void open_container(struct json_writer *writer, const char *key, const char *bracket)
{
    begin_value(writer, key);
    strbuf_add(writer->out, bracket);
    writer->depth++;
    writer->has_members = false;
}

static void close_container(struct json_writer *writer, const char *bracket)
{
    bool spread = writer->has_members && !is_compact(writer);
    writer->depth--;
    if (spread) {
        strbuf_add(writer->out, "\n");
        for (int i = 0; i < writer->depth; i++)
            strbuf_add(writer->out, "  ");
    }
    strbuf_add(writer->out, bracket);
    writer->has_members = true;
    if (writer->depth == 0)
        strbuf_add(writer->out, "\n");
}

void json_writer_open_object(struct json_writer *writer, const char *key)
{
    open_container(writer, key, "{");
}

void json_writer_close_object(struct json_writer *writer)
{
    close_container(writer, "}");
}

void json_writer_open_array(struct json_writer *writer, const char *key)
{
    open_container(writer, key, "[");
}

void json_writer_close_array(struct json_writer *writer)
{
    close_container(writer, "]");
}

void json_writer_text(struct json_writer *writer, const char *key, const char *text)
{
    begin_value(writer, key);
    if (text)
        add_quoted(writer->out, text);
    else
        strbuf_add(writer->out, "null");
}

void json_writer_integer(struct json_writer *writer, const char *key, uint64_t number)
{
    begin_value(writer, key);
    strbuf_printf(writer->out, "%" PRIu64, number);
}

void json_writer_optional(struct json_writer *writer, const char *key, int64_t number)
{
    begin_value(writer, key);
    if (number >= 0)
        strbuf_printf(writer->out, "%" PRId64, number);
    else
        strbuf_add(writer->out, "null");
}

void json_writer_number(struct json_writer *writer, const char *key, double number)
{
    begin_value(writer, key);
    if (isfinite(number))
        number_add_exact(writer->out, number);
    else
        strbuf_add(writer->out, "null");
}

void json_writer_bool(struct json_writer *writer, const char *key, bool truth)
{
    begin_value(writer, key);
    strbuf_add(writer->out, truth ? "true" : "false");
}
