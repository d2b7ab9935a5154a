// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>

#include <criterion/criterion.h>

#include "planner/consolidation/saving.h"
#include "planner/estate/estate.h"
#include "planner/request/request.h"
#include "planner/risk/risk.h"

static struct estate estate;
static struct request request;

static void make(void)
{
    static const char *const names[] = {"h1", "h2", "h3"};
    estate_init(&estate);
    request_init(&request);
    for (int i = 0; i < 3; i++)
        estate_add_host(&estate, names[i])->cost_year = 1000 * (i + 1);
    request.energy_price = (struct uncertain){0.25, 0.20, 0.40, ORIGIN_STATED};
    request.pue = uncertain_exact(1.5, ORIGIN_STATED);
}

static void clean(void)
{
    estate_done(&estate);
    request_done(&request);
}

TestSuite(planner_saving, .init = make, .fini = clean);

static const bool all_on[] = {true, true, true};
static const bool one_off[] = {true, false, true};

static struct saving saving(double kwh_before, double kwh_after, const bool *before,
                            const bool *after)
{
    struct risk was = {.hours = 24, .hosts_on = 3, .kwh = kwh_before};
    struct risk is = {.hours = 24, .hosts_on = 2, .kwh = kwh_after};
    return saving_of(&estate, &request, before, after, &was, &is);
}

Test(planner_saving, a_day_stands_for_the_year)
{
    struct saving saved = saving(12, 10, all_on, one_off);
    cr_expect_eq(saved.hosts, 1);
    cr_expect_float_eq(saved.kwh.value, 730, 1e-9);
    cr_expect_float_eq(saved.energy_money.value, 730 * 0.25 * 1.5, 1e-9);
    cr_expect_float_eq(saved.energy_money.low, 730 * 0.20 * 1.5, 1e-6);
    cr_expect_float_eq(saved.energy_money.high, 730 * 0.40 * 1.5, 1e-6);
    cr_expect_float_eq(saved.host_money.value, 2000, 1e-9);
}

Test(planner_saving, what_takes_more_than_before_is_negative_and_its_interval_in_order)
{
    struct saving saved = saving(10, 12, one_off, all_on);
    cr_expect_float_eq(saved.kwh.value, -730, 1e-9);
    cr_expect_leq(saved.energy_money.low, saved.energy_money.value);
    cr_expect_leq(saved.energy_money.value, saved.energy_money.high);
    cr_expect_lt(saved.energy_money.high, 0);
    cr_expect_float_eq(saved.host_money.value, -2000, 1e-9);
}

Test(planner_saving, what_is_not_known_is_absent)
{
    struct saving saved = saving(NAN, 10, all_on, one_off);
    cr_expect(isnan(saved.kwh.value));
    cr_expect(isnan(saved.energy_money.value));
    estate.hosts[1].cost_year = NAN;
    cr_expect(isnan(saving(12, 10, all_on, one_off).host_money.value));
    estate.hosts[1].cost_year = 2000;
    estate.hosts[0].cost_year = NAN; // stays on, and is not asked
    cr_expect_float_eq(saving(12, 10, all_on, one_off).host_money.value, 2000, 1e-9);
}
