// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a density as one list, so that tables, CSV, JSON and the page show the same ones
// under the same names. To show another figure, add a line to the table in density_columns.c.
#ifndef FULLHOUSE_REPORTS_DENSITY_COLUMNS_H
#define FULLHOUSE_REPORTS_DENSITY_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/inference/density.h"
#include "reports/quantity.h"

// Which tables of a narrow terminal a figure goes to; HIDDEN ones are for machines only.
enum density_group {
    DENSITY_GROUP_THROUGHPUT,
    DENSITY_GROUP_LATENCY,
    DENSITY_GROUP_SHARING,
    DENSITY_GROUP_HIDDEN,
};

struct density_column {
    const char *key;     // with its unit, for machines: "p99_ns"
    const char *heading; // for people: "p99"
    const char *help;
    enum quantity quantity;
    enum density_group group;
    bool interval; // shown with its interval where there is room
    size_t offset; // of the estimate in struct density
};

extern const struct density_column density_columns[];
extern const size_t density_column_count;

const struct estimate *density_column_estimate(const struct density_column *column,
                                               const struct density *density);

struct document_run;
struct table;

// Adds guests, boots and verdict (`lead`: the table's first block) or guests alone, and all figures
// of the groups first..last, a row a density.
void density_table_fill(struct table *table, const struct document_run *run, bool lead,
                        enum density_group first, enum density_group last, bool intervals);

#endif
