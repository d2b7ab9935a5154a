// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a collection: which figures stand in them, and how they are written.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "reports/collection.h"
#include "reports/table.h"

enum form { FORM_NUMBER, FORM_SHARE, FORM_BYTES, FORM_BYTES_HZ };

struct column {
    const char *heading, *source, *metric;
    enum form form;
    bool is_of_nics; // summed up over the machine's interfaces, means alone
};

static const struct column machine_columns[] = {
    {"cores", "process", "cpu_cores", FORM_NUMBER, false},
    {"waiting", "process", "vcpu_wait_ratio", FORM_SHARE, false},
    {"memory", "process", "memory_rss_bytes", FORM_BYTES, false},
    {"disk reads", "process", "read_bytes_hz", FORM_BYTES_HZ, false},
    {"disk writes", "process", "write_bytes_hz", FORM_BYTES_HZ, false},
    {"received", "libvirt", "receive_bytes_hz", FORM_BYTES_HZ, true},
    {"sent", "libvirt", "transmit_bytes_hz", FORM_BYTES_HZ, true},
};

static const struct column host_rows[] = {
    {"CPU busy", "cpu", "cpu_busy_ratio", FORM_SHARE, false},
    {"CPU stolen", "cpu", "cpu_steal_ratio", FORM_SHARE, false},
    {"some thread waited for a CPU", "pressure", "cpu_pressure_ratio", FORM_SHARE, false},
    {"some thread waited for memory", "pressure", "memory_pressure_ratio", FORM_SHARE, false},
    {"some thread waited for a disk", "pressure", "io_pressure_ratio", FORM_SHARE, false},
    {"memory available", "memory", "memory_available_bytes", FORM_BYTES, false},
    {"swap in use", "memory", "swap_used_bytes", FORM_BYTES, false},
    {"this watching, share of a CPU", "watch", "watch_cpu_ratio", FORM_SHARE, false},
    {"missed beats", "watch", "watch_missed_count", FORM_NUMBER, false},
};

static char *format(enum form form, double value)
{
    char text[UNITS_TEXT_SIZE];
    if (!isfinite(value))
        return alloc_copy("n/a");
    switch (form) {
    case FORM_SHARE:
        return alloc_copy(units_format_share(text, value));
    case FORM_BYTES:
        return alloc_copy(units_format_bytes(text, (uint64_t)value));
    case FORM_BYTES_HZ:
        return alloc_printf("%s/s", units_format_bytes(text, (uint64_t)value));
    default:
        return alloc_printf("%.2f", value);
    }
}

// "0.52 / 1.20"; "n/a" where no source told it.
static char *cell_of(const struct collection_series *series, enum form form)
{
    if (!series)
        return alloc_copy("n/a");
    scope_free char *mean = format(form, series->mean);
    scope_free char *p95 = format(form, series->p95);
    return alloc_printf("%s / %s", mean, p95);
}

static char *cell_of_nics(const struct collection *collection, const char *object,
                          const struct column *column)
{
    scope_free char *prefix = alloc_printf("%s nic ", object);
    double sum = NAN;
    for (size_t i = 0; i < collection->count; i++) {
        const struct collection_series *series = &collection->series[i];
        if (strncmp(series->object, prefix, strlen(prefix)) == 0 &&
            strcmp(series->metric, column->metric) == 0)
            sum = (isnan(sum) ? 0 : sum) + series->mean;
    }
    return format(column->form, sum);
}

static void add_machine(struct table *table, const struct collection *collection,
                        const char *object)
{
    table_add_cell(table, object + strlen("vm "));
    for (size_t i = 0; i < sizeof machine_columns / sizeof *machine_columns; i++) {
        const struct column *column = &machine_columns[i];
        scope_free char *cell =
            column->is_of_nics
                ? cell_of_nics(collection, object, column)
                : cell_of(collection_find(collection, column->source, object, column->metric),
                          column->form);
        table_add_cell(table, cell);
    }
}

static int by_load(const void *left, const void *right)
{
    const struct collection_series *a = *(const struct collection_series *const *)left;
    const struct collection_series *b = *(const struct collection_series *const *)right;
    return (a->mean < b->mean) - (a->mean > b->mean);
}

void collection_machines_fill(struct table *table, const struct collection *collection)
{
    scope_free const struct collection_series **machines =
        alloc_zeroed(collection->count + 1, sizeof *machines);
    size_t count = 0;
    for (size_t i = 0; i < collection->count; i++)
        if (strcmp(collection->series[i].source, "process") == 0 &&
            strcmp(collection->series[i].metric, "cpu_cores") == 0 &&
            strncmp(collection->series[i].object, "vm ", 3) == 0)
            machines[count++] = &collection->series[i];
    qsort(machines, count, sizeof *machines, by_load);
    table_add_column(table, "virtual machine", true);
    for (size_t i = 0; i < sizeof machine_columns / sizeof *machine_columns; i++)
        table_add_column(table, machine_columns[i].heading, false);
    for (size_t i = 0; i < count; i++)
        add_machine(table, collection, machines[i]->object);
}

void collection_host_fill(struct table *table, const struct collection *collection)
{
    table_add_column(table, "host", true);
    table_add_column(table, "mean / p95", false);
    for (size_t i = 0; i < sizeof host_rows / sizeof *host_rows; i++) {
        const struct column *row = &host_rows[i];
        const struct collection_series *series =
            collection_find(collection, row->source, "host", row->metric);
        if (!series)
            continue;
        scope_free char *cell = cell_of(series, row->form);
        table_add_cell(table, row->heading);
        table_add_cell(table, cell);
    }
}
