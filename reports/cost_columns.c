// SPDX-License-Identifier: GPL-3.0-or-later
// The list of cost figures, and tables made from it.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "reports/cost.h"
#include "reports/document_run.h"
#include "reports/table.h"

#define AT(member) .offset = offsetof(struct cost, member)

const struct cost_column cost_columns[] = {
    {"memory_bytes", "mem/guest",
     "host memory that one guest takes: proportional set size of its process", QUANTITY_BYTES,
     COST_GROUP_HOST, AT(memory_bytes)},
    {"cpu_core_ratio", "host CPU",
     "CPU time of a guest's process on the host and of what it started, of one core",
     QUANTITY_SHARE, COST_GROUP_HOST, AT(cpu_ratio)},
    {"wakeups_hz", "wake-ups",
     "wake-ups a second: context switches of the threads of a guest's process", QUANTITY_RATE,
     COST_GROUP_HOST, AT(wakeups_hz)},
    {"offered_ratio", "offered", "operations offered, of what one guest alone can do",
     QUANTITY_SHARE, COST_GROUP_LOAD, AT(offered)},
    {"counted_core_ratio", "counted",
     "the agent's own count: operations done times the time of one undisturbed, of one core",
     QUANTITY_SHARE, COST_GROUP_LOAD, AT(counted_ratio)},
    {"cpu_over_counted_ratio", "CPU/counted", "host CPU time over the agent's own count",
     QUANTITY_TIMES, COST_GROUP_LOAD, AT(over_count)},
    {"hello_p50_ns", "hello", "time from a guest's start to its hello, median", QUANTITY_DURATION,
     COST_GROUP_TIME, AT(hello_p50_ns)},
    {"hello_p95_ns", "hello p95", "time from a guest's start to its hello, 95th percentile",
     QUANTITY_DURATION, COST_GROUP_TIME, AT(hello_p95_ns)},
    {"all_up_ns", "all up", "from the first guest's start to the last one's hello, median of boots",
     QUANTITY_DURATION, COST_GROUP_TIME, AT(all_up_ns)},
};
const size_t cost_column_count = sizeof(cost_columns) / sizeof(cost_columns[0]);

const struct estimate *cost_column_estimate(const struct cost_column *column,
                                            const struct cost *cost)
{
    return (const struct estimate *)((const char *)cost + column->offset);
}

bool cost_column_is_known(const struct cost_column *column, const struct document_run *run)
{
    for (size_t d = 0; d < run->density_count; d++)
        if (isfinite(cost_column_estimate(column, &run->costs[d])->value))
            return true;
    return false;
}

bool cost_counted_is_known(const struct document_run *run)
{
    for (size_t d = 0; d < run->density_count; d++)
        if (isfinite(run->costs[d].counted_ratio.value))
            return true;
    return false;
}

bool cost_shows_boots(const struct document_run *run)
{
    return document_run_is_idle(run);
}

static bool is_shown(const struct cost_column *column, const struct document_run *run,
                     enum cost_group first, enum cost_group last)
{
    return column->group >= first && column->group <= last && cost_column_is_known(column, run);
}

void cost_table_fill(struct table *table, const struct document_run *run, enum cost_group first,
                     enum cost_group last, bool intervals)
{
    bool boots = cost_shows_boots(run) && first == COST_GROUP_HOST;
    table_add_column(table, document_run_unit(run), false);
    if (boots)
        table_add_column(table, "boots", false);
    for (size_t c = 0; c < cost_column_count; c++)
        if (is_shown(&cost_columns[c], run, first, last))
            table_add_column(table, cost_columns[c].heading, false);
    for (size_t d = 0; d < run->density_count; d++) {
        scope_free char *guests = alloc_printf("%" PRIu32, run->costs[d].guests);
        scope_free char *boot_count = alloc_printf("%zu", run->densities[d].boots);
        table_add_cell(table, guests);
        if (boots)
            table_add_cell(table, boot_count);
        for (size_t c = 0; c < cost_column_count; c++) {
            const struct cost_column *column = &cost_columns[c];
            if (!is_shown(column, run, first, last))
                continue;
            scope_free char *cell = quantity_compact(
                column->quantity, cost_column_estimate(column, &run->costs[d]), intervals);
            table_add_cell(table, cell);
        }
    }
}
