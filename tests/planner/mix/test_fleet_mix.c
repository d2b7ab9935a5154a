// SPDX-License-Identifier: GPL-3.0-or-later
// Mixed fleets against every fleet there is where these can be counted, and where the answer is
// plain.
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <math.h>

#include "common/base/err.h"
#include "common/base/rng.h"
#include "planner/mix/fleet_mix.h"
#include "tests/planner/made_market.h"

static const double SECONDS = 20;

static struct fleet_mix mix_of(const struct made_market *made, struct situation *situation)
{
    static const size_t all[] = {0, 1, 2, 3, 4, 5, 6, 7};
    struct fleet_mix mix;

    situation_init(situation, &made->plan, &made->capacities, &made->choices);
    cr_assert(zero(int, fleet_mix_of(situation, all, made->choices.count, SECONDS, &mix, NULL)));
    return mix;
}

// What an option costs for all guests, or for those of situation->guests.
static double cost_of(const struct situation *situation, size_t option)
{
    struct demand_load load;
    struct outcome outcome;

    demand_load_of(situation, situation->choices->list[option].basis_index, &load);
    outcome_confirm(situation, option, &load, &outcome);
    return outcome.is_possible ? outcome.net_present_cost : INFINITY;
}

static double cheapest_alone(const struct situation *situation)
{
    double least = INFINITY;

    for (size_t i = 0; i < situation->choices->count; i++)
        least = fmin(least, cost_of(situation, i));
    return least;
}

// Guests that need memory and hardly any CPU, and guests the other way round; a host for each.
static void opposites(struct made_market *made)
{
    made_market_init(made);
    made_market_class(made, "cache", 300, 32, 400);
    made_market_class(made, "build", 300, 1, 8);
    made_market_model(made, "roomy", 16, 1024, 12000);
    made_market_model(made, "quick", 64, 128, 12000);
    made_market_options(made);
}

Test(planner_fleet_mix, opposite_needs_share_two_models)
{
    struct made_market made;
    struct situation situation;

    opposites(&made);
    struct fleet_mix mix = mix_of(&made, &situation);
    cr_assert(mix.is_found);
    cr_assert(eq(sz, mix.part_count, 2));
    cr_expect(lt(dbl, mix.net_present_cost, 0.7 * cheapest_alone(&situation)));
    cr_expect(eq(sz, mix.parts[0].option, 0));
    cr_expect(gt(dbl, mix.parts[0].guests[0], 250));
    cr_expect(gt(dbl, mix.parts[1].guests[1], 200));
    for (size_t c = 0; c < 2; c++)
        cr_expect(eq(dbl, mix.parts[0].guests[c] + mix.parts[1].guests[c], 300));
    cr_expect(all(ge(dbl, mix.gap, 0), lt(dbl, mix.gap, 0.05)));
    fleet_mix_done(&mix);
    situation_done(&situation);
    made_market_done(&made);
}

// The larger host of the same kind at less than twice the price leaves nothing to the smaller.
Test(planner_fleet_mix, one_model_alone_is_one_part)
{
    struct made_market made;
    struct situation situation;

    made_market_init(&made);
    made_market_class(&made, "web", 400, 4, 20);
    made_market_model(&made, "small", 16, 256, 10000);
    made_market_model(&made, "large", 32, 512, 15000);
    made_market_options(&made);
    struct fleet_mix mix = mix_of(&made, &situation);
    cr_assert(eq(sz, mix.part_count, 1));
    cr_expect(eq(sz, mix.parts[0].option, 1));
    cr_expect(eq(dbl, mix.parts[0].hosts[3], 11)); // 400 / 40, and the spare one
    cr_expect(eq(dbl, mix.net_present_cost, cheapest_alone(&situation)));
    cr_expect(mix.is_optimal);
    fleet_mix_done(&mix);
    situation_done(&situation);
    made_market_done(&made);
}

// A guest too large for the cheap model: one of these for it, and the others as before.
Test(planner_fleet_mix, takes_a_large_host_for_large_guests_alone)
{
    struct made_market made;
    struct situation situation;

    made_market_init(&made);
    made_market_class(&made, "web", 400, 4, 20);
    made_market_class(&made, "database", 2, 600, 20);
    made_market_model(&made, "small", 16, 256, 6000);
    made_market_model(&made, "large", 32, 1536, 60000);
    made_market_options(&made);
    struct fleet_mix mix = mix_of(&made, &situation);
    cr_assert(eq(sz, mix.part_count, 2));
    cr_expect(isinf(cost_of(&situation, 0)));
    cr_expect(eq(dbl, mix.parts[0].guests[1], 0));
    cr_expect(eq(dbl, mix.parts[1].guests[1], 2));
    cr_expect(lt(dbl, mix.net_present_cost, cheapest_alone(&situation)));
    fleet_mix_done(&mix);
    situation_done(&situation);
    made_market_done(&made);
}

Test(planner_fleet_mix, what_fits_nowhere_is_not_found)
{
    struct made_market made;
    struct situation situation;

    opposites(&made);
    made.plan.demand.list[0].memory_bytes = 1e15;
    struct fleet_mix mix = mix_of(&made, &situation);
    cr_expect(not(mix.is_found));
    cr_expect(zero(sz, mix.part_count));
    fleet_mix_done(&mix);
    situation_done(&situation);
    made_market_done(&made);
}

Test(planner_fleet_mix, no_option_is_refused)
{
    struct made_market made;
    struct situation situation;
    struct fleet_mix mix;
    struct err err = {0};

    opposites(&made);
    situation_init(&situation, &made.plan, &made.capacities, &made.choices);
    cr_expect(eq(int, fleet_mix_of(&situation, NULL, 0, SECONDS, &mix, &err), -EINVAL));
    err_done(&err);
    situation_done(&situation);
    made_market_done(&made);
}

// No time at all: the cheapest alone, and no claim that nothing is cheaper.
Test(planner_fleet_mix, out_of_time_is_the_cheapest_alone)
{
    struct made_market made;
    struct situation situation;
    struct fleet_mix mix;
    static const size_t both[] = {0, 1};

    opposites(&made);
    situation_init(&situation, &made.plan, &made.capacities, &made.choices);
    cr_assert(zero(int, fleet_mix_of(&situation, both, 2, 0, &mix, NULL)));
    cr_expect(eq(sz, mix.part_count, 1));
    cr_expect(not(mix.is_optimal));
    cr_expect(gt(dbl, mix.gap, 0));
    cr_expect(eq(dbl, mix.net_present_cost, cheapest_alone(&situation)));
    fleet_mix_done(&mix);
    situation_done(&situation);
    made_market_done(&made);
}

// --- every fleet there is ------------------------------------------------------------------------

enum { YEARS = 2, CLASSES = 2, OPTIONS = 2, ROW = CLASSES, TABLE = (YEARS + 1) * ROW };

// All guests of a class that an option has at the end of a year, counted through like an odometer.
// The other option has the rest.
struct counter {
    struct situation *situation;
    double all[TABLE];
    double guests[OPTIONS][TABLE];
    double least;
};

static double cost_of_parts(struct counter *counter)
{
    double sum = 0;

    for (size_t i = 0; i < OPTIONS; i++) {
        bool is_any = false;
        for (size_t k = 0; k < TABLE; k++)
            is_any |= counter->guests[i][k] > 0;
        struct situation part = *counter->situation;
        part.guests = counter->guests[i];
        sum += is_any ? cost_of(&part, i) : 0;
    }
    return sum;
}

static void count_from(struct counter *counter, size_t place)
{
    if (place == TABLE) {
        counter->least = fmin(counter->least, cost_of_parts(counter));
        return;
    }
    for (double first = 0; first <= counter->all[place]; first++) {
        counter->guests[0][place] = first;
        counter->guests[1][place] = counter->all[place] - first;
        // Guests of today enter nothing but energy, which these plans have for nothing.
        if (place < ROW)
            counter->guests[0][place] = counter->guests[1][place] = 0;
        count_from(counter, place + 1);
        if (place < ROW)
            return;
    }
}

static double brute_force(struct situation *situation)
{
    struct counter counter = {.situation = situation, .least = INFINITY};

    for (uint32_t y = 0; y <= YEARS; y++)
        for (size_t c = 0; c < CLASSES; c++)
            counter.all[y * ROW + c] = demand_load_guests(situation, c, y);
    count_from(&counter, 0);
    return counter.least;
}

static double between(struct rng *rng, double low, double high)
{
    return low + (high - low) * rng_unit(rng);
}

// Two classes of a few guests, two models, all by chance; spare hosts, growth, swings and groups
// now and then.
static void small_market(struct made_market *made, uint64_t seed)
{
    struct rng rng;

    rng_init(&rng, seed);
    made_market_init(made);
    made->plan.assumptions[ASSUME_HORIZON] = uncertain_exact(YEARS, ORIGIN_STATED);
    made->plan.assumptions[ASSUME_ENERGY_PRICE] = uncertain_exact(0, ORIGIN_STATED);
    made->plan.assumptions[ASSUME_SPARE] = uncertain_exact(rng_below(&rng, 4) == 0, ORIGIN_STATED);
    made->plan.assumptions[ASSUME_GROUP] =
        uncertain_exact(rng_below(&rng, 3) == 0 ? 3 : 0, ORIGIN_STATED);
    made->plan.assumptions[ASSUME_RACK] =
        uncertain_exact(rng_below(&rng, 2) ? 800 : 0, ORIGIN_STATED);
    made->plan.assumptions[ASSUME_RACK_HEIGHT] = uncertain_exact(2, ORIGIN_STATED);
    made_market_class(made, "one", 2 + (double)rng_below(&rng, 5), between(&rng, 10, 60),
                      between(&rng, 2, 12));
    made_market_class(made, "other", 2 + (double)rng_below(&rng, 5), between(&rng, 1, 20),
                      between(&rng, 1, 4));
    for (size_t c = 0; c < CLASSES; c++)
        made->plan.demand.list[c].growth =
            uncertain_exact(0.25 * (double)rng_below(&rng, 2), ORIGIN_STATED);
    made_market_model(made, "this", 16, between(&rng, 64, 256), between(&rng, 5000, 12000));
    made_market_model(made, "that", 32, between(&rng, 64, 256), between(&rng, 5000, 12000));
    made_market_options(made);
}

Test(planner_fleet_mix, is_the_cheapest_of_all_fleets)
{
    int proven = 0, mixed = 0, cheapest = 0;

    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct made_market made;
        struct situation situation;
        small_market(&made, seed);
        struct fleet_mix mix = mix_of(&made, &situation);
        double least = brute_force(&situation);
        double cost = mix.is_found ? mix.net_present_cost : INFINITY;
        cr_expect(ge(dbl, cost, least - 0.01), "seed %d: cheaper than any fleet", (int)seed);
        if (mix.is_optimal)
            cr_expect(le(dbl, cost, least + 1), "seed %d: not the cheapest", (int)seed);
        else if (mix.is_found)
            cr_expect(le(dbl, cost * (1 - mix.gap), least + 1), "seed %d: bound", (int)seed);
        proven += mix.is_optimal;
        mixed += mix.part_count > 1;
        cheapest += cost <= least + 0.01;
        fleet_mix_done(&mix);
        situation_done(&situation);
        made_market_done(&made);
    }
    cr_log_info("proven %d, mixed %d, cheapest %d", proven, mixed, cheapest);
    cr_expect(gt(int, proven, 20));
    cr_expect(gt(int, mixed, 2));
}
