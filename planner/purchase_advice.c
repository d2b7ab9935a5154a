// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the tornado from its longest bar down.
#include "planner/purchase_advice.h"

#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/money.h"
#include "common/base/scope.h"

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

void purchase_add_advice(struct purchase *purchase)
{
    const struct certainty *certainty = &purchase->certainty;
    if (!purchase_is_possible(purchase))
        return;
    double cost = purchase->choices[0].outcome.net_present_cost;
    for (size_t i = 0; i < certainty->bar_count && purchase->advice_count < ADVICE_MOST; i++) {
        const struct tornado_bar *bar = &certainty->bars[i];
        double width = fabs(bar->high_cost - bar->low_cost);
        bool is_worth = isnan(width) || width > WORTH_RATIO * cost;
        if (bar->reduce && is_worth && !is_said(purchase, bar->reduce))
            add(purchase, bar, width);
    }
}
