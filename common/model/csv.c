// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds libcsv line by line, since it does not count them.
#include "common/model/csv.h"

#include <csv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"

struct reading {
    size_t line;
    char **fields;
    size_t count;
    csv_row_fn *row;
    void *context;
    struct err *err;
    int result;
};

static void on_field(void *bytes, size_t length, void *reading_)
{
    struct reading *reading = reading_;
    if ((reading->count & (reading->count - 1)) == 0)
        reading->fields = alloc_resized(reading->fields, reading->count ? 2 * reading->count : 1,
                                        sizeof *reading->fields);
    char *field = alloc_resized(NULL, length + 1, 1);
    memcpy(field, bytes, length);
    field[length] = '\0';
    reading->fields[reading->count++] = field;
}

static void drop_fields(struct reading *reading)
{
    for (size_t i = 0; i < reading->count; i++)
        free(reading->fields[i]);
    reading->count = 0;
}

static void on_row(int end, void *reading_)
{
    struct reading *reading = reading_;
    (void)end;
    bool is_empty = reading->count == 0 || (reading->count == 1 && !*reading->fields[0]);
    if (reading->result == 0 && !is_empty)
        reading->result = reading->row(reading->context, reading->line, reading->fields,
                                       reading->count, reading->err);
    drop_fields(reading);
}

// Where libcsv stops: a quotation mark is the only thing that it minds.
static int bad_quote(const char *name, size_t line, struct err *err)
{
    return err_input(err, "%s:%zu: a quotation mark stands where it must not", name, line);
}

static size_t line_length(const char *bytes, size_t length)
{
    const char *end = memchr(bytes, '\n', length);
    return end ? (size_t)(end - bytes) + 1 : length;
}

static int read_lines(struct csv_parser *parser, struct reading *reading, const char *name,
                      const char *bytes, size_t length)
{
    while (length > 0 && reading->result == 0) {
        size_t part = line_length(bytes, length);
        reading->line++;
        if (memchr(bytes, '\0', part))
            return err_input(reading->err, "%s:%zu: a NUL byte; text is wanted", name,
                             reading->line);
        if (csv_parse(parser, bytes, part, on_field, on_row, reading) != part)
            return bad_quote(name, reading->line, reading->err);
        bytes += part;
        length -= part;
    }
    if (reading->result == 0 && csv_fini(parser, on_field, on_row, reading) != 0)
        return bad_quote(name, reading->line, reading->err);
    return reading->result;
}

int csv_read(const char *name, const char *bytes, size_t length, csv_row_fn *row, void *context,
             struct err *err)
{
    static const char mark[] = "\xef\xbb\xbf";
    struct reading reading = {.row = row, .context = context, .err = err};
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return err_input(err, "%s: the reader of CSV cannot be set up", name);
    if (length >= 3 && memcmp(bytes, mark, 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    int r = read_lines(&parser, &reading, name, bytes, length);
    drop_fields(&reading);
    free(reading.fields);
    csv_free(&parser);
    return r;
}
