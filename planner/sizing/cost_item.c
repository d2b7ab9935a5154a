// SPDX-License-Identifier: GPL-3.0-or-later
// The table of cost items, present values and cents.
#include "planner/sizing/cost_item.h"

#include <math.h>

const char *cost_item_name(enum cost_item item)
{
    static const char *const names[] = {
#define X(item, word, when, what) [COST_##item] = word,
        COST_ITEMS(X)
#undef X
    };
    return names[item];
}

double cost_item_worth(const double amounts[COST_ITEM_COUNT], double start_factor,
                       double end_factor)
{
    const double due[] = {[COST_DUE_START] = start_factor, [COST_DUE_END] = end_factor};
    double sum = 0;
#define X(item, word, when, what) sum += amounts[COST_##item] * due[COST_DUE_##when];
    COST_ITEMS(X)
#undef X
    return sum;
}

double cost_item_present(const double amounts[COST_ITEM_COUNT], uint32_t year, double rate)
{
    double factor = 1;
    for (uint32_t y = 1; y < year; y++)
        factor /= 1 + rate;
    return cost_item_worth(amounts, factor, factor / (1 + rate));
}

double cost_item_cents(double amount)
{
    // A product that is half a cent on paper may be a hair less in binary.
    const double hair = 1e-6;
    return round(amount * 100 + copysign(hair, amount)) / 100;
}
