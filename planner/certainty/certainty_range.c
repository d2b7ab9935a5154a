// SPDX-License-Identifier: GPL-3.0-or-later
// Ranges by unit. Knows no costs.
#include "planner/certainty/certainty_range.h"

#include <math.h>

// Prices are offers: further than half or twice they are other products. What else there is may be
// wrong by more.
static const double PRICE_FACTOR = 2, OTHER_FACTOR = 4;
static const double CHANGE_REACH = 0.25; // a year, up and down
static const double COUNT_REACH = 4;     // and the same again

static void set_ratio(struct certainty_range *range, double factor)
{
    range->is_ratio = true;
    range->least = range->now / factor;
    range->most = range->now * factor;
}

static void set_change(struct certainty_range *range)
{
    range->least = range->now - CHANGE_REACH;
    range->most = range->now + CHANGE_REACH;
}

static void set_whole(struct certainty_range *range)
{
    range->is_whole = true;
    range->least = 0;
    range->most = 2 * range->now + COUNT_REACH;
}

static void clamp(struct certainty_range *range, double least, double most)
{
    range->least = fmax(range->least, least);
    range->most = fmin(range->most, most);
}

static bool assumption_range(enum assumption which, struct certainty_range *range)
{
    const struct assumption_record *record = &assumption_table[which];

    range->unit = record->unit;
    if (record->unit == ASSUMPTION_COUNT)
        set_whole(range);
    else if (record->unit == ASSUMPTION_CHANGE ||
             (record->unit == ASSUMPTION_SHARE && range->now == 0))
        set_change(range);
    else
        set_ratio(range, OTHER_FACTOR);
    clamp(range, record->least, record->most);
    // A group of 0 hosts is one without a limit: not next to a group of 1.
    if (which == ASSUME_GROUP)
        clamp(range, 1, record->most);
    return range->is_ratio || which == ASSUME_GROUP ? range->now > 0 : true;
}

bool certainty_range_of(const struct certainty_input *input, struct certainty_range *ret_range)
{
    struct certainty_range range = {.now = input->number->value};
    bool is_some = true;

    switch (input->kind) {
    case INPUT_ASSUMPTION:
        is_some = assumption_range((enum assumption)input->first, &range);
        break;
    case INPUT_COUNT:
        range.unit = ASSUMPTION_COUNT;
        set_ratio(&range, OTHER_FACTOR);
        range.is_whole = true;
        is_some = range.now > 0;
        break;
    case INPUT_GROWTH:
        range.unit = ASSUMPTION_CHANGE;
        set_change(&range);
        clamp(&range, -0.9, INFINITY);
        break;
    case INPUT_LICENCE:
    case INPUT_PRICE:
        range.unit = ASSUMPTION_MONEY;
        set_ratio(&range, input->kind == INPUT_PRICE ? PRICE_FACTOR : OTHER_FACTOR);
        is_some = range.now > 0;
        break;
    default:
        is_some = false;
    }
    if (is_some)
        *ret_range = range;
    return is_some;
}

// Toward the end, never toward now, so that rounding cannot stand still.
static double whole_between(const struct certainty_range *range, double value)
{
    return !range->is_whole ? value : value > range->now ? floor(value) : ceil(value);
}

double certainty_range_step(const struct certainty_range *range, bool is_above, unsigned step)
{
    double end = is_above ? range->most : range->least, part = (double)step / RANGE_STEPS;

    if (step == RANGE_STEPS)
        return whole_between(range, end);
    if (range->is_ratio && end > 0)
        return whole_between(range, range->now * pow(end / range->now, part));
    return whole_between(range, range->now + (end - range->now) * part);
}

double certainty_range_middle(const struct certainty_range *range, double one, double other)
{
    if (range->is_whole)
        return floor((one + other) / 2);
    return range->is_ratio && one > 0 && other > 0 ? sqrt(one * other) : (one + other) / 2;
}

bool certainty_range_is_narrow(const struct certainty_range *range, double one, double other)
{
    if (range->is_whole)
        return fabs(one - other) <= 1;
    return fabs(one - other) <= 1e-6 * fmax(fabs(one), fabs(other));
}

double certainty_range_distance(const struct certainty_range *range, double value, double years)
{
    if (range->unit == ASSUMPTION_CHANGE)
        return years * fabs(log1p(value) - log1p(range->now));
    if (range->now > 0 && value > 0)
        return fabs(log(value / range->now));
    return fabs(log1p(value) - log1p(range->now));
}
