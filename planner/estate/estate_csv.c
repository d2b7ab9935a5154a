// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets of hosts and of guests in CSV: the first row names the columns, in any order, every other
// is a host, a guest, or in RVTools' vDisk a disk.
#include "planner/estate/estate_csv.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/model/csv.h"
#include "planner/estate/estate_header.h"
#include "planner/estate/estate_rows.h"

struct sheet {
    struct estate_rows rows;
    struct estate_header header; // columns NULL: not read yet
    struct estate_value *values;
};

static int take_header(struct sheet *sheet, size_t line, char *const *fields, size_t count,
                       struct err *err)
{
    struct estate_header *header = &sheet->header;
    if (estate_header_read(sheet->rows.is_of_hosts, fields, count, header, err) < 0)
        return err_prefix(err, "%s:%zu", sheet->rows.name, line);
    sheet->rows.is_export = header->is_export;
    sheet->rows.is_of_disks = header->is_of_disks;
    sheet->values = alloc_zeroed(header->count, sizeof *sheet->values);
    for (size_t i = 0; i < header->count; i++) {
        sheet->values[i].field = header->columns[i].field;
        sheet->values[i].column = header->columns[i].name;
        sheet->values[i].bare = header->columns[i].bare;
    }
    return 0;
}

static int refuse_width(const struct sheet *sheet, size_t line, size_t count, struct err *err)
{
    return err_input(err, "%s:%zu: %zu field%s, but the header has %zu%s", sheet->rows.name, line,
                     count, count == 1 ? "" : "s", sheet->header.width,
                     count > sheet->header.width
                         ? "; a decimal comma makes one more (write 12.5, not 12,5), and a text "
                           "with a comma wants quotation marks"
                         : "");
}

static bool is_blank(char *const *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (*fields[i])
            return false;
    return true;
}

static int on_row(void *sheet_, size_t line, char *const *fields, size_t count, struct err *err)
{
    struct sheet *sheet = sheet_;
    const struct estate_header *header = &sheet->header;
    if (is_blank(fields, count))
        return 0;
    if (!header->columns)
        return take_header(sheet, line, fields, count, err);
    if (count != header->width)
        return refuse_width(sheet, line, count, err);
    for (size_t i = 0; i < header->count; i++) {
        sheet->values[i].text = fields[header->columns[i].position];
        sheet->values[i].line = line;
    }
    return estate_rows_take(&sheet->rows, line, fields[header->name_position], sheet->values,
                            header->count, err);
}

int estate_csv_read(struct estate *estate, bool is_of_hosts, const struct estate_input *input,
                    struct err *err)
{
    struct sheet sheet = {0};
    estate_rows_init(&sheet.rows, estate, input->name, is_of_hosts);
    int r = estate_input_read(input, on_row, &sheet, err);
    if (r == 0 && !sheet.header.columns)
        r = err_input(err, "%s: it is empty; a first line with the names of columns is wanted",
                      input->name);
    if (r == 0)
        estate_rows_end(&sheet.rows);
    free(sheet.values);
    estate_header_done(&sheet.header);
    estate_rows_done(&sheet.rows);
    return r;
}

int estate_input_read(const struct estate_input *input, csv_row_fn *row, void *context,
                      struct err *err)
{
    if (input->bytes)
        return csv_read(input->name, input->bytes, input->length, row, context, err);
    return csv_read_named(input->name, ESTATE_FILE_MOST_BYTES, row, context, err);
}
