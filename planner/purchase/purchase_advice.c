// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the tornado from its longest bar down, behind what has no bar since nothing was seen to
// fail.
#include "planner/purchase/purchase_advice.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"
#include "planner/curve/curve_next.h"
#include "planner/purchase/purchase_class.h"

enum { ADVICE_MOST = 5 };
// A bar shorter than this part of the cost changes no decision.
static const double WORTH_RATIO = 0.005;

static bool is_said(const struct purchase *purchase, const char *reduce)
{
    for (size_t i = 0; i < purchase->advice_count; i++)
        if (strstr(purchase->advice[i], reduce))
            return true;
    return false;
}

// "moves the cost by 1,200 EUR". Where an end of its interval leaves no cost, that is what matters.
static char *effect_of(double width, const char *currency)
{
    char money[MONEY_TEXT_SIZE];
    if (isnan(width))
        return alloc_copy("decides whether such hosts will do at all");
    return alloc_printf("moves the cost by %s %s", money_round(money, width), currency);
}

static void add(struct purchase *purchase, const struct tornado_bar *bar, double width)
{
    scope_free char *effect = effect_of(width, purchase->plan->currency);
    purchase->advice =
        alloc_resized(purchase->advice, purchase->advice_count + 1, sizeof *purchase->advice);
    purchase->advice[purchase->advice_count++] =
        alloc_printf("%s (%s) %s: %s", bar->what, origin_name(bar->origin), effect, bar->reduce);
}

static void add_ladder(struct purchase *purchase, size_t class, const struct density_curve *curve)
{
    const uint32_t most = curve->measured_most;
    scope_free char *command = curve_next_command(&curve->run, &curve->scenario, 1,
                                                  most < UINT32_MAX / 2 ? 2 * most : most);
    purchase->advice =
        alloc_resized(purchase->advice, purchase->advice_count + 1, sizeof *purchase->advice);
    purchase->advice[purchase->advice_count++] =
        alloc_printf("%s: guests a host (measured) may be more than the %" PRIu32
                     " that were measured, and the cost less: a ladder that goes on until it "
                     "fails: %s",
                     purchase->plan->demand.list[class].name, most, command);
}

// What held to the last has no interval and so no bar, yet nobody knows how far it goes on.
static void add_ladders(struct purchase *purchase)
{
    const struct host_option *best = &purchase->options.list[purchase->choices[0].option];
    if (purchase->choices[0].outcome.binding != RESOURCE_CPU)
        return;
    for (size_t c = 0; c < best->basis->class_count && purchase->advice_count < ADVICE_MOST; c++)
        if (best->basis->classes[c].curve && purchase_class_is_at_least(purchase, c))
            add_ladder(purchase, c, best->basis->classes[c].curve);
}

void purchase_add_advice(struct purchase *purchase)
{
    const struct certainty *certainty = &purchase->certainty;
    if (!purchase_is_possible(purchase))
        return;
    add_ladders(purchase);
    double cost = purchase->choices[0].outcome.net_present_cost;
    for (size_t i = 0; i < certainty->bar_count && purchase->advice_count < ADVICE_MOST; i++) {
        const struct tornado_bar *bar = &certainty->bars[i];
        double width = fabs(bar->high_cost - bar->low_cost);
        bool is_worth = isnan(width) || width > WORTH_RATIO * cost;
        if (bar->reduce && is_worth && !is_said(purchase, bar->reduce))
            add(purchase, bar, width);
    }
}
