// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest of the best option costs, and how fast it is, with hosts packed as the measured
// steps were.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/axis.h"
#include "reports/purchase_figure.h"
#include "reports/purchase_say.h"
#include "reports/purchase_scatter.h"

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
                         struct purchase_extent *ret_speed, struct purchase_extent *ret_cost,
                         struct strbuf *script)
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
        purchase_extend(ret_speed, speed);
        purchase_extend(ret_cost, cost);
    }
    strbuf_add(script, "EOD\n");
}

static void name_points(const struct purchase *purchase, const struct density_curve *curve,
                        const struct purchase_extent *speed, struct strbuf *script)
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
        purchase_scatter_label(script, text, x,
                               outcome->guest_month * purchase_cost_ratio(outcome, guests),
                               x > (speed->low + speed->high) / 2, 0.5, SVG_INK_AXIS);
        last = guests;
    }
}

static void performance_script(const struct purchase *purchase, struct strbuf *script)
{
    const struct density_curve *curve = curve_of_best(purchase);
    struct purchase_extent speed = {INFINITY, -INFINITY}, cost = {INFINITY, -INFINITY};
    scope_free char *quantity = alloc_printf("%s a guest and month", purchase->plan->currency);
    purchase_scatter_style(script, "performance", quantity, "operations a second, one guest");
    write_points(purchase, curve, &speed, &cost, script);
    axis_linear_x(script, QUANTITY_NUMBER, 0, speed.high * 1.12);
    purchase_scatter_money(script, &cost);
    name_points(purchase, curve, &speed, script);
    purchase_scatter_plot(script, "$points using 1:2 with lines lw 1.2", SVG_INK_AXIS, true);
    purchase_scatter_plot(script, "$points using 1:($3 == 1 ? $2 : NaN) with points pt 7 ps 0.9",
                          SVG_INK_FIRST, false);
    purchase_scatter_plot(script,
                          "$points using 1:($3 == 0 ? $2 : NaN) with points pt 6 ps 0.9 lw 1.5",
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
    .width = PURCHASE_SCATTER_WIDTH,
    .is_drawable = has_performance,
    .height = purchase_scatter_height,
    .script = performance_script,
};
