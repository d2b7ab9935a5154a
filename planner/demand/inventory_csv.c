// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of a CSV as guests; a first row names the columns. In RVTools' vDisk a row is a disk.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/model/csv.h"
#include "planner/demand/inventory_cell.h"
#include "planner/demand/inventory_column.h"
#include "planner/demand/inventory_form.h"

#define COUNT_MOST   1e7
#define VCPUS_MOST   1024.0
#define MEMORY_MOST  1125899906842624.0    // 1 PiB
#define DISK_MOST    1152921504606846976.0 // 1 EiB
#define MHZ_MOST     1e9
#define MEMORY_LEAST 1048576.0

struct reading {
    const char *name;
    size_t file;
    struct inventory_header header;
    struct inventory_guests *guests;
};

static double larger(double a, double b)
{
    return isnan(a) || b > a ? b : a;
}

static int set_vcpus(struct inventory_guest *guest, const char *text, struct err *err)
{
    double vcpus;
    int r = inventory_cell_number(text, VCPUS_MOST, &vcpus, err);
    if (r == 0 && (vcpus < 1 || vcpus != floor(vcpus)))
        return err_input(err, "'%s': a whole number from 1 is wanted", text);
    if (r == 0)
        guest->vcpus = larger(guest->vcpus, vcpus);
    return r;
}

static int set_count(struct inventory_guest *guest, const char *text, struct err *err)
{
    double count;
    int r = inventory_cell_number(text, COUNT_MOST, &count, err);
    if (r == 0 && count != floor(count))
        return err_input(err, "'%s': a whole number is wanted", text);
    if (r == 0)
        guest->count = count;
    return r;
}

static int set_memory(struct inventory_guest *guest, const char *text, double bare, struct err *err)
{
    double bytes;
    int r = inventory_cell_bytes(text, bare, MEMORY_MOST, &bytes, err);
    if (r == 0 && bytes < MEMORY_LEAST)
        return err_input(err, "'%s' is less than 1 MiB", text);
    if (r == 0)
        guest->memory_bytes = larger(guest->memory_bytes, bytes);
    return r;
}

// Of several columns, or files, the largest.
static int set_disk(double *bytes, const char *text, double bare, struct err *err)
{
    double more;
    int r = inventory_cell_bytes(text, bare, DISK_MOST, &more, err);
    if (r == 0)
        *bytes = larger(*bytes, more);
    return r;
}

static int add_disk(struct inventory_guest *guest, const char *text, double bare, struct err *err)
{
    double more;
    int r = inventory_cell_bytes(text, bare, DISK_MOST, &more, err);
    if (r == 0)
        guest->disks_bytes += more;
    if (r == 0)
        guest->disk_bytes = larger(guest->disk_bytes, guest->disks_bytes);
    return r;
}

static int set_mhz(double *hz, const char *text, struct err *err)
{
    double mhz;
    int r = inventory_cell_number(text, MHZ_MOST, &mhz, err);
    if (r == 0)
        *hz = mhz * 1e6;
    return r;
}

static int set_state(struct inventory_guest *guest, const char *text, struct err *err)
{
    enum inventory_state state;
    int r = inventory_cell_state(text, &state, err);
    if (r == 0 && guest->state != INVENTORY_TEMPLATE)
        guest->state = state;
    return r;
}

static int set_template(struct inventory_guest *guest, const char *text, struct err *err)
{
    bool is_template;
    int r = inventory_cell_yes(text, &is_template, err);
    if (r == 0 && is_template)
        guest->state = INVENTORY_TEMPLATE;
    return r;
}

static int set_class(struct inventory_guest *guest, const char *text)
{
    free(guest->class);
    guest->class = alloc_copy(text);
    return 0;
}

static int set_field(struct inventory_guest *guest, const struct inventory_column *column,
                     const char *text, struct err *err)
{
    switch (column->field) {
    case INVENTORY_CLASS:
        return set_class(guest, text);
    case INVENTORY_COUNT:
        return set_count(guest, text, err);
    case INVENTORY_STATE:
        return set_state(guest, text, err);
    case INVENTORY_IS_TEMPLATE:
        return set_template(guest, text, err);
    case INVENTORY_VCPUS:
        return set_vcpus(guest, text, err);
    case INVENTORY_MEMORY:
        return set_memory(guest, text, column->bare, err);
    case INVENTORY_DISK:
        return set_disk(&guest->disk_bytes, text, column->bare, err);
    case INVENTORY_ONE_DISK:
        return add_disk(guest, text, column->bare, err);
    case INVENTORY_USED:
        return set_disk(&guest->used_bytes, text, column->bare, err);
    case INVENTORY_CPU:
        return inventory_cell_number(text, VCPUS_MOST, &guest->cpu_cores, err);
    case INVENTORY_CPU_SD:
        return inventory_cell_number(text, VCPUS_MOST, &guest->cpu_sd, err);
    case INVENTORY_CPU_P95:
        return inventory_cell_number(text, VCPUS_MOST, &guest->cpu_p95, err);
    case INVENTORY_CPU_MHZ:
        return set_mhz(&guest->cpu_hz, text, err);
    case INVENTORY_CPU_MOST_MHZ:
        return set_mhz(&guest->cpu_most_hz, text, err);
    case INVENTORY_DISK_RATE:
        return inventory_cell_rate(text, &guest->disk_hz, err);
    case INVENTORY_NETWORK:
        return inventory_cell_bits(text, &guest->network_bits_hz, err);
    case INVENTORY_NAME:
    case INVENTORY_IGNORED:
        break;
    }
    return 0;
}

static int check_guest(const struct inventory_guest *guest, struct err *err)
{
    if (guest->cpu_p95 < guest->cpu_cores)
        return err_input(err, "cpu-p95 (%g) is less than cpu (%g)", guest->cpu_p95,
                         guest->cpu_cores);
    if (guest->cpu_cores > guest->vcpus)
        return err_input(err, "cpu: %g cores on average, and %g vCPUs", guest->cpu_cores,
                         guest->vcpus);
    return 0;
}

static bool has_disk_rows(const struct inventory_header *header)
{
    for (size_t i = 0; i < header->count; i++)
        if (header->columns[i].field == INVENTORY_ONE_DISK)
            return true;
    return false;
}

// The guest that a row is of.
static int guest_of(struct reading *reading, size_t line, char *const *fields,
                    struct inventory_guest **ret_guest, struct err *err)
{
    size_t column = 0;
    while (reading->header.columns[column].field != INVENTORY_NAME)
        column++;
    const char *name = fields[column];
    if (!*name)
        return err_input(err, "a guest without a name");
    struct inventory_guest *guest = inventory_guests_find(reading->guests, name);
    bool is_here = guest && guest->seen_in == reading->file + 1;
    if (is_here && !has_disk_rows(&reading->header))
        return err_input(err, "'%.80s' stands in line %zu already", name, guest->seen_line);
    if (!guest) {
        guest = inventory_guests_add(reading->guests, name);
        guest->file = reading->file;
        guest->line = line;
    }
    if (!is_here)
        guest->disks_bytes = 0;
    guest->seen_in = reading->file + 1;
    guest->seen_line = line;
    *ret_guest = guest;
    return 0;
}

static int read_row(struct reading *reading, size_t line, char *const *fields, size_t count,
                    struct err *err)
{
    const struct inventory_header *header = &reading->header;
    struct inventory_guest *guest = NULL;
    if (count != header->count)
        return err_input(err, "%zu column%s, where the first line has %zu", count,
                         count == 1 ? "" : "s", header->count);
    int r = guest_of(reading, line, fields, &guest, err);
    for (size_t i = 0; r == 0 && i < count; i++) {
        if (!*fields[i])
            continue;
        r = set_field(guest, &header->columns[i], fields[i], err);
        if (r < 0)
            err_prefix(err, "%s", header->columns[i].name);
    }
    return r < 0 ? r : check_guest(guest, err);
}

static int on_row(void *context, size_t line, char *const *fields, size_t count, struct err *err)
{
    struct reading *reading = context;
    int r = reading->header.columns ? read_row(reading, line, fields, count, err)
                                    : inventory_header_read(fields, count, &reading->header, err);
    return r < 0 ? err_prefix(err, "%s:%zu", reading->name, line) : 0;
}

int inventory_csv_read(struct inventory_guests *guests, size_t file, const char *name,
                       const char *bytes, size_t length, struct err *err)
{
    struct reading reading = {.name = name, .file = file, .guests = guests};
    int r = csv_read(name, bytes, length, on_row, &reading, err);
    if (r == 0 && !reading.header.columns)
        r = err_input(err, "%s: it is empty; a first line with the names of columns is wanted",
                      name);
    inventory_header_done(&reading.header);
    return r;
}
