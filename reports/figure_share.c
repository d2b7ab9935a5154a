// SPDX-License-Identifier: GPL-3.0-or-later
// What one guest gets: its throughput, and how fairly it is treated.
#include <math.h>

#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/document.h"
#include "reports/figure_parts.h"
#include "reports/figure_table.h"

static void write_throughput(const struct document_run *run, struct strbuf *script)
{
    axis_linear_y(script, QUANTITY_RATE, figure_highest(run, FIGURE_THROUGHPUT) * 1.15);
    figure_mark_maximum(run, false, script);
    strbuf_add(script, "plot \\\n");
    figure_plot_series(script, FIGURE_THROUGHPUT, SVG_INK_FIRST, "a guest");
    strbuf_add(script, "\n");
}

static bool has_throughput(const struct document_run *run)
{
    return figure_highest(run, FIGURE_THROUGHPUT) > 0;
}

static void write_fairness(const struct document_run *run, struct strbuf *script)
{
    axis_linear_y(script, QUANTITY_INDEX, 1.08);
    figure_mark_maximum(run, false, script);
    strbuf_add(script, "set rmargin 8\n"); // for the names of the lines
    const struct density *last = &run->densities[run->density_count - 1];
    double apart = fabs(last->fairness.value - last->worst.value) < 0.1 ? 0.5 : 0;
    figure_label_last(run, FIGURE_FAIRNESS, SVG_INK_FIRST, "Jain", apart, script);
    figure_label_last(run, FIGURE_WORST, SVG_INK_SECOND, "worst", -apart, script);
    strbuf_add(script, "plot \\\n");
    figure_plot_series(script, FIGURE_WORST, SVG_INK_SECOND, "worst over median");
    strbuf_add(script, ", \\\n");
    figure_plot_series(script, FIGURE_FAIRNESS, SVG_INK_FIRST, "Jain");
    strbuf_add(script, "\n");
}

static bool has_fairness(const struct document_run *run)
{
    return isfinite(figure_highest(run, FIGURE_FAIRNESS));
}

const struct figure figure_throughput = {
    .name = "throughput",
    .title = "Throughput a guest",
    .caption = "What one guest gets, on average over guests and boots.",
    .quantity = "operations a second, one guest",
    .width = 440,
    .height = 320,
    .of_operations = true,
    .is_drawable = has_throughput,
    .write = write_throughput,
};

const struct figure figure_fairness = {
    .name = "fairness",
    .title = "Fairness",
    .caption = "Jain's index of the guests' throughputs (1: all get the same) and the worst "
               "guest's throughput over the median guest's.",
    .quantity = "index and ratio, 1 is fair",
    .width = 440,
    .height = 320,
    .of_operations = true,
    .is_drawable = has_fairness,
    .write = write_fairness,
};
