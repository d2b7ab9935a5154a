// SPDX-License-Identifier: GPL-3.0-or-later
// The list of figures, and tables made from it.
#include "reports/density_columns.h"

#include <inttypes.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "reports/document.h"
#include "reports/describe.h"
#include "reports/table.h"

#define AT(member) .offset = offsetof(struct density, member)

const struct density_column density_columns[] = {
    {"throughput_hz", "a guest", "operations a second of one guest, mean over guests and boots",
     QUANTITY_RATE, DENSITY_GROUP_THROUGHPUT, true, AT(throughput)},
    {"total_hz", "total", "operations a second of all guests together", QUANTITY_RATE,
     DENSITY_GROUP_THROUGHPUT, true, AT(total)},
    {"retained_ratio", "retained", "throughput a guest over that of one guest alone",
     QUANTITY_SHARE, DENSITY_GROUP_THROUGHPUT, true, AT(retained)},
    {"p50_ns", "p50", "median latency of all guests' operations", QUANTITY_DURATION,
     DENSITY_GROUP_LATENCY, false, AT(p50_ns)},
    {"p90_ns", "p90", "90th percentile of latency", QUANTITY_DURATION, DENSITY_GROUP_HIDDEN, true,
     AT(p90_ns)},
    {"p99_ns", "p99", "99th percentile of latency", QUANTITY_DURATION, DENSITY_GROUP_LATENCY, true,
     AT(p99_ns)},
    {"p999_ns", "p99.9", "99.9th percentile of latency", QUANTITY_DURATION, DENSITY_GROUP_HIDDEN,
     true, AT(p999_ns)},
    {"mean_ns", "mean", "mean latency", QUANTITY_DURATION, DENSITY_GROUP_HIDDEN, true, AT(mean_ns)},
    {"inflation_ratio", "p99/solo", "p99 over the p99 of one guest alone", QUANTITY_TIMES,
     DENSITY_GROUP_LATENCY, true, AT(inflation)},
    {"achieved_ratio", "achieved", "operations completed over operations due, worst guest",
     QUANTITY_SHARE, DENSITY_GROUP_SHARING, false, AT(achieved)},
    {"fairness_index", "fairness", "Jain's index of the guests' throughputs", QUANTITY_INDEX,
     DENSITY_GROUP_SHARING, false, AT(fairness)},
    {"worst_ratio", "worst", "throughput of the worst guest over that of the median guest",
     QUANTITY_SHARE, DENSITY_GROUP_SHARING, false, AT(worst)},
    {"memory_bytes", "mem/guest", "host memory that one guest takes", QUANTITY_BYTES,
     DENSITY_GROUP_HIDDEN, true, AT(memory_bytes)},
    {"steal_ratio", "steal", "time the hypervisor took away, as the guest saw it", QUANTITY_SHARE,
     DENSITY_GROUP_HIDDEN, true, AT(steal_ratio)},
};
const size_t density_column_count = sizeof(density_columns) / sizeof(density_columns[0]);

const struct estimate *density_column_estimate(const struct density_column *column,
                                               const struct density *density)
{
    return (const struct estimate *)((const char *)density + column->offset);
}

static bool in_groups(const struct density_column *column, enum density_group first,
                      enum density_group last)
{
    return column->group >= first && column->group <= last;
}

static void add_lead_cells(struct table *table, const struct document_run *run,
                           const struct density *density, bool lead)
{
    scope_free char *guests = describe_count(run, density->guests);
    table_add_cell(table, guests);
    if (!lead)
        return;
    scope_free char *boots = alloc_printf("%zu", density->boots);
    table_add_cell(table, boots);
    table_add_cell(table, density_verdict_name(density->verdict));
}

void density_table_fill(struct table *table, const struct document_run *run, bool lead,
                        enum density_group first, enum density_group last, bool intervals)
{
    table_add_column(table, describe_count_heading(run), false);
    if (lead) {
        table_add_column(table, "boots", false);
        table_add_column(table, "verdict", true);
    }
    for (size_t c = 0; c < density_column_count; c++)
        if (in_groups(&density_columns[c], first, last))
            table_add_column(table, density_columns[c].heading, false);
    for (size_t d = 0; d < run->density_count; d++) {
        add_lead_cells(table, run, &run->densities[d], lead);
        for (size_t c = 0; c < density_column_count; c++) {
            const struct density_column *column = &density_columns[c];
            if (!in_groups(column, first, last))
                continue;
            scope_free char *cell = quantity_compact(
                column->quantity, density_column_estimate(column, &run->densities[d]),
                intervals && column->interval);
            table_add_cell(table, cell);
        }
    }
}
