// SPDX-License-Identifier: GPL-3.0-or-later
// Told figures in words and as a table; every number in them was computed elsewhere.
#include "reports/told.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document_run.h"
#include "reports/table.h"

#define AT(member) .offset = offsetof(struct figure_summary, member)

const struct told_column told_columns[] = {
    {"figure_mean", "mean", "mean over guests and boots of the median of what each guest told",
     QUANTITY_NUMBER, AT(mean)},
    {"figure_over_alone_ratio", "over alone", "mean over that of one guest alone", QUANTITY_TIMES,
     AT(over_alone)},
};
const size_t told_column_count = sizeof(told_columns) / sizeof(told_columns[0]);

const struct estimate *told_column_estimate(const struct told_column *column,
                                            const struct figure_summary *summary)
{
    return (const struct estimate *)((const char *)summary + column->offset);
}

const char *told_better(const struct figure_summary *summary)
{
    return summary->higher_is_better ? "higher" : "lower";
}

const char *told_scale(const struct figure_summary *summary)
{
    if (!isfinite(summary->mean.low))
        return "";
    return summary->is_logarithmic ? "ratio" : "difference";
}

char *told_by(const struct figure_summary *summary)
{
    return alloc_printf("%zu of %zu", summary->tellers, summary->asked);
}

char *told_worst_guest(const struct figure_summary *summary)
{
    return alloc_printf("guest %" PRIu32 ", boot %" PRIu32, summary->worst_guest,
                        summary->worst_repeat + 1);
}

static bool has_differences(const struct figure_summary *summary)
{
    return strcmp(told_scale(summary), "difference") == 0;
}

// Lines of one name follow each other: whether this is the first of them that has differences.
static bool is_first_with_differences(const struct figure_summaries *told, size_t at)
{
    if (!has_differences(&told->list[at]))
        return false;
    for (size_t i = at; i > 0 && strcmp(told->list[i - 1].name, told->list[at].name) == 0; i--)
        if (has_differences(&told->list[i - 1]))
            return false;
    return true;
}

char *told_scale_text(const struct document_run *run)
{
    struct strbuf names = {0};
    for (size_t i = 0; i < run->told.count; i++)
        if (is_first_with_differences(&run->told, i))
            strbuf_printf(&names, "%s%s", names.length ? ", " : "", run->told.list[i].name);
    if (names.length == 0)
        return NULL;
    scope_free char *list = strbuf_take(&names);
    return alloc_printf("Intervals of %s are of differences, not of ratios: not every mean is a "
                        "positive number, and there is no ratio to one alone where it is not.",
                        list);
}

// --- the table ----------------------------------------------------------------------------------

static void add_headings(struct table *table, const struct document_run *run, bool mean, bool worst)
{
    table_add_column(table, "figure", true);
    table_add_column(table, document_run_unit(run), false);
    if (mean) {
        table_add_column(table, "unit", true);
        table_add_column(table, "better", true);
        for (size_t c = 0; c < told_column_count; c++)
            table_add_column(table, told_columns[c].heading, false);
    }
    if (worst) {
        table_add_column(table, "worst", false);
        table_add_column(table, "which", true);
        table_add_column(table, "boots", false);
        table_add_column(table, "told by", false);
        table_add_column(table, "values", false);
    }
}

static void add_taken(struct table *table, char *taken)
{
    scope_free char *text = taken;
    table_add_cell(table, text);
}

static void add_mean(struct table *table, const struct figure_summary *summary, bool intervals)
{
    table_add_cell(table, *summary->unit ? summary->unit : "-");
    table_add_cell(table, told_better(summary));
    for (size_t c = 0; c < told_column_count; c++)
        add_taken(table,
                  quantity_compact(told_columns[c].quantity,
                                   told_column_estimate(&told_columns[c], summary), intervals));
}

static void add_worst(struct table *table, const struct figure_summary *summary)
{
    char number[UNITS_TEXT_SIZE];
    table_add_cell(table, quantity_format(number, QUANTITY_NUMBER, summary->worst));
    add_taken(table, told_worst_guest(summary));
    add_taken(table, alloc_printf("%zu", summary->boots));
    add_taken(table, told_by(summary));
    add_taken(table, alloc_printf("%zu", summary->values));
}

void told_table_fill(struct table *table, const struct document_run *run, enum told_group first,
                     enum told_group last, bool intervals)
{
    bool mean = first == TOLD_GROUP_MEAN, worst = last == TOLD_GROUP_WORST;
    add_headings(table, run, mean, worst);
    for (size_t i = 0; i < run->told.count; i++) {
        const struct figure_summary *summary = &run->told.list[i];
        table_add_cell(table, summary->name);
        add_taken(table, alloc_printf("%" PRIu32, summary->guests));
        if (mean)
            add_mean(table, summary, intervals);
        if (worst)
            add_worst(table, summary);
    }
}
