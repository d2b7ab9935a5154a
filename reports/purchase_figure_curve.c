// SPDX-License-Identifier: GPL-3.0-or-later
// One measured curve: total throughput over guests, the law that was chosen with its band, and how
// many guests hold.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/curve/curve.h"
#include "reports/axis.h"
#include "reports/figure_parts.h"
#include "reports/purchase_figure.h"

enum { LINE_POINTS = 60, BAND_REPLICATES = 400, BAND_SEED = 1 };

bool purchase_curve_is_drawable(const struct density_curve *curve)
{
    for (size_t i = 0; i < curve->point_count; i++)
        if (curve->points[i].total_hz.value > 0)
            return curve->point_count > 1;
    return false;
}

static double write_points(const struct density_curve *curve, struct strbuf *script)
{
    double highest = 0;
    strbuf_add(script, "$points << EOD\n");
    for (size_t i = 0; i < curve->point_count; i++) {
        struct estimate total = figure_cut(&curve->points[i].total_hz);
        strbuf_printf(script, "%" PRIu32, curve->points[i].guests);
        figure_number(script, total.value);
        figure_number(script, total.low);
        figure_number(script, total.high);
        strbuf_add(script, "\n");
        highest = fmax(highest, fmax(total.value, total.high)); // NAN gives way
    }
    strbuf_add(script, "EOD\n");
    return highest;
}

// The law over what was measured and no further.
static void write_law(const struct density_curve *curve, const struct law_band *band,
                      struct strbuf *script)
{
    const struct law_fit *fit = &curve->throughput.fits[curve->throughput.best];
    double least = curve->points[0].guests, most = curve->points[curve->point_count - 1].guests;
    strbuf_add(script, "$law << EOD\n");
    for (int i = 0; i <= LINE_POINTS; i++) {
        double load = least + (most - least) * i / LINE_POINTS;
        struct estimate at = band ? law_band_at(band, load) : (struct estimate){NAN, NAN, NAN};
        strbuf_printf(script, "%.17g", load);
        figure_number(script, law_at(fit, load));
        figure_number(script, at.low);
        figure_number(script, at.high);
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

static struct law_band *band_of(const struct density_curve *curve)
{
    scope_free struct law_point *points = alloc_zeroed(curve->point_count, sizeof *points);
    size_t count = 0;
    for (size_t i = 0; i < curve->point_count; i++) {
        const struct estimate *total = &curve->points[i].total_hz;
        if (isfinite(total->value))
            points[count++] = (struct law_point){
                .load = curve->points[i].guests,
                .throughput = total->value,
                .error = (total->high - total->low) / (2 * 1.96),
            };
    }
    return law_band_new(points, count, BAND_REPLICATES, BAND_SEED);
}

// How many hold, and its interval as a wash behind the curve.
static void mark_guests(const struct density_curve *curve, double most, struct strbuf *script)
{
    const struct uncertain *guests = &curve->guests;
    if (!isfinite(guests->value))
        return;
    if (guests->high > guests->low) {
        strbuf_printf(script,
                      "set object rectangle from %.17g,graph 0 to %.17g,graph 1 behind fs solid "
                      "0.12 noborder fc rgb ",
                      guests->low, fmin(guests->high, most));
        svg_add_colour(script, SVG_INK_SECOND);
        strbuf_add(script, "\n");
    }
    strbuf_printf(script,
                  "set arrow from %.17g,graph 0 to %.17g,graph 1 nohead back lw 1.2 dt (3,4) lc "
                  "rgb ",
                  guests->value, guests->value);
    svg_add_colour(script, SVG_INK_SECOND);
    strbuf_printf(script,
                  "\nset label '%s%.3g hold%s' at %.17g,graph 0.06 %s offset character %s,0 "
                  "front tc rgb ",
                  curve->is_at_least ? "at least " : "", guests->value,
                  guests->value == 1 ? "s" : "", guests->value,
                  guests->value > most / 2 ? "right" : "left",
                  guests->value > most / 2 ? "-0.6" : "0.6");
    svg_add_colour(script, SVG_INK_TEXT);
    strbuf_add(script, "\n");
}

static void plot_curve(bool has_law, struct strbuf *script)
{
    strbuf_add(script, "plot \\\n");
    if (has_law) {
        strbuf_add(script, "  $law using 1:3:4 with filledcurves fs solid 0.13 noborder lc rgb ");
        svg_add_colour(script, SVG_INK_FIRST);
        strbuf_add(script, " notitle, \\\n  $law using 1:2 with lines lw 1.6 lc rgb ");
        svg_add_colour(script, SVG_INK_FIRST);
        strbuf_add(script, " notitle, \\\n");
    }
    strbuf_add(script, "  $points using 1:3:(0):($4-$3) with vectors nohead lw 1.3 lc rgb ");
    svg_add_colour(script, SVG_INK_TEXT);
    strbuf_add(script, " notitle, \\\n  $points using 1:2 with points pt 7 ps 0.7 lc rgb ");
    svg_add_colour(script, SVG_INK_TEXT);
    strbuf_add(script, " notitle\n");
}

void purchase_curve_script(const struct density_curve *curve, struct strbuf *script)
{
    double most = fmax(curve->points[curve->point_count - 1].guests, curve->guests.value) * 1.08;
    bool has_law = curve->throughput.is_fitted;
    figure_style("throughput", PURCHASE_CURVE_WIDTH, PURCHASE_CURVE_HEIGHT,
                 "operations a second, all guests", script);
    double high = write_points(curve, script);
    struct law_band *band = has_law ? band_of(curve) : NULL;
    if (has_law)
        write_law(curve, band, script);
    law_band_free(band);
    axis_linear_x(script, QUANTITY_NUMBER, 0, most);
    axis_linear_y(script, QUANTITY_RATE, high * 1.15);
    mark_guests(curve, most, script);
    plot_curve(has_law, script);
}
