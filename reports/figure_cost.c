// SPDX-License-Identifier: GPL-3.0-or-later
// What one guest takes: its memory, and the time until it says hello.
#include <math.h>

#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/document.h"
#include "reports/figure_parts.h"
#include "reports/figure_table.h"

// Where the densities tell it, and where it lies on the figure.
static void draw_marginal(const struct document_run *run, double top, struct strbuf *script)
{
    double bytes = run->marginal_memory.process_bytes.value;
    if (!(bytes > 0) || bytes > top)
        return;
    strbuf_printf(script,
                  "set arrow from graph 0,first %.17g to graph 1,first %.17g nohead back "
                  "lw 1.1 dt (6,4) lc rgb ",
                  bytes, bytes);
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_printf(script,
                  "\nset label 'one more' at graph 0.02,first %.17g left offset 0,-0.7 tc rgb ",
                  bytes);
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\n");
}

static void write_memory(const struct document_run *run, struct strbuf *script)
{
    double top = figure_highest(run, FIGURE_MEMORY) * 1.15;
    axis_linear_y(script, QUANTITY_BYTES, top);
    figure_mark_maximum(run, false, script);
    draw_marginal(run, top, script);
    strbuf_add(script, "plot \\\n");
    figure_plot_series(script, FIGURE_MEMORY, SVG_INK_FIRST, "memory a guest");
    strbuf_add(script, "\n");
}

static bool has_memory(const struct document_run *run)
{
    return figure_highest(run, FIGURE_MEMORY) > 0;
}

static void write_hello(const struct document_run *run, struct strbuf *script)
{
    double high = figure_highest(run, FIGURE_HELLO_P95), low = figure_lowest(run, FIGURE_HELLO_P50);
    if (high > 10 * low)
        axis_log_y(script, QUANTITY_DURATION, low / 1.5, high * 1.5);
    else
        axis_linear_y(script, QUANTITY_DURATION, high * 1.15);
    figure_mark_maximum(run, false, script);
    strbuf_add(script, "set rmargin 8\n"); // for the names of the lines
    const struct cost *last = &run->costs[run->density_count - 1];
    double apart = last->hello_p95_ns.value < 1.1 * last->hello_p50_ns.value ? 0.5 : 0;
    figure_label_last(run, FIGURE_HELLO_P95, SVG_INK_SECOND, "p95", apart, script);
    figure_label_last(run, FIGURE_HELLO_P50, SVG_INK_FIRST, "median", -apart, script);
    strbuf_add(script, "plot \\\n");
    figure_plot_series(script, FIGURE_HELLO_P95, SVG_INK_SECOND, "p95");
    strbuf_add(script, ", \\\n");
    figure_plot_series(script, FIGURE_HELLO_P50, SVG_INK_FIRST, "median");
    strbuf_add(script, "\n");
}

static bool has_hello(const struct document_run *run)
{
    return figure_lowest(run, FIGURE_HELLO_P50) > 0;
}

const struct figure figure_memory = {
    .name = "memory",
    .title = "Memory a guest",
    .caption =
        "Proportional set size of a guest's process on the host; where that cannot be seen, "
        "the drop in available memory over the guests. The dashed line is what one more guest "
        "takes: the slope over the densities.",
    .quantity = "host memory, one guest",
    .width = 440,
    .height = 320,
    .is_drawable = has_memory,
    .write = write_memory,
};

const struct figure figure_hello = {
    .name = "hello",
    .title = "Time to hello",
    .caption =
        "From the call that starts a guest until its agent answers: median and 95th percentile "
        "over the guests of a density and its boots.",
    .quantity = "time from start to hello",
    .width = 440,
    .height = 320,
    .is_drawable = has_hello,
    .write = write_hello,
};
