// SPDX-License-Identifier: GPL-3.0-or-later
// Asks what is known elsewhere one unit at a time: a host's cost of outcome_price, a guest's needs
// of guest_load_of. No formula of money stands here a second time.
#include "planner/mix/fleet_terms.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/inference/normal.h"
#include "planner/sizing/cost_item.h"
#include "planner/sizing/power.h"
#include "planner/sizing/sizing.h"

static const double hair = 1e-9;

static double present_of(const struct fleet_terms *terms, enum cost_item item, double amount,
                         uint32_t year)
{
    double amounts[COST_ITEM_COUNT] = {0};

    amounts[item] = amount;
    return cost_item_present(amounts, year + 1, terms->situation->assumptions[ASSUME_DISCOUNT]);
}

static void fill_years(struct fleet_terms *terms)
{
    const double *assumed = terms->situation->assumptions;
    double kwh_price = assumed[ASSUME_ENERGY_PRICE];

    for (uint32_t y = 0; y < terms->years; y++) {
        double watt = power_kwh(1, assumed[ASSUME_HOURS], 1) * kwh_price;
        terms->watt[y] = present_of(terms, COST_ENERGY, watt, y) +
                         present_of(terms, COST_COOLING, watt * (assumed[ASSUME_PUE] - 1), y);
        terms->rack[y] = present_of(terms, COST_SPACE, assumed[ASSUME_RACK], y);
        terms->licence_once[y] = present_of(terms, COST_LICENCES, 1, y);
        terms->licence_year[y] = present_of(terms, COST_LICENCE_YEARS, 1, y);
        kwh_price *= 1 + assumed[ASSUME_ENERGY_CHANGE];
    }
}

// One host more from a year on, where there are no guests, no spare hosts, no energy and no racks.
static void fill_added(const struct situation *situation, struct fleet_option *option)
{
    struct situation bare = *situation;
    struct demand_load none = {.years = (uint32_t)situation->assumptions[ASSUME_HORIZON]};

    bare.assumptions[ASSUME_SPARE] = bare.assumptions[ASSUME_DRAINED] = 0;
    bare.assumptions[ASSUME_ENERGY_PRICE] = bare.assumptions[ASSUME_RACK] = 0;
    for (uint32_t from = 0; from < none.years; from++) {
        struct outcome one = {.is_possible = true, .years = none.years};
        for (uint32_t y = from; y < none.years; y++)
            one.year[y].needed = 1;
        outcome_price(&bare, option->option, &none, &one);
        option->added[from] = one.net_present_cost;
    }
}

// The lower hull of the eleven points: of any curve of watts the largest one below it that is
// convex, as lines. Andrew 1979, "Another efficient algorithm for convex hulls in two dimensions".
static void fill_lines(const struct host_model *model, struct fleet_option *option)
{
    const double *watts = model->watts;
    int hull[POWER_POINTS];
    int count = 0;

    for (int i = 0; i < POWER_POINTS; i++) {
        while (count >= 2 &&
               (watts[hull[count - 1]] - watts[hull[count - 2]]) * (i - hull[count - 1]) >=
                   (watts[i] - watts[hull[count - 1]]) * (hull[count - 1] - hull[count - 2]))
            count--;
        hull[count++] = i;
    }
    for (int i = 0; i + 1 < count; i++) {
        double slope = (watts[hull[i + 1]] - watts[hull[i]]) / (hull[i + 1] - hull[i]);
        option->lines[i] = (struct fleet_line){
            .idle = watts[hull[i]] - slope * hull[i],
            .slope = slope * (POWER_POINTS - 1),
        };
    }
    option->line_count = (size_t)count - 1;
}

// As many of a class alone as a host holds, with all that swings.
static double most_of(const struct guest_load *guest, const struct host_room *room, double z)
{
    double own = guest->own_sd * guest->own_sd, common = guest->common_sd * guest->common_sd;
    double most = sizing_cpu_part(room->room[RESOURCE_CPU], guest->share, own, common, z);

    for (int r = 0; r < RESOURCE_COUNT; r++) {
        if (guest->need[r] > room->room[r] * (1 + hair))
            return 0;
        if (r != RESOURCE_CPU && guest->need[r] > 0)
            most = fmin(most, room->room[r] / guest->need[r]);
    }
    return fmax(1, floor(most * (1 + hair)));
}

// A group that is no larger than what is kept free in it holds nothing.
static bool has_group(const struct situation *situation)
{
    const double *assumed = situation->assumptions;
    double kept = assumed[ASSUME_SPARE] + assumed[ASSUME_DRAINED];

    return !(assumed[ASSUME_GROUP] > 0) || assumed[ASSUME_GROUP] > kept;
}

static double part_of(double need, double room)
{
    return need > 0 && room > 0 ? need / room : 0;
}

static void fill_angles(const struct guest_load *guest, double cpus, double z,
                        struct fleet_need *need)
{
    for (int i = 0; i < FLEET_ANGLES; i++) {
        double angle = M_PI_2 * i / (FLEET_ANGLES - 1);
        double own = i == FLEET_ANGLES - 1 ? 0 : cos(angle) * guest->own_sd;
        double mean = guest->share + z * sin(angle) * guest->common_sd;
        need->cpu[i] = 1 / sizing_cpu_part(cpus, mean, own * own, 0, z);
    }
}

static void fill_need(const struct situation *situation, const struct host_room *room, size_t class,
                      const struct fleet_option *option, struct fleet_need *need)
{
    double z = normal_quantile(situation->assumptions[ASSUME_PERCENTILE]);
    double cores = situation->capacities->list[option->basis].cores;
    double cpus = room->room[RESOURCE_CPU];
    struct guest_load guest;

    guest_load_of(situation, option->basis, class, &guest);
    need->most = most_of(&guest, room, z);
    if (situation->plan->demand.list[class].vcpus > room->threads || !has_group(situation))
        need->most = 0;
    if (need->most == 0)
        return;
    for (int r = RESOURCE_CPU + 1; r < RESOURCE_COUNT; r++)
        need->part[r] = part_of(guest.need[r], room->room[r]);
    fill_angles(&guest, cpus, z, need);
    need->part[RESOURCE_CPU] = need->cpu[FLEET_ANGLES - 1];
    need->busy = fmin(need->part[RESOURCE_CPU], part_of(guest.busy_cores, cores * cpus));
}

static void fill_option(const struct fleet_terms *terms, size_t index, struct fleet_option *option)
{
    const struct situation *situation = terms->situation;
    const struct host_model *model = situation->choices->list[index].model;
    const double *assumed = situation->assumptions;
    struct host_room room;

    *option = (struct fleet_option){
        .option = index,
        .basis = situation->choices->list[index].basis_index,
        .needs = alloc_zeroed(terms->class_count, sizeof *option->needs),
    };
    option->hosts_a_rack = floor(assumed[ASSUME_RACK_HEIGHT] / model->rack_units);
    if (!(option->hosts_a_rack >= 1))
        option->hosts_a_rack = assumed[ASSUME_RACK_HEIGHT] / model->rack_units;
    fill_added(situation, option);
    fill_lines(model, option);
    host_room_of(situation, index, &room);
    for (size_t c = 0; c < terms->class_count; c++)
        fill_need(situation, &room, c, option, &option->needs[c]);
}

static void fill_guests(struct fleet_terms *terms)
{
    for (uint32_t y = 0; y <= terms->years; y++)
        for (size_t c = 0; c < terms->class_count; c++)
            terms->guests[y * terms->class_count + c] = demand_load_guests(terms->situation, c, y);
}

void fleet_terms_init(struct fleet_terms *terms, const struct situation *situation,
                      const size_t *options, size_t count)
{
    const double *assumed = situation->assumptions;

    *terms = (struct fleet_terms){
        .situation = situation,
        .years = (uint32_t)assumed[ASSUME_HORIZON],
        .class_count = situation->plan->demand.count,
        .kept = assumed[ASSUME_SPARE] + assumed[ASSUME_DRAINED],
        .group = assumed[ASSUME_GROUP],
        .option_count = count,
    };
    terms->guests = alloc_zeroed((terms->years + 1) * terms->class_count, sizeof *terms->guests);
    terms->options = alloc_zeroed(count, sizeof *terms->options);
    fill_guests(terms);
    fill_years(terms);
    for (size_t i = 0; i < count; i++)
        fill_option(terms, options[i], &terms->options[i]);
}

void fleet_terms_done(struct fleet_terms *terms)
{
    if (!terms)
        return;
    for (size_t i = 0; i < terms->option_count; i++)
        free(terms->options[i].needs);
    free(terms->options);
    free(terms->guests);
    *terms = (struct fleet_terms){0};
}
