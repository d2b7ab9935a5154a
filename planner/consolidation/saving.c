// SPDX-License-Identifier: GPL-3.0-or-later
// The replayed hours stand for the year: kWh in proportion to time.
#include "planner/consolidation/saving.h"

#include <math.h>

#include "planner/estate/estate.h"
#include "planner/request/request.h"
#include "planner/risk/risk.h"

static const double HOURS_A_YEAR = 8760;

static struct uncertain kwh_of(const struct risk *before, const struct risk *after)
{
    double kwh = (before->kwh - after->kwh) / before->hours * HOURS_A_YEAR;
    return isfinite(kwh) ? uncertain_exact(kwh, ORIGIN_SCALED) : uncertain_absent();
}

// The product of prices is positive, and so is taken first: a saving may be negative.
static struct uncertain money_of(const struct uncertain *kwh, const struct request *request)
{
    struct uncertain price = uncertain_product(&request->energy_price, &request->pue);
    if (isnan(kwh->value) || isnan(price.value))
        return uncertain_absent();
    double ends[] = {kwh->value * price.low, kwh->value * price.high};
    return (struct uncertain){kwh->value * price.value, fmin(ends[0], ends[1]),
                              fmax(ends[0], ends[1]), price.origin};
}

static struct uncertain hosts_of(const struct estate *estate, const bool *was_on, const bool *is_on)
{
    double money = 0;
    for (size_t h = 0; h < estate->host_count; h++)
        if (was_on[h] != is_on[h])
            money += was_on[h] ? estate->hosts[h].cost_year : -estate->hosts[h].cost_year;
    return isnan(money) ? uncertain_absent() : uncertain_exact(money, ORIGIN_STATED);
}

struct saving saving_of(const struct estate *estate, const struct request *request,
                        const bool *was_on, const bool *is_on, const struct risk *before,
                        const struct risk *after)
{
    struct uncertain kwh = kwh_of(before, after);
    return (struct saving){
        .hosts = (double)before->hosts_on - (double)after->hosts_on,
        .kwh = kwh,
        .energy_money = money_of(&kwh, request),
        .host_money = hosts_of(estate, was_on, is_on),
    };
}
