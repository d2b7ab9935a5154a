// SPDX-License-Identifier: GPL-3.0-or-later
// Rows and columns of neighbours; every figure was computed elsewhere.
#include "reports/matrix.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "reports/document_run.h"
#include "reports/quantity.h"
#include "reports/table.h"

const struct matrix_figure matrix_figures[] = {
    {"throughput_ratio", "Throughput of the victim, over that beside an idle neighbour", true,
     offsetof(struct interference_cell, throughput_ratio)},
    {"p99_ratio", "p99 latency of the victim, over that beside an idle neighbour", false,
     offsetof(struct interference_cell, p99_ratio)},
};
const size_t matrix_figure_count = sizeof(matrix_figures) / sizeof(matrix_figures[0]);

bool document_run_has_matrix(const struct document_run *run)
{
    return run->interference.count > 0 && !run->of;
}

const struct estimate *matrix_estimate(const struct interference_cell *cell,
                                       const struct matrix_figure *figure)
{
    return (const struct estimate *)((const char *)cell + figure->offset);
}

bool matrix_is_known(const struct interference *interference, const struct matrix_figure *figure)
{
    for (size_t i = 0; i < interference->count * interference->count; i++)
        if (isfinite(matrix_estimate(&interference->cells[i], figure)->value))
            return true;
    return false;
}

void matrix_table_fill(struct table *table, const struct interference *interference,
                       const struct matrix_figure *figure, bool intervals)
{
    table_add_column(table, "victim", true);
    for (size_t a = 0; a < interference->count; a++) {
        scope_free char *heading = alloc_printf("beside %s", interference->workloads[a].name);
        if (!interference->workloads[a].absent)
            table_add_column(table, heading, false);
    }
    for (size_t v = 0; v < interference->count; v++) {
        if (interference->workloads[v].absent)
            continue;
        table_add_cell(table, interference->workloads[v].name);
        for (size_t a = 0; a < interference->count; a++) {
            const struct interference_cell *cell = interference_cell_of(interference, v, a);
            scope_free char *text =
                quantity_compact(QUANTITY_TIMES, matrix_estimate(cell, figure), intervals);
            if (!interference->workloads[a].absent)
                table_add_cell(table, text);
        }
    }
}

static char *one_number(enum quantity quantity, double number)
{
    const struct estimate estimate = {number, NAN, NAN};
    return quantity_compact(quantity, &estimate, false);
}

void matrix_alone_fill(struct table *table, const struct interference *interference)
{
    table_add_column(table, "beside an idle neighbour", true);
    table_add_column(table, "boots", false);
    table_add_column(table, "throughput", false);
    table_add_column(table, "p99", false);
    for (size_t v = 0; v < interference->count; v++) {
        const struct interference_workload *workload = &interference->workloads[v];
        if (workload->absent)
            continue;
        scope_free char *boots = alloc_printf("%zu", workload->boots);
        scope_free char *hz = one_number(QUANTITY_RATE, workload->throughput_hz);
        scope_free char *p99 = one_number(QUANTITY_DURATION, workload->p99_ns);
        table_add_cell(table, workload->name);
        table_add_cell(table, boots);
        table_add_cell(table, hz);
        table_add_cell(table, p99);
    }
}

char *matrix_absence(const struct interference_workload *workload)
{
    if (!workload->absent)
        return NULL;
    return alloc_printf("%s is absent: %.*s.", workload->name, (int)strcspn(workload->absent, "\n"),
                        workload->absent);
}

int matrix_shade(const struct estimate *ratio, const struct matrix_figure *figure)
{
    bool is_felt = figure->more_is_better ? ratio->high < 1 : ratio->low > 1;
    double harm = figure->more_is_better ? 1 / ratio->value : ratio->value;
    if (!is_felt || !isfinite(harm))
        return 0;
    return harm < 1.1 ? 1 : harm < 1.5 ? 2 : 3;
}
