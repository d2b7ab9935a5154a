// SPDX-License-Identifier: GPL-3.0-or-later
// A catalogue in CSV: the first row names the columns, in any order, every other is a server.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/csv.h"
#include "planner/market/catalogue_form.h"
#include "planner/market/catalogue_row.h"

enum { SHOWN_MAX = 40 };

struct sheet {
    struct catalogue_reading *reading;
    size_t *columns; // of each position; CATALOGUE_NO_COLUMN where the header is empty
    size_t width;
};

// Names of spreadsheets' other forms of CSV.
static const char *other_separator(const char *header)
{
    if (strchr(header, ';'))
        return "semicolons";
    return strchr(header, '\t') ? "tabs" : NULL;
}

static int check_separator(const struct sheet *sheet, size_t line, char *const *fields,
                           size_t count)
{
    const char *separator = other_separator(fields[0]);
    if (!separator)
        return 0;
    (void)count;
    return err_input(sheet->reading->err,
                     "%s:%zu: columns are separated by %s; commas are wanted, and points before "
                     "decimals",
                     sheet->reading->name, line, separator);
}

static int take_name(struct sheet *sheet, size_t line, size_t position, const char *name,
                     size_t where[CATALOGUE_COLUMNS])
{
    struct catalogue_reading *reading = sheet->reading;
    sheet->columns[position] = CATALOGUE_NO_COLUMN;
    if (!*name)
        return 0;
    size_t column = catalogue_column_find(name);
    if (column == CATALOGUE_NO_COLUMN) {
        scope_free char *hint = catalogue_column_hint(name);
        return err_input(reading->err, "%s:%zu: unknown column '%.*s'%s", reading->name, line,
                         SHOWN_MAX, name, hint);
    }
    if (where[column])
        return err_input(reading->err, "%s:%zu: column '%s' is there twice, %zu and %zu",
                         reading->name, line, catalogue_columns[column].name, where[column],
                         position + 1);
    where[column] = position + 1;
    sheet->columns[position] = column;
    return 0;
}

static int take_header(struct sheet *sheet, size_t line, char *const *fields, size_t count)
{
    struct catalogue_reading *reading = sheet->reading;
    size_t where[CATALOGUE_COLUMNS] = {0};
    bool is_there[CATALOGUE_COLUMNS] = {0};
    int r = check_separator(sheet, line, fields, count);
    sheet->columns = alloc_zeroed(count, sizeof(sheet->columns[0]));
    sheet->width = count;
    for (size_t i = 0; r == 0 && i < count; i++)
        r = take_name(sheet, line, i, fields[i], where);
    if (r < 0)
        return r;
    for (size_t i = 0; i < CATALOGUE_COLUMNS; i++)
        is_there[i] = where[i] > 0;
    if (catalogue_column_check(is_there, "missing", reading->err) < 0)
        return err_prefix(reading->err, "%s:%zu", reading->name, line);
    return 0;
}

static bool is_blank(char *const *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (*fields[i])
            return false;
    return true;
}

static int check_width(const struct sheet *sheet, size_t line, size_t count)
{
    struct catalogue_reading *reading = sheet->reading;
    if (count == sheet->width)
        return 0;
    return err_input(reading->err, "%s:%zu: %zu fields, but the header has %zu%s", reading->name,
                     line, count, sheet->width,
                     count > sheet->width
                         ? "; a decimal comma makes one more (write 12.5, not 12,5), and a text "
                           "with a comma wants quotation marks"
                         : "");
}

static int take_cells(struct sheet *sheet, size_t line, char *const *fields, size_t count)
{
    struct catalogue_reading *reading = sheet->reading;
    int r = catalogue_row_begin(reading, (unsigned)line);
    for (size_t i = 0; r == 0 && i < count; i++) {
        if (sheet->columns[i] != CATALOGUE_NO_COLUMN)
            r = catalogue_row_set(reading, (unsigned)line, sheet->columns[i], fields[i]);
        else if (*fields[i])
            r = err_input(reading->err, "%s:%zu: '%.*s' stands in column %zu, which has no name",
                          reading->name, line, SHOWN_MAX, fields[i], i + 1);
    }
    return r;
}

static int take_row(void *sheet_, size_t line, char *const *fields, size_t count, struct err *err)
{
    struct sheet *sheet = sheet_;
    (void)err;
    if (is_blank(fields, count))
        return 0;
    if (!sheet->columns)
        return take_header(sheet, line, fields, count);
    int r = check_width(sheet, line, count);
    return r == 0 ? take_cells(sheet, line, fields, count) : r;
}

int catalogue_csv_read(struct catalogue_reading *reading, const char *bytes, size_t length)
{
    struct sheet sheet = {.reading = reading};
    int r = csv_read(reading->name, bytes, length, take_row, &sheet, reading->err);
    free(sheet.columns);
    return r;
}
