// SPDX-License-Identifier: GPL-3.0-or-later
// The table of figures, and what all scripts begin with.
#include "reports/figure.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/figure_parts.h"
#include "reports/figure_table.h"
#include "reports/gnuplot.h"

const struct figure *const figures[] = {
    &figure_throughput, &figure_latency, &figure_fairness, &figure_memory, &figure_hello,
};
const size_t figure_count = sizeof(figures) / sizeof(figures[0]);

static const struct estimate *estimate_of(const struct document_run *run, size_t density,
                                          enum figure_series series)
{
    const struct density *figures_of_density = &run->densities[density];
    switch (series) {
    case FIGURE_TOTAL:
        return &figures_of_density->total;
    case FIGURE_THROUGHPUT:
        return &figures_of_density->throughput;
    case FIGURE_P50:
        return &figures_of_density->p50_ns;
    case FIGURE_P99:
        return &figures_of_density->p99_ns;
    case FIGURE_FAIRNESS:
        return &figures_of_density->fairness;
    case FIGURE_WORST:
        return &figures_of_density->worst;
    case FIGURE_HELLO_P50:
        return &run->costs[density].hello_p50_ns;
    case FIGURE_HELLO_P95:
        return &run->costs[density].hello_p95_ns;
    case FIGURE_MEMORY:
    case FIGURE_SERIES_COUNT:
        break;
    }
    return &figures_of_density->memory_bytes;
}

struct estimate figure_cut(const struct estimate *estimate)
{
    enum { CUT = 4 };
    struct estimate cut = *estimate;
    if (!(cut.value > 0) || !isfinite(cut.low) || !isfinite(cut.high))
        return cut;
    cut.low = fmax(cut.low, cut.value / CUT);
    cut.high = fmin(cut.high, cut.value * CUT);
    return cut;
}

struct estimate figure_estimate(const struct document_run *run, size_t density,
                                enum figure_series series)
{
    return figure_cut(estimate_of(run, density, series));
}

void figure_number(struct strbuf *script, double number)
{
    if (isfinite(number))
        strbuf_printf(script, " %.17g", number);
    else
        strbuf_add(script, " NaN");
}

void figure_data(const struct document_run *run, struct strbuf *script)
{
    strbuf_add(script, "$density << EOD\n");
    for (size_t d = 0; d < run->density_count; d++) {
        const struct density *density = &run->densities[d];
        strbuf_printf(script, "%" PRIu32 " %d", density->guests, (int)density->verdict);
        for (enum figure_series s = 0; s < FIGURE_SERIES_COUNT; s++) {
            struct estimate estimate = figure_estimate(run, d, s);
            figure_number(script, estimate.value);
            figure_number(script, estimate.low);
            figure_number(script, estimate.high);
        }
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

double figure_lowest(const struct document_run *run, enum figure_series series)
{
    double lowest = NAN;
    for (size_t d = 0; d < run->density_count; d++) {
        struct estimate estimate = figure_estimate(run, d, series);
        lowest = fmin(lowest, fmin(estimate.value, estimate.low)); // NAN gives way
    }
    return lowest;
}

double figure_highest(const struct document_run *run, enum figure_series series)
{
    double highest = NAN;
    for (size_t d = 0; d < run->density_count; d++) {
        struct estimate estimate = figure_estimate(run, d, series);
        highest = fmax(highest, fmax(estimate.value, estimate.high));
    }
    return highest;
}

void figure_guests_axis(const struct document_run *run, struct strbuf *script)
{
    uint32_t *guests = alloc_zeroed(run->density_count, sizeof(*guests));
    for (size_t d = 0; d < run->density_count; d++)
        guests[d] = run->densities[d].guests;
    axis_guests(script, guests, run->density_count, run->maximum.guests);
    free(guests);
    if (run->scenario.tile.role_count > 0)
        strbuf_add(script, "set xlabel 'tiles'\n");
    if (run->scenario.overcommit.max > 0 && run->run.usable_cpus > 0)
        strbuf_printf(script, "set xlabel '%s (each %.3g vCPUs a CPU)'\n", document_run_unit(run),
                      describe_overcommit(run, 1));
}

// Column numbers of the data block, from 1.
static int value_column(enum figure_series series)
{
    return 3 + 3 * (int)series;
}

static void plot_points(struct strbuf *script, int column, enum density_verdict verdict,
                        const char *point, enum svg_ink ink)
{
    strbuf_printf(script, ", \\\n  $density using 1:($2 == %d ? $%d : NaN) with points %s lc rgb ",
                  (int)verdict, column, point);
    svg_add_colour(script, ink);
    strbuf_add(script, " notitle");
}

void figure_plot_series(struct strbuf *script, enum figure_series series, enum svg_ink ink,
                        const char *title)
{
    int column = value_column(series);
    strbuf_printf(script,
                  "  $density using 1:%d:%d with filledcurves fs solid 0.13 noborder lc rgb ",
                  column + 1, column + 2);
    svg_add_colour(script, ink);
    strbuf_printf(script, " notitle, \\\n  $density using 1:%d with lines lw 1.6 lc rgb ", column);
    svg_add_colour(script, ink);
    strbuf_printf(script,
                  " title '%s', \\\n  $density using 1:%d:(0):($%d-$%d) with vectors nohead lw 1.3 "
                  "lc rgb ",
                  title, column + 1, column + 2, column + 1);
    svg_add_colour(script, ink);
    strbuf_add(script, " notitle");
    // A disc of the page's colour beneath, so that lines do not run through open marks.
    plot_points(script, column, DENSITY_FAILS, "pt 7 ps 0.95", SVG_INK_PAPER);
    plot_points(script, column, DENSITY_UNDECIDED, "pt 13 ps 1.1", SVG_INK_PAPER);
    plot_points(script, column, DENSITY_HOLDS, "pt 7 ps 0.8", ink);
    plot_points(script, column, DENSITY_FAILS, "pt 6 ps 0.8 lw 1.5", ink);
    plot_points(script, column, DENSITY_UNDECIDED, "pt 12 ps 0.95 lw 1.5", ink);
}

void figure_label_last(const struct document_run *run, enum figure_series series, enum svg_ink ink,
                       const char *text, double lines, struct strbuf *script)
{
    for (size_t d = run->density_count; d-- > 0;) {
        double value = figure_estimate(run, d, series).value;
        if (!isfinite(value))
            continue;
        strbuf_add(script, "set label ");
        gnuplot_quote(script, text);
        strbuf_printf(script, " at %" PRIu32 ",%.17g left offset character 1.1,%g front tc rgb ",
                      run->densities[d].guests, value, lines);
        svg_add_colour(script, ink);
        strbuf_add(script, "\n");
        return;
    }
}

void figure_mark_maximum(const struct document_run *run, bool labelled, struct strbuf *script)
{
    uint32_t guests = run->maximum.guests;
    if (guests == 0)
        return;
    strbuf_printf(script,
                  "set arrow from %" PRIu32 ",graph 0 to %" PRIu32
                  ",graph 1 nohead back lw 1 dt (3,4) lc rgb ",
                  guests, guests);
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\n");
    if (!labelled)
        return;
    strbuf_printf(script,
                  "set label '%" PRIu32 " hold%s' at %" PRIu32
                  ",graph 0.07 left offset 0.6,0 tc rgb ",
                  guests, guests == 1 ? "s" : "", guests);
    svg_add_colour(script, SVG_INK_TEXT);
    strbuf_add(script, "\n");
}

void figure_style(const char *name, unsigned width, unsigned height, const char *quantity,
                  struct strbuf *script)
{
    strbuf_printf(script, "# gnuplot %s.gp > %s.svg\n", name, name);
    strbuf_printf(script,
                  "set encoding utf8\nset terminal svg size %u,%u dynamic noenhanced font "
                  "'sans-serif,13'\n",
                  width, height);
    strbuf_add(script, "set key off\nset tics nomirror out scale 0.4\nset border 1 lw 0.9 lc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\nset xtics tc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\nset ytics scale 0 tc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\nset grid noxtics ytics back lt 1 lw 0.9 dt solid lc rgb ");
    svg_add_colour(script, SVG_INK_GRID);
    strbuf_add(script, "\nset xlabel 'guests' offset 0,0.4 tc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script,
               "\nset tmargin 2.6\nset bmargin 3.2\nset lmargin 8\nset rmargin 2\nset label ");
    gnuplot_quote(script, quantity);
    strbuf_add(script, " at screen 0,graph 1 left offset 0,1.3 tc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\n");
}

void figure_script(const struct figure *figure, const struct document_run *run,
                   struct strbuf *script)
{
    figure_style(figure->name, figure->width, figure->height, figure->quantity, script);
    figure_data(run, script);
    figure_guests_axis(run, script);
    figure->write(run, script);
}
