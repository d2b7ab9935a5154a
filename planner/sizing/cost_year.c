// SPDX-License-Identifier: GPL-3.0-or-later
// One amount for each cost item and year. docs/plan-money.md has the formulas in words.
#include "planner/sizing/cost_year.h"

#include <math.h>

#include "planner/sizing/situation.h"

// Of the licences that are counted by the host: money for one host.
struct host_licences {
    double once, yearly;
};

static struct host_licences host_licences_of(const struct situation *situation, size_t option)
{
    const struct plan *plan = situation->plan;
    const double *packs = &situation->packs[option * plan->licence_count];
    struct host_licences sum = {0};
    for (size_t k = 0; k < plan->licence_count; k++) {
        double price = packs[k] * situation->licence_prices[k];
        if (plan->licences[k].yearly) {
            sum.yearly += price;
        } else {
            sum.once += price;
            sum.yearly += price * plan->licences[k].maintenance;
        }
    }
    return sum;
}

double cost_year_racks(double hosts, double rack_units, double rack_height)
{
    if (!(rack_units > 0))
        return 0;
    double in_a_rack = floor(rack_height / rack_units);
    return in_a_rack > 0 ? ceil(hosts / in_a_rack) : ceil(hosts * rack_units / rack_height);
}

static double space_of(const double *assumed, const struct host_model *model, double hosts)
{
    double space = hosts * model->rack_units * assumed[ASSUME_RACK_UNIT];
    if (!(assumed[ASSUME_RACK] > 0))
        return space;
    double racks = cost_year_racks(hosts, model->rack_units, assumed[ASSUME_RACK_HEIGHT]);
    return space + racks * assumed[ASSUME_RACK];
}

// price: of a host bought this year; energy_price: of a kWh.
static void fill_year(const double *assumed, const struct host_model *model, double price,
                      double energy_price, struct outcome_year *year)
{
    double *cost = year->cost;
    cost[COST_PURCHASE] = year->bought * price;
    cost[COST_SUPPORT] = year->hosts * model->support_year;
    cost[COST_ENERGY] = year->kwh * energy_price;
    cost[COST_COOLING] = cost[COST_ENERGY] * (assumed[ASSUME_PUE] - 1);
    cost[COST_SPACE] = space_of(assumed, model, year->hosts);
    cost[COST_STAFF] = year->hosts * assumed[ASSUME_STAFF_HOURS] * assumed[ASSUME_STAFF_RATE];
    cost[COST_RESIDUAL] = 0;
}

// Of those bought in a year, for each year of their lifetime that is left: a share of their price.
static void fill_residual(const double *assumed, struct outcome *outcome)
{
    double worth = 0;
    for (uint32_t y = 0; y < outcome->years && assumed[ASSUME_RESIDUAL] > 0; y++) {
        double left = assumed[ASSUME_LIFETIME] - (outcome->years - y);
        if (left > 0)
            worth +=
                outcome->year[y].cost[COST_PURCHASE] * fmin(1, assumed[ASSUME_RESIDUAL] * left);
    }
    outcome->year[outcome->years - 1].cost[COST_RESIDUAL] = -worth;
}

void cost_year_fill(const struct situation *situation, size_t option,
                    const struct demand_load *load, struct outcome *outcome)
{
    const double *assumed = situation->assumptions;
    const struct host_model *model = situation->choices->list[option].model;
    struct host_licences licences = host_licences_of(situation, option);
    double price = situation->options[option].price;
    double energy_price = assumed[ASSUME_ENERGY_PRICE], before = 0;
    for (uint32_t y = 0; y < outcome->years; y++) {
        struct outcome_year *year = &outcome->year[y];
        const struct load_totals *total = &load->year[y];
        fill_year(assumed, model, price, energy_price, year);
        year->cost[COST_LICENCES] = (year->hosts - before) * licences.once + total->licences_once;
        year->cost[COST_LICENCE_YEARS] = year->hosts * licences.yearly + total->licences_yearly;
        before = year->hosts;
        price *= 1 + assumed[ASSUME_PRICE_CHANGE];
        energy_price *= 1 + assumed[ASSUME_ENERGY_CHANGE];
    }
    fill_residual(assumed, outcome);
}

void cost_year_round(struct outcome *outcome)
{
    for (uint32_t y = 0; y < outcome->years; y++)
        for (int i = 0; i < COST_ITEM_COUNT; i++)
            outcome->year[y].cost[i] = cost_item_cents(outcome->year[y].cost[i]);
}

void cost_year_sum(const struct situation *situation, const struct demand_load *load,
                   bool is_rounded, struct outcome *outcome)
{
    double sum = 0, guest_years = 0, start = 1;
    double a_year = 1 / (1 + situation->assumptions[ASSUME_DISCOUNT]);
    for (uint32_t y = 0; y < outcome->years; y++) {
        struct outcome_year *year = &outcome->year[y];
        double present = cost_item_worth(year->cost, start, start * a_year);
        year->present = is_rounded ? cost_item_cents(present) : present;
        start *= a_year;
        sum += year->present;
        guest_years += year->average;
    }
    outcome->net_present_cost = sum;
    outcome->guest_month = guest_years > 0 ? sum / (guest_years * 12) : NAN;
    outcome->performance_hz = load->year[outcome->years - 1].throughput_hz;
    outcome->cost_per_hz = outcome->performance_hz > 0 ? sum / outcome->performance_hz : NAN;
}
