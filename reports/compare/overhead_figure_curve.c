// SPDX-License-Identifier: GPL-3.0-or-later
// One load along the density: a data block and a curve for each platform, native is the line at 1.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/overhead.h"
#include "reports/axis.h"
#include "reports/compare/overhead_figure.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"

enum svg_ink overhead_ink(size_t platform)
{
    static const enum svg_ink inks[] = {SVG_INK_TEXT, SVG_INK_FIRST, SVG_INK_SECOND, SVG_INK_THIRD,
                                        SVG_INK_AXIS};
    enum { INKS = sizeof inks / sizeof *inks };
    return platform == 0 ? inks[0] : inks[1 + (platform - 1) % (INKS - 1)];
}

// --- extent -------------------------------------------------------------------------------------

struct extent {
    double low, high;
};

static const struct overhead_curve *curve_of(const struct overhead_load *load, size_t arm)
{
    return overhead_curve_find(&load->arms[arm], overhead_headline(load));
}

// Native's line belongs to every figure.
static struct extent extent_of(const struct overhead_load *load)
{
    struct extent extent = {1, 1};
    for (size_t k = 0; k < load->arm_count; k++) {
        const struct overhead_curve *curve = curve_of(load, k);
        for (size_t i = 0; curve && i < curve->cell_count; i++) {
            struct estimate ratio = figure_cut(&curve->cells[i].ratio);
            extent.low = fmin(extent.low, fmin(ratio.value, ratio.low)); // NAN gives way
            extent.high = fmax(extent.high, fmax(ratio.value, ratio.high));
        }
    }
    return extent;
}

bool overhead_curve_is_drawable(const struct overhead_load *load)
{
    if (!overhead_headline(load))
        return false;
    for (size_t k = 0; k < load->arm_count; k++) {
        const struct overhead_curve *curve = curve_of(load, k);
        if (curve && curve->cell_count > 1)
            return true;
    }
    return false;
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void write_guests_axis(const struct overhead_load *load, struct strbuf *script)
{
    size_t count = 0, kept = 0;
    uint32_t *guests = NULL;
    for (size_t k = 0; k < load->arm_count; k++) {
        const struct overhead_curve *curve = curve_of(load, k);
        for (size_t i = 0; curve && i < curve->cell_count; i++) {
            guests = alloc_resized(guests, count + 1, sizeof *guests);
            guests[count++] = curve->cells[i].guests;
        }
    }
    qsort(guests, count, sizeof *guests, by_number);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || guests[kept - 1] != guests[i])
            guests[kept++] = guests[i];
    axis_guests(script, guests, kept, 0);
    free(guests);
}

// --- curves -------------------------------------------------------------------------------------

static void write_data(const struct overhead_curve *curve, size_t arm, struct strbuf *script)
{
    strbuf_printf(script, "$arm%zu << EOD\n", arm);
    for (size_t i = 0; i < curve->cell_count; i++) {
        struct estimate ratio = figure_cut(&curve->cells[i].ratio);
        strbuf_printf(script, "%" PRIu32, curve->cells[i].guests);
        figure_number(script, ratio.value);
        figure_number(script, ratio.low);
        figure_number(script, ratio.high);
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

static void plot_arm(size_t arm, enum svg_ink ink, bool first, struct strbuf *script)
{
    static const char *const parts[] = {
        "using 1:3:4 with filledcurves fs solid 0.13 noborder",
        "using 1:2 with lines lw 1.6",
        "using 1:3:(0):($4-$3) with vectors nohead lw 1.3",
        "using 1:2 with points pt 7 ps 0.7",
    };
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        strbuf_printf(script, "%s  $arm%zu %s lc rgb ", first && p == 0 ? "" : ", \\\n", arm,
                      parts[p]);
        svg_add_colour(script, ink);
        strbuf_add(script, " notitle");
    }
}

// --- names --------------------------------------------------------------------------------------

// Where a curve ends, and where on the axis (0 to 1) its name belongs.
struct ending {
    size_t arm;
    uint32_t guests;
    double value, place;
};

static int by_place(const void *left, const void *right)
{
    const struct ending *a = left, *b = right;
    return (a->place > b->place) - (a->place < b->place);
}

static double place_of(double value, const struct extent *axis, bool is_logarithmic)
{
    return is_logarithmic ? log(value / axis->low) / log(axis->high / axis->low)
                          : value / axis->high;
}

static void write_name(const struct overhead *overhead, const struct overhead_load *load,
                       const struct ending *ending, double lines, struct strbuf *script)
{
    size_t platform = load->arms[ending->arm].platform;
    strbuf_add(script, "set label ");
    gnuplot_quote(script, overhead->platforms[platform].name);
    strbuf_printf(script, " at %" PRIu32 ",%.17g left offset character 1.1,%g front tc rgb ",
                  ending->guests, ending->value, lines);
    svg_add_colour(script, overhead_ink(platform));
    strbuf_add(script, "\n");
}

// Names that would touch move upwards.
static void write_names(const struct overhead *overhead, const struct overhead_load *load,
                        const struct extent *axis, bool is_logarithmic, struct strbuf *script)
{
    enum { LINES = 15 }; // of text, over the height of the axis
    scope_free struct ending *endings = alloc_zeroed(load->arm_count, sizeof *endings);
    size_t count = 0;
    for (size_t k = 0; k < load->arm_count; k++) {
        const struct overhead_curve *curve = curve_of(load, k);
        if (!curve)
            continue;
        const struct overhead_cell *last = &curve->cells[curve->cell_count - 1];
        endings[count++] = (struct ending){k, last->guests, last->ratio.value,
                                           place_of(last->ratio.value, axis, is_logarithmic)};
    }
    qsort(endings, count, sizeof *endings, by_place);
    double taken = -1;
    for (size_t i = 0; i < count; i++) {
        taken = fmax(endings[i].place, taken + 1.0 / LINES);
        write_name(overhead, load, &endings[i], (taken - endings[i].place) * LINES, script);
    }
}

static void write_native(struct strbuf *script)
{
    strbuf_add(script, "set arrow from graph 0,first 1 to graph 1,first 1 nohead back lw 1.1 "
                       "dt (6,4) lc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\nset label 'native' at graph 0.02,first 1 left offset 0,0.6 tc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\n");
}

void overhead_curve_script(const struct overhead *overhead, const struct overhead_load *load,
                           const char *name, struct strbuf *script)
{
    struct extent extent = extent_of(load);
    bool is_logarithmic = extent.low > 0 && extent.high / extent.low >= 10;
    struct extent axis = {is_logarithmic ? extent.low / 1.5 : 0,
                          extent.high * (is_logarithmic ? 1.5 : 1.15)};
    scope_free char *quantity = alloc_printf("%s, times native", overhead_headline(load));
    bool first = true;
    figure_style(name, OVERHEAD_CURVE_WIDTH, OVERHEAD_CURVE_HEIGHT, quantity, script);
    for (size_t k = 0; k < load->arm_count; k++)
        if (curve_of(load, k))
            write_data(curve_of(load, k), k, script);
    write_guests_axis(load, script);
    if (is_logarithmic)
        axis_log_y(script, QUANTITY_TIMES, axis.low, axis.high);
    else
        axis_linear_y(script, QUANTITY_TIMES, axis.high);
    strbuf_add(script, "set rmargin 11\n"); // for the names of the curves
    write_native(script);
    write_names(overhead, load, &axis, is_logarithmic, script);
    strbuf_add(script, "plot \\\n");
    for (size_t k = 0; k < load->arm_count; k++) {
        if (!curve_of(load, k))
            continue;
        plot_arm(k, overhead_ink(load->arms[k].platform), first, script);
        first = false;
    }
    strbuf_add(script, "\n");
}
