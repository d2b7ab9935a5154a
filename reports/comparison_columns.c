// SPDX-License-Identifier: GPL-3.0-or-later
// The list of ratios, and tables made from it.
#include "reports/comparison_columns.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "reports/comparison.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/table.h"

#define AT(member) .offset = offsetof(struct comparison_row, member)

const struct comparison_column comparison_columns[] = {
    {"throughput_ratio", "throughput a guest", QUANTITY_TIMES, COMPARISON_GROUP_RATIOS,
     COMPARISON_BOTH, AT(throughput_ratio)},
    {"p50_ratio", "p50", QUANTITY_TIMES, COMPARISON_GROUP_RATIOS, COMPARISON_BOTH, AT(p50_ratio)},
    {"p99_ratio", "p99", QUANTITY_TIMES, COMPARISON_GROUP_RATIOS, COMPARISON_BOTH, AT(p99_ratio)},
    {"achieved_ratio", "achieved", QUANTITY_TIMES, COMPARISON_GROUP_HIDDEN, COMPARISON_BOTH,
     AT(achieved_ratio)},
    {"memory_ratio", "memory a guest", QUANTITY_TIMES, COMPARISON_GROUP_RETAINED, COMPARISON_BOTH,
     AT(memory_ratio)},
    {"retained_ratio", "retained", QUANTITY_SHARE, COMPARISON_GROUP_RETAINED, COMPARISON_RUN,
     AT(retained)},
    {"base_retained_ratio", "retained", QUANTITY_SHARE, COMPARISON_GROUP_RETAINED, COMPARISON_BASE,
     AT(base_retained)},
};
const size_t comparison_column_count = sizeof(comparison_columns) / sizeof(comparison_columns[0]);

const struct estimate *comparison_column_estimate(const struct comparison_column *column,
                                                  const struct comparison_row *row)
{
    return (const struct estimate *)((const char *)row + column->offset);
}

char *comparison_column_heading(const struct comparison_column *column,
                                const struct document *document,
                                const struct comparison *comparison)
{
    if (column->side == COMPARISON_BOTH)
        return alloc_copy(column->heading);
    const struct run_record *run = &document->runs[comparison->run].run;
    const struct run_record *base = &document->runs[comparison->base].run;
    const struct run_record *named = column->side == COMPARISON_RUN ? run : base;
    if (strcmp(run->platform, base->platform) == 0 && *run->arm && *base->arm)
        return alloc_printf("%s, %s", column->heading, named->arm);
    if (strcmp(run->platform, base->platform) == 0)
        return alloc_printf("%s, run %" PRId64, column->heading, named->id);
    scope_free char *platform = describe_short_platform(named);
    return alloc_printf("%s, %s", column->heading, platform);
}

static bool is_shown(const struct comparison_column *column, enum comparison_group first,
                     enum comparison_group last)
{
    return column->group >= first && column->group <= last;
}

static void add_row(struct table *table, const struct comparison_row *row,
                    enum comparison_group first, enum comparison_group last, bool intervals)
{
    scope_free char *guests = alloc_printf("%" PRIu32, row->guests);
    table_add_cell(table, guests);
    for (size_t c = 0; c < comparison_column_count; c++) {
        const struct comparison_column *column = &comparison_columns[c];
        if (!is_shown(column, first, last))
            continue;
        scope_free char *cell =
            quantity_compact(column->quantity, comparison_column_estimate(column, row), intervals);
        table_add_cell(table, cell);
    }
}

void comparison_table_fill(struct table *table, const struct document *document,
                           const struct comparison *comparison, enum comparison_group first,
                           enum comparison_group last, bool intervals)
{
    table_add_column(table, "guests", false);
    for (size_t c = 0; c < comparison_column_count; c++) {
        if (!is_shown(&comparison_columns[c], first, last))
            continue;
        scope_free char *heading =
            comparison_column_heading(&comparison_columns[c], document, comparison);
        table_add_column(table, heading, false);
    }
    for (size_t i = 0; i < comparison->row_count; i++)
        add_row(table, &comparison->rows[i], first, last, intervals);
}
