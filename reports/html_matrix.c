// SPDX-License-Identifier: GPL-3.0-or-later
// The page's matrix of neighbours: figures in every cell, and a shade behind those that are felt.
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document_run.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/matrix.h"

// What the shades mean in words, for those who do not see them.
static const char *const felt[] = {"not clearly felt", "felt a little", "felt", "felt badly"};

static void add_cell(struct strbuf *out, const struct interference_cell *cell,
                     const struct matrix_figure *figure)
{
    const struct estimate *ratio = matrix_estimate(cell, figure);
    int shade = matrix_shade(ratio, figure);
    strbuf_printf(out, "<td class=\"felt%d\" title=\"%s; %zu boots\">", shade, felt[shade],
                  cell->boots);
    html_add_estimate(out, QUANTITY_TIMES, ratio);
    strbuf_add(out, shade == 3 ? " ▲</td>" : "</td>");
}

static void add_matrix(struct strbuf *out, const struct interference *interference,
                       const struct matrix_figure *figure)
{
    html_add(out, "<h2>", figure->title, "</h2>\n");
    html_add(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
             figure->title, "\"><table class=\"matrix\">\n<thead><tr><th>victim</th>");
    for (size_t a = 0; a < interference->count; a++)
        if (!interference->workloads[a].absent)
            html_add(out, "<th>beside ", interference->workloads[a].name, "</th>");
    strbuf_add(out, "</tr></thead><tbody>\n");
    for (size_t v = 0; v < interference->count; v++) {
        if (interference->workloads[v].absent)
            continue;
        html_add(out, "<tr><td>", interference->workloads[v].name, "</td>");
        for (size_t a = 0; a < interference->count; a++)
            if (!interference->workloads[a].absent)
                add_cell(out, interference_cell_of(interference, v, a), figure);
        strbuf_add(out, "</tr>\n");
    }
    html_close_table(out);
}

static void add_alone(struct strbuf *out, const struct interference *interference)
{
    strbuf_add(out, "<h2>Beside an idle neighbour</h2>\n<div class=\"scroll\" tabindex=\"0\" "
                    "role=\"region\" aria-label=\"Beside an idle neighbour\"><table>\n"
                    "<thead><tr><th>workload</th><th>boots</th><th>throughput</th><th>p99</th>"
                    "</tr></thead><tbody>\n");
    for (size_t v = 0; v < interference->count; v++) {
        const struct interference_workload *workload = &interference->workloads[v];
        if (workload->absent)
            continue;
        html_add(out, "<tr><td>", workload->name, "</td>");
        strbuf_printf(out, "<td>%zu</td><td>", workload->boots);
        html_add_quantity(out, QUANTITY_RATE, workload->throughput_hz);
        strbuf_add(out, "</td><td>");
        html_add_quantity(out, QUANTITY_DURATION, workload->p99_ns);
        strbuf_add(out, "</td></tr>\n");
    }
    html_close_table(out);
}

void html_add_matrix(struct strbuf *out, const struct document_run *run)
{
    const struct interference *interference = &run->interference;
    if (!document_run_has_matrix(run))
        return;
    for (size_t i = 0; i < matrix_figure_count; i++)
        if (matrix_is_known(interference, &matrix_figures[i]))
            add_matrix(out, interference, &matrix_figures[i]);
    strbuf_add(out, "<p class=\"muted\">" MATRIX_WORDS " Shaded where the whole interval lies on "
                    "the bad side; ▲ marks a victim that is slowed by half or more.</p>\n");
    for (size_t i = 0; i < interference->count; i++) {
        scope_free char *absence = matrix_absence(&interference->workloads[i]);
        html_add(out, absence ? "<p class=\"absent\">" : "", absence, absence ? "</p>\n" : "");
    }
    add_alone(out, interference);
}
