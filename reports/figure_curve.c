// SPDX-License-Identifier: GPL-3.0-or-later
// The density curve: what all guests together do as more of them run, beside what they would do
// if none disturbed another.
#include <math.h>

#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/document.h"
#include "reports/figure.h"
#include "reports/figure_parts.h"

static bool is_drawable(const struct document_run *run)
{
    return figure_highest(run, FIGURE_TOTAL) > 0;
}

// What one guest, or one tile's, does; only where one alone was measured.
static double solo_throughput(const struct document_run *run)
{
    const struct density *solo = document_density(run, 1);
    return solo ? solo->total.value : NAN;
}

// Where the ideal line leaves the figure, its name stands to the left of it.
static void label_ideal(const struct document_run *run, double solo, double top,
                        struct strbuf *script)
{
    double last = run->densities[run->density_count - 1].guests;
    double at = fmin(top * 0.9 / solo, last * 0.97);
    if (at < last * 0.3)
        return; // no room beside so steep a line
    strbuf_printf(script, "set label 'undisturbed' at %.17g,%.17g right offset -0.7,0.8 tc rgb ",
                  at, solo * at);
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\n");
}

static void write(const struct document_run *run, struct strbuf *script)
{
    double top = figure_highest(run, FIGURE_TOTAL) * 1.12;
    double solo = solo_throughput(run);
    bool has_ideal = isfinite(solo) && solo > 0 && run->density_count > 1;
    axis_linear_y(script, QUANTITY_RATE, top);
    figure_mark_maximum(run, true, script);
    if (has_ideal)
        label_ideal(run, solo, top, script);
    strbuf_add(script, "set samples 400\nplot \\\n");
    if (has_ideal) {
        strbuf_printf(script, "  %.17g * x with lines lw 1.1 dt (6,4) lc rgb ", solo);
        svg_add_colour(script, SVG_INK_AXIS);
        strbuf_add(script, " title 'undisturbed', \\\n");
    }
    figure_plot_series(script, FIGURE_TOTAL, SVG_INK_FIRST, "total");
    strbuf_add(script, "\n");
}

#define CURVE_TITLE "Throughput of all guests together"
#define CURVE_CAPTION                                                                                \
    "● holds, ○ fails, ◇ undecided; bars and band are 95 % intervals. The dashed line is one " \
    "guest's throughput times the number of guests: what they would do if none disturbed "           \
    "another. " FIGURE_CUT_CAPTION

const struct figure figure_curve = {
    .name = "curve",
    .title = CURVE_TITLE,
    .caption = CURVE_CAPTION,
    .quantity = "operations a second, all guests",
    .width = 940,
    .height = 380,
    .of_operations = true,
    .is_drawable = is_drawable,
    .write = write,
};

const struct figure figure_curve_narrow = {
    .name = "curve-narrow",
    .title = CURVE_TITLE,
    .caption = CURVE_CAPTION,
    .quantity = "operations a second, all guests",
    .width = 400,
    .height = 330,
    .of_operations = true,
    .is_drawable = is_drawable,
    .write = write,
};
