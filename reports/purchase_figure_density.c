// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest costs over how many of them share a host: every option a point, and what the best
// one would cost at other densities; beside it, what the best one's guests get at each.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/figure_parts.h"
#include "reports/gnuplot.h"
#include "reports/purchase_figure.h"
#include "reports/purchase_say.h"
#include "reports/utf8.h"

enum { WIDTH = 440, HEIGHT = 340, LINE_POINTS = 60, LABEL_COLUMNS = 24, EMULATED = 9 };

struct extent {
    double low, high;
};

static void extend(struct extent *extent, double value)
{
    extent->low = fmin(extent->low, value); // NAN gives way
    extent->high = fmax(extent->high, value);
}

static unsigned height(const struct purchase *purchase)
{
    (void)purchase;
    return HEIGHT;
}

// Money from the lowest to the highest: linear from 0, logarithmic where they are far apart.
static void set_money_axis(struct strbuf *script, const struct extent *extent)
{
    if (extent->high > 10 * extent->low && extent->low > 0)
        axis_log_y(script, QUANTITY_NUMBER, extent->low / 1.5, extent->high * 1.5);
    else
        axis_linear_y(script, QUANTITY_NUMBER, extent->high * 1.15);
}

static void add_style(struct strbuf *script, const char *name, const char *quantity,
                      const char *across)
{
    figure_style(name, WIDTH, HEIGHT, quantity, script);
    strbuf_printf(script, "set xlabel '%s'\n", across);
}

static void plot(struct strbuf *script, const char *what, enum svg_ink ink, bool first)
{
    strbuf_printf(script, "%s  %s lc rgb ", first ? "plot \\\n" : ", \\\n", what);
    svg_add_colour(script, ink);
    strbuf_add(script, " notitle");
}

// A label beside a point, on the side that has room.
static void add_label(struct strbuf *script, const char *text, double x, double y, bool to_left,
                      double lines, enum svg_ink ink)
{
    scope_free char *cut = utf8_cut(text, LABEL_COLUMNS);
    strbuf_add(script, "set label ");
    gnuplot_quote(script, cut);
    strbuf_printf(script, " at %.17g,%.17g %s offset character %s,%g front tc rgb ", x, y,
                  to_left ? "right" : "left", to_left ? "-1" : "1", lines);
    svg_add_colour(script, ink);
    strbuf_add(script, "\n");
}

// --- every option a point -----------------------------------------------------------------------

// Where the curve of an option is from, as the figure marks it.
static int origin_number(const struct purchase *purchase, size_t option)
{
    const struct host_option *chosen = purchase_option(purchase, option);
    if (chosen->basis->emulated)
        return EMULATED;
    return *chosen->basis->platform ? (int)chosen->capacity.origin : (int)ORIGIN_GUESSED;
}

static struct extent write_options(const struct purchase *purchase, struct extent *ret_guests,
                                   struct strbuf *script)
{
    struct extent cost = {INFINITY, -INFINITY};
    strbuf_add(script, "$options << EOD\n");
    for (size_t i = 0; i < purchase_possible_count(purchase); i++) {
        const struct purchase_choice *choice = &purchase->choices[i];
        const struct option_certainty *certainty = purchase_certainty(purchase, choice->option);
        struct estimate month = {choice->outcome.guest_month, NAN, NAN};
        if (certainty)
            month.low = certainty->guest_month.low, month.high = certainty->guest_month.high;
        strbuf_printf(script, "%.17g %d", choice->outcome.guests_a_host,
                      origin_number(purchase, choice->option));
        month = figure_cut(&month);
        figure_number(script, month.value);
        figure_number(script, month.low);
        figure_number(script, month.high);
        strbuf_add(script, "\n");
        extend(ret_guests, choice->outcome.guests_a_host);
        extend(&cost, month.value);
        extend(&cost, month.low);
        extend(&cost, month.high);
    }
    strbuf_add(script, "EOD\n");
    return cost;
}

// The best option at other densities: half as many guests a host up to half as many more.
static void write_line(const struct purchase *purchase, double high, struct strbuf *script)
{
    const struct outcome *best = &purchase_best(purchase)->outcome;
    strbuf_add(script, "$line << EOD\n");
    for (int i = 0; i <= LINE_POINTS; i++) {
        double guests = best->guests_a_host * (0.5 + i / (double)LINE_POINTS);
        if (guests < 1 || guests > high)
            continue;
        strbuf_printf(script, "%.17g", guests);
        figure_number(script, best->guest_month * purchase_cost_ratio(best, guests));
        strbuf_add(script, "\n");
    }
    strbuf_add(script, "EOD\n");
}

// Where a name stands: above the interval of its point, or below.
static void name_option(const struct purchase *purchase, size_t rank, bool above,
                        struct strbuf *script)
{
    const struct purchase_choice *choice = &purchase->choices[rank];
    const struct option_certainty *certainty = purchase_certainty(purchase, choice->option);
    struct estimate month = {choice->outcome.guest_month, NAN, NAN};
    if (certainty)
        month = figure_cut(&certainty->guest_month);
    double end = above ? month.high : month.low;
    scope_free char *name = purchase_short_name(purchase, choice->option);
    scope_free char *cut = utf8_cut(name, LABEL_COLUMNS);
    strbuf_add(script, "set label ");
    gnuplot_quote(script, cut);
    strbuf_printf(script, " at %.17g,%.17g center offset 0,%g front tc rgb ",
                  choice->outcome.guests_a_host, isfinite(end) ? end : month.value,
                  (above ? 0.7 : -0.8) * (isfinite(end) ? 1 : 1.4));
    svg_add_colour(script, rank == 0 ? SVG_INK_TEXT : SVG_INK_AXIS);
    strbuf_add(script, "\n");
}

static bool touches(const struct purchase *purchase, size_t one, size_t other, double room)
{
    return fabs(purchase->choices[one].outcome.guests_a_host -
                purchase->choices[other].outcome.guests_a_host) < room;
}

// The best below its point, the second above; a third where there is room.
static void name_options(const struct purchase *purchase, double high, struct strbuf *script)
{
    size_t count = purchase_possible_count(purchase);
    double room = high / 4;
    name_option(purchase, 0, false, script);
    if (count > 1)
        name_option(purchase, 1, true, script);
    if (count > 2 && !touches(purchase, 0, 2, room))
        name_option(purchase, 2, false, script);
    else if (count > 2 && !touches(purchase, 1, 2, room))
        name_option(purchase, 2, true, script);
}

static void density_script(const struct purchase *purchase, struct strbuf *script)
{
    struct extent guests = {INFINITY, -INFINITY};
    scope_free char *quantity = alloc_printf("%s a guest and month", purchase->plan->currency);
    add_style(script, "density", quantity, "guests a host");
    struct extent cost = write_options(purchase, &guests, script);
    double high = guests.high * 1.12 + 1;
    write_line(purchase, high, script);
    axis_linear_x(script, QUANTITY_NUMBER, 0, high);
    set_money_axis(script, &cost);
    name_options(purchase, high, script);
    plot(script, "$line using 1:2 with lines lw 1.2 dt (6,4)", SVG_INK_AXIS, true);
    plot(script, "$options using 1:4:(0):($5-$4) with vectors nohead lw 1.2", SVG_INK_GRID, false);
    plot(script, "$options every ::0::0 using 1:4:(0):($5-$4) with vectors nohead lw 1.4",
         SVG_INK_AXIS, false);
    plot(script, "$options using 1:($2 == 0 ? $3 : NaN) with points pt 7 ps 0.9", SVG_INK_FIRST,
         false);
    plot(script, "$options using 1:($2 == 1 ? $3 : NaN) with points pt 9 ps 1.0", SVG_INK_SECOND,
         false);
    plot(script, "$options using 1:($2 == 2 || $2 == 3 ? $3 : NaN) with points pt 12 ps 1.0 lw 1.5",
         SVG_INK_THIRD, false);
    plot(script, "$options using 1:($2 == 9 ? $3 : NaN) with points pt 2 ps 1.0 lw 1.5",
         SVG_INK_AXIS, false);
    plot(script, "$options every ::0::0 using 1:3 with points pt 6 ps 1.7 lw 1.5", SVG_INK_TEXT,
         false);
    strbuf_add(script, "\n");
}

static bool has_options(const struct purchase *purchase)
{
    const struct purchase_choice *best = purchase_best(purchase);
    return best && best->outcome.guest_month > 0 && best->outcome.guests_a_host > 0;
}

const struct purchase_figure purchase_figure_density = {
    .name = "density",
    .title = "Density against the cost of a guest",
    .caption = "Every option a point, with its 95 % interval: discs were measured on such a host, "
               "triangles are scaled from another, diamonds are guessed, crosses rest on emulated "
               "guests. The ring is the cheapest; dashed, what it would cost with more or fewer "
               "guests a host, as if all cost went "
               "with the hosts.",
    .width = WIDTH,
    .is_drawable = has_options,
    .height = height,
    .script = density_script,
};

// --- cost over density and performance ----------------------------------------------------------

// The curve that the best option's largest measured class stands on; NULL without one.
static const struct density_curve *curve_of_best(const struct purchase *purchase)
{
    const struct capacity_basis *basis =
        purchase_option(purchase, purchase_best(purchase)->option)->basis;
    const struct demand *demand = &purchase->plan->demand;
    const struct density_curve *found = NULL;
    double most = 0;
    for (size_t c = 0; c < demand->count; c++)
        for (size_t i = 0; demand->list[c].run && i < purchase->curves.count; i++) {
            const struct density_curve *curve = &purchase->curves.list[i];
            if (curve->word && strcmp(curve->word, demand->list[c].run) == 0 &&
                strcmp(curve->run.platform, basis->platform) == 0 && curve->point_count > 1 &&
                curve->guests.value > 0 && demand->list[c].count.value > most) {
                most = demand->list[c].count.value;
                found = curve;
            }
        }
    return found;
}

// Guests on a host of the best option when every class is packed as densely as at this point,
// within what memory and the others hold.
static double guests_at(const struct outcome *outcome, const struct density_curve *curve,
                        const struct curve_point *point)
{
    double guests = outcome->limits[RESOURCE_CPU] * point->guests / curve->guests.value;
    for (enum resource r = 0; r < RESOURCE_COUNT; r++)
        if (r != RESOURCE_CPU)
            guests = fmin(guests, outcome->limits[r]);
    return fmax(1, floor(guests + 1e-9));
}

static void write_points(const struct purchase *purchase, const struct density_curve *curve,
                         struct extent *ret_speed, struct extent *ret_cost, struct strbuf *script)
{
    const struct outcome *outcome = &purchase_best(purchase)->outcome;
    strbuf_add(script, "$points << EOD\n");
    for (size_t i = 0; i < curve->point_count; i++) {
        const struct curve_point *point = &curve->points[i];
        double guests = guests_at(outcome, curve, point);
        double cost = outcome->guest_month * purchase_cost_ratio(outcome, guests);
        double speed = point->total_hz.value / point->guests;
        bool holds = point->guests <= curve->guests.value * (1 + 1e-9);
        strbuf_printf(script, "%.17g %.17g %d\n", speed, cost, holds);
        extend(ret_speed, speed);
        extend(ret_cost, cost);
    }
    strbuf_add(script, "EOD\n");
}

static void name_points(const struct purchase *purchase, const struct density_curve *curve,
                        const struct extent *speed, struct strbuf *script)
{
    const struct outcome *outcome = &purchase_best(purchase)->outcome;
    double last = -1;
    for (size_t i = 0; i < curve->point_count; i++) {
        const struct curve_point *point = &curve->points[i];
        double guests = guests_at(outcome, curve, point);
        double x = point->total_hz.value / point->guests;
        if (guests < 1.2 * last) // labels would touch
            continue;
        scope_free char *text = alloc_printf("%.0f", guests);
        add_label(script, text, x, outcome->guest_month * purchase_cost_ratio(outcome, guests),
                  x > (speed->low + speed->high) / 2, 0.5, SVG_INK_AXIS);
        last = guests;
    }
}

static void performance_script(const struct purchase *purchase, struct strbuf *script)
{
    const struct density_curve *curve = curve_of_best(purchase);
    struct extent speed = {INFINITY, -INFINITY}, cost = {INFINITY, -INFINITY};
    scope_free char *quantity = alloc_printf("%s a guest and month", purchase->plan->currency);
    add_style(script, "performance", quantity, "operations a second, one guest");
    write_points(purchase, curve, &speed, &cost, script);
    axis_linear_x(script, QUANTITY_NUMBER, 0, speed.high * 1.12);
    set_money_axis(script, &cost);
    name_points(purchase, curve, &speed, script);
    plot(script, "$points using 1:2 with lines lw 1.2", SVG_INK_AXIS, true);
    plot(script, "$points using 1:($3 == 1 ? $2 : NaN) with points pt 7 ps 0.9", SVG_INK_FIRST,
         false);
    plot(script, "$points using 1:($3 == 0 ? $2 : NaN) with points pt 6 ps 0.9 lw 1.5",
         SVG_INK_SECOND, false);
    strbuf_add(script, "\n");
}

static bool has_performance(const struct purchase *purchase)
{
    const struct purchase_choice *best = purchase_best(purchase);
    return best && best->outcome.guest_month > 0 && isfinite(best->outcome.limits[RESOURCE_CPU]) &&
           curve_of_best(purchase) != NULL;
}

const struct purchase_figure purchase_figure_performance = {
    .name = "performance",
    .title = "Cost over density and performance",
    .caption = "The best option with its hosts packed as the measured steps were. To the right "
               "guests are faster, upwards they cost more; the figures are guests a host. Discs "
               "keep the service level, rings break it.",
    .width = WIDTH,
    .is_drawable = has_performance,
    .height = height,
    .script = performance_script,
};
