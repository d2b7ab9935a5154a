// SPDX-License-Identifier: GPL-3.0-or-later
// All loads in one figure: rows of loads, within each a line for each platform.
#include <inttypes.h>
#include <math.h>

#include "common/base/strbuf.h"
#include "compare/overhead.h"
#include "reports/axis.h"
#include "reports/compare/overhead_figure.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"

enum { LINE_HEIGHT = 18, ROW_GAP = 14, AROUND_HEIGHT = 76 };

// A row has a line for each platform but native, and a gap.
static size_t lines_of(const struct overhead *overhead)
{
    return overhead->platform_count > 1 ? overhead->platform_count - 1 : 1;
}

static double row_height(const struct overhead *overhead)
{
    return (double)(lines_of(overhead) * LINE_HEIGHT + ROW_GAP);
}

unsigned overhead_loads_height(const struct overhead *overhead)
{
    return (unsigned)(row_height(overhead) * (double)overhead->load_count) + AROUND_HEIGHT;
}

static const struct overhead_curve *curve_of(const struct overhead_load *load, size_t arm)
{
    const char *measure = overhead_headline(load);
    return measure ? overhead_curve_find(&load->arms[arm], measure) : NULL;
}

bool overhead_loads_is_drawable(const struct overhead *overhead)
{
    for (size_t i = 0; i < overhead->load_count; i++)
        for (size_t k = 0; k < overhead->loads[i].arm_count; k++)
            if (curve_of(&overhead->loads[i], k))
                return true;
    return false;
}

// From the top, in pixels.
static double line_at(const struct overhead *overhead, size_t load, size_t platform)
{
    return row_height(overhead) * (double)load + ROW_GAP / 2.0 +
           LINE_HEIGHT * ((double)platform - 0.5);
}

struct extent {
    double low, high;
};

static struct extent write_data(const struct overhead *overhead, struct strbuf *script)
{
    struct extent extent = {1, 1};
    for (size_t p = 1; p < overhead->platform_count; p++) {
        strbuf_printf(script, "$platform%zu << EOD\nNaN NaN NaN NaN NaN\n", p);
        for (size_t i = 0; i < overhead->load_count; i++)
            for (size_t k = 0; k < overhead->loads[i].arm_count; k++) {
                const struct overhead_curve *curve = curve_of(&overhead->loads[i], k);
                if (!curve || overhead->loads[i].arms[k].platform != p)
                    continue;
                struct estimate first = figure_cut(&curve->cells[0].ratio);
                double last = curve->cells[curve->cell_count - 1].ratio.value;
                strbuf_printf(script, "%g", line_at(overhead, i, p));
                figure_number(script, first.value);
                figure_number(script, last);
                figure_number(script, first.low);
                figure_number(script, first.high);
                strbuf_add(script, "\n");
                extent.low = fmin(extent.low, fmin(fmin(first.value, last), first.low));
                extent.high = fmax(extent.high, fmax(fmax(first.value, last), first.high));
            }
        strbuf_add(script, "EOD\n");
    }
    return extent;
}

// 1, 2, 5 times powers of ten, as axis_log_y has them, on the other axis.
static void write_axis(const struct extent *extent, struct strbuf *script)
{
    double low = extent->low / 1.3, high = extent->high * 1.3;
    bool is_wide = log10(high / low) > 2.5, is_first = true;
    char label[AXIS_LABEL_SIZE];
    strbuf_printf(script, "set logscale x\nset xrange [%.17g:%.17g]\nset xtics (", low, high);
    for (int power = (int)floor(log10(low)); power <= (int)ceil(log10(high)); power++)
        for (int digit = 1; digit <= (is_wide ? 1 : 5); digit += digit == 2 ? 3 : 1) {
            double at = digit * pow(10, power);
            if (at < low || at > high)
                continue;
            strbuf_printf(script, "%s'%s' %.17g", is_first ? "" : ", ",
                          axis_label(label, QUANTITY_TIMES, at), at);
            is_first = false;
        }
    strbuf_add(script, ")\n");
}

static void write_rows(const struct overhead *overhead, struct strbuf *script)
{
    double height = row_height(overhead);
    strbuf_printf(script, "set yrange [%g:0]\nset ytics (", height * (double)overhead->load_count);
    for (size_t i = 0; i < overhead->load_count; i++) {
        strbuf_add(script, i ? ", " : "");
        gnuplot_quote(script, overhead->loads[i].name);
        strbuf_printf(script, " %g", height * ((double)i + 0.5));
    }
    strbuf_add(script, ")\nset ytics tc rgb ");
    svg_add_colour(script, SVG_INK_TEXT);
    strbuf_add(script, "\nset grid xtics noytics back lt 1 lw 0.9 dt solid lc rgb ");
    svg_add_colour(script, SVG_INK_GRID);
    strbuf_add(script, "\n");
}

static void write_native(struct strbuf *script)
{
    strbuf_add(script, "set arrow from first 1,graph 0 to first 1,graph 1 nohead back lw 1.1 "
                       "dt (6,4) lc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\nset label 'native' at first 1,graph 1 center offset 0,0.6 tc rgb ");
    svg_add_colour(script, SVG_INK_AXIS);
    strbuf_add(script, "\n");
}

// The way from the fewest guests to the most, the interval at the fewest, and both ends.
static void plot_platform(size_t platform, struct strbuf *script)
{
    static const char *const parts[] = {
        "using 4:1:($5-$4):(0) with vectors nohead lw 5",
        "using 2:1:($3-$2):(0) with vectors nohead lw 1.6",
        "using 2:1 with points pt 7 ps 0.9",
        "using 3:1 with points pt 7 ps 0.75",
    };
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        strbuf_printf(script, "%s  $platform%zu %s lc rgb ",
                      platform == 1 && p == 0 ? "" : ", \\\n", platform, parts[p]);
        if (p == 0)
            svg_add_colour(script, SVG_INK_GRID);
        else
            svg_add_colour(script, overhead_ink(platform));
        strbuf_add(script, " notitle");
        if (p != 2)
            continue;
        strbuf_printf(script, ", \\\n  $platform%zu using 2:1 with points pt 7 ps 0.5 lc rgb ",
                      platform);
        svg_add_colour(script, SVG_INK_PAPER); // hollow
        strbuf_add(script, " notitle");
    }
}

void overhead_loads_script(const struct overhead *overhead, struct strbuf *script)
{
    figure_style("overhead", OVERHEAD_LOADS_WIDTH, overhead_loads_height(overhead), "", script);
    struct extent extent = write_data(overhead, script);
    write_axis(&extent, script);
    write_rows(overhead, script);
    strbuf_add(script, "set xlabel 'times native'\nset border 1\nset lmargin 17\n");
    write_native(script);
    strbuf_add(script, "plot \\\n");
    for (size_t p = 1; p < overhead->platform_count; p++)
        plot_platform(p, script);
    strbuf_add(script, "\n");
}
