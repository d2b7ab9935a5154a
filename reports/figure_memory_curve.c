// SPDX-License-Identifier: GPL-3.0-or-later
// A line with its interval for each size of pages.
#include "reports/figure_memory_curve.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/inference/memory_curve.h"
#include "common/inference/memory_curve_words.h"
#include "reports/axis.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"
#include "reports/svg.h"

static enum svg_ink ink_of(size_t curve)
{
    static const enum svg_ink inks[] = {SVG_INK_FIRST, SVG_INK_SECOND, SVG_INK_THIRD};
    return inks[curve % (sizeof inks / sizeof *inks)];
}

static void write_data(const struct memory_curve *curve, size_t number, struct strbuf *script)
{
    strbuf_printf(script, "$curve%zu << EOD\n", number);
    for (size_t i = 0; i < curve->point_count; i++) {
        struct estimate load_ns = figure_cut(&curve->points[i].load_ns);
        strbuf_printf(script, "%" PRIu64, curve->points[i].bytes);
        figure_number(script, load_ns.value);
        figure_number(script, load_ns.low);
        figure_number(script, load_ns.high);
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

struct extent {
    double low, high, first_bytes, last_bytes;
};

static struct extent extent_of(const struct memory_curves *curves)
{
    struct extent extent = {INFINITY, 0, INFINITY, 0};
    for (size_t i = 0; i < curves->count; i++)
        for (size_t j = 0; j < curves->list[i].point_count; j++) {
            const struct memory_curve_point *point = &curves->list[i].points[j];
            struct estimate load_ns = figure_cut(&point->load_ns);
            extent.low = fmin(extent.low, fmin(load_ns.value, load_ns.low));
            extent.high = fmax(extent.high, fmax(load_ns.value, load_ns.high));
            extent.first_bytes = fmin(extent.first_bytes, (double)point->bytes);
            extent.last_bytes = fmax(extent.last_bytes, (double)point->bytes);
        }
    return extent;
}

// A tick every fourth size, or every sixteenth of a long axis.
static void write_sizes_axis(const struct extent *extent, struct strbuf *script)
{
    char label[AXIS_LABEL_SIZE];
    double factor = extent->last_bytes / extent->first_bytes > 0x1p16 ? 16 : 4;
    const char *comma = "";
    strbuf_printf(script, "set xlabel 'working set'\nset logscale x 2\nset xrange [%.17g:%.17g]\n",
                  extent->first_bytes / 1.2, extent->last_bytes * 1.2);
    strbuf_add(script, "set xtics (");
    for (double at = exp2(ceil(log2(extent->first_bytes))); at <= extent->last_bytes;
         at *= factor, comma = ", ")
        strbuf_printf(script, "%s'%s' %.17g", comma, axis_label(label, QUANTITY_BYTES, at), at);
    strbuf_add(script, ")\n");
}

static void write_caches(const struct memory_curves *curves, const struct extent *extent,
                         struct strbuf *script)
{
    char size[AXIS_LABEL_SIZE];
    for (size_t i = 0; i < curves->cache_count; i++) {
        double bytes = (double)curves->caches[i].bytes;
        if (bytes < extent->first_bytes || bytes > extent->last_bytes)
            continue;
        scope_free char *label =
            alloc_printf("%s, %s", curves->caches[i].name, axis_label(size, QUANTITY_BYTES, bytes));
        strbuf_printf(script,
                      "set arrow from %.17g,graph 0 to %.17g,graph 1 nohead back lw 1 dt (3,4) lc "
                      "rgb ",
                      bytes, bytes);
        svg_add_colour(script, SVG_INK_AXIS);
        strbuf_add(script, "\nset label ");
        gnuplot_quote(script, label);
        strbuf_printf(script, " at %.17g,graph 0.96 left offset 0.6,0 tc rgb ", bytes);
        svg_add_colour(script, SVG_INK_TEXT);
        strbuf_add(script, "\n");
    }
}

// A name is beside the curve's last point; the ones of two curves that meet there stand apart.
static void write_names(const struct memory_curves *curves, const struct extent *extent,
                        struct strbuf *script)
{
    enum { LINES = 18 }; // of text, over the height of the axis
    double taken = -INFINITY;
    for (size_t i = 0; i < curves->count; i++) {
        const struct memory_curve *curve = &curves->list[i];
        const struct memory_curve_point *last = &curve->points[curve->point_count - 1];
        double place = log(last->load_ns.value) / log(extent->high / extent->low) * LINES;
        double free = fmax(place, taken + 1);
        scope_free char *pages = memory_curve_pages(curve);
        strbuf_add(script, "set label ");
        gnuplot_quote(script, pages);
        strbuf_printf(script, " at %" PRIu64 ",%.17g left offset character 1.1,%g front tc rgb ",
                      last->bytes, last->load_ns.value, free - place);
        svg_add_colour(script, ink_of(i));
        strbuf_add(script, "\n");
        taken = free;
    }
}

static void plot_curve(size_t number, struct strbuf *script)
{
    strbuf_printf(script,
                  "%s  $curve%zu using 1:3:4 with filledcurves fs solid 0.13 noborder lc rgb ",
                  number ? ", \\\n" : "", number);
    svg_add_colour(script, ink_of(number));
    strbuf_printf(
        script, " notitle, \\\n  $curve%zu using 1:2 with linespoints pt 7 ps 0.45 lw 1.6 lc rgb ",
        number);
    svg_add_colour(script, ink_of(number));
    strbuf_add(script, " notitle");
}

void memory_figure_script(const struct memory_curves *curves, struct strbuf *script)
{
    struct extent extent = extent_of(curves);
    figure_style("memory-curve", MEMORY_FIGURE_WIDTH, MEMORY_FIGURE_HEIGHT, "time of one load",
                 script);
    for (size_t i = 0; i < curves->count; i++)
        write_data(&curves->list[i], i, script);
    write_sizes_axis(&extent, script);
    axis_log_y(script, QUANTITY_DURATION, extent.low / 1.3, extent.high * 1.6);
    strbuf_add(script, "set rmargin 13\n"); // for the names of the curves
    write_caches(curves, &extent, script);
    write_names(curves, &extent, script);
    strbuf_add(script, "plot \\\n");
    for (size_t i = 0; i < curves->count; i++)
        plot_curve(i, script);
    strbuf_add(script, "\n");
}
