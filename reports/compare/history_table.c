// SPDX-License-Identifier: GPL-3.0-or-later
// One row a series.
#include "reports/compare/history_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "compare/history.h"
#include "reports/compare/effect.h"
#include "reports/compare/history_spark.h"
#include "reports/compare/history_words.h"
#include "reports/table.h"

static void add_taken(struct table *table, char *text)
{
    table_add_cell(table, text);
    free(text);
}

// "1.11M/s ±0.4 %": half of the level's interval.
static char *level_now(const struct history_series *series)
{
    if (series->point_count == 0)
        return alloc_copy("-");
    const struct estimate *level = &series->segments[series->change_count].level;
    scope_free char *value = effect_value(series->unit, level->value);
    double half = (level->high - level->low) / 2 / fabs(level->value);
    return isfinite(half) ? alloc_printf("%s ±%.1f %%", value, 100 * half)
                          : alloc_printf("%s [?]", value);
}

static void add_row(struct table *table, const struct history *history,
                    const struct history_line *line, const struct history_series *series,
                    size_t columns)
{
    add_taken(table, series->is_judged ? alloc_copy(series->measure)
                                       : alloc_printf("(%s)", series->measure));
    add_taken(table, alloc_printf("%" PRIu32, series->guests));
    add_taken(table, alloc_printf("%zu", series->point_count));
    add_taken(table, history_spark(series, columns));
    add_taken(table, level_now(series));
    add_taken(table, alloc_printf("%zu", series->change_count));
    add_taken(table, history_state_words(history, line, series));
}

void history_table_fill(struct table *table, const struct history *history,
                        const struct history_line *line, size_t columns)
{
    table_add_column(table, "metric", true);
    table_add_column(table, "guests", false);
    table_add_column(table, "runs", false);
    table_add_column(table, "history", true);
    table_add_column(table, "now", false);
    table_add_column(table, "changes", false);
    table_add_column(table, "it is", true);
    for (size_t i = 0; i < line->series_count; i++)
        add_row(table, history, line, &line->series[i], columns);
}
