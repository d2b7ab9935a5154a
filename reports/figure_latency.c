// SPDX-License-Identifier: GPL-3.0-or-later
// Latency on a logarithmic axis, with the objective's line where it bounds what is drawn.
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/document.h"
#include "reports/figure_parts.h"
#include "reports/figure_table.h"
#include "reports/gnuplot.h"

static bool is_drawable(const struct document_run *run)
{
    return figure_lowest(run, FIGURE_P50) > 0 && figure_highest(run, FIGURE_P99) > 0;
}

// What the term allows, in ns; NAN for a term of another figure or one that has no solo to go by.
static double allowed_ns(const struct document_run *run, const struct slo_term *term)
{
    if (term->metric != SLO_P99 && term->metric != SLO_P50)
        return NAN;
    if (term->bound == SLO_DURATION_NS)
        return term->value;
    const struct density *solo = document_density(run, 1);
    if (term->bound != SLO_TIMES_SOLO || !solo)
        return NAN;
    return term->value * (term->metric == SLO_P99 ? solo->p99_ns.value : solo->p50_ns.value);
}

static void draw_objective(const struct slo_term *term, double allowed, struct strbuf *script)
{
    char *text = slo_term_format(term);
    strbuf_printf(script,
                  "set arrow from graph 0,first %.17g to graph 1,first %.17g nohead back "
                  "lw 1.1 dt (6,4) lc rgb ",
                  allowed, allowed);
    svg_add_colour(script, SVG_INK_TEXT);
    strbuf_add(script, "\nset label ");
    gnuplot_quote(script, text);
    strbuf_printf(script, " at graph 0.02,first %.17g left offset 0,0.6 tc rgb ", allowed);
    svg_add_colour(script, SVG_INK_TEXT);
    strbuf_add(script, "\n");
    free(text);
}

static void write(const struct document_run *run, struct strbuf *script)
{
    double low = figure_lowest(run, FIGURE_P50), high = figure_highest(run, FIGURE_P99);
    const struct slo *slo = &run->scenario.slo;
    for (size_t i = 0; i < slo->count; i++) {
        double allowed = allowed_ns(run, &slo->terms[i]);
        if (!isfinite(allowed) || allowed <= 0)
            continue;
        draw_objective(&slo->terms[i], allowed, script);
        low = fmin(low, allowed);
        high = fmax(high, allowed);
    }
    strbuf_add(script, "set rmargin 6\n"); // for the names of the lines
    axis_log_y(script, QUANTITY_DURATION, low / 1.5, high * 1.5);
    figure_mark_maximum(run, false, script);
    // Where both end near each other, their names move apart.
    const struct density *last = &run->densities[run->density_count - 1];
    double gap = log(last->p99_ns.value / last->p50_ns.value) / log(high * 1.5 / (low / 1.5));
    double apart = gap < 0.08 ? 0.45 : 0;
    figure_label_last(run, FIGURE_P99, SVG_INK_FIRST, "p99", apart, script);
    figure_label_last(run, FIGURE_P50, SVG_INK_SECOND, "p50", -apart, script);
    strbuf_add(script, "plot \\\n");
    figure_plot_series(script, FIGURE_P50, SVG_INK_SECOND, "p50");
    strbuf_add(script, ", \\\n");
    figure_plot_series(script, FIGURE_P99, SVG_INK_FIRST, "p99");
    strbuf_add(script, "\n");
}

const struct figure figure_latency = {
    .name = "latency",
    .title = "Latency",
    .caption = "Median and 99th percentile of all guests' operations, logarithmic. The dashed "
               "line is what the objective allows. " FIGURE_CUT_CAPTION,
    .quantity = "time from due to done",
    .width = 440,
    .height = 320,
    .of_operations = true,
    .is_drawable = is_drawable,
    .write = write,
};
