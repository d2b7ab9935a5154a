// SPDX-License-Identifier: GPL-3.0-or-later
// Densities without a search: every round has each of them once, in an order of its own.
#include <criterion/criterion.h>
#include <stdbool.h>
#include <string.h>

#include "bench/ladder.h"

TestSuite(harness_ladder_rounds);

static const uint32_t densities[] = {1, 4, 8};
enum { DENSITIES = sizeof densities / sizeof *densities };

struct world {
    struct ladder_bounds bounds;
    struct rung rungs[DENSITIES];
    uint32_t made[64];
    size_t count;
};

static struct world make_world(uint64_t seed)
{
    struct world world = {
        .bounds = {.guests_min = 1,
                   .guests_max = 8,
                   .repeats_min = 3,
                   .repeats_max = 5,
                   .densities = densities,
                   .density_count = DENSITIES,
                   .seed = seed},
    };
    for (size_t i = 0; i < DENSITIES; i++)
        world.rungs[i] = (struct rung){.guests = densities[i], .verdict = DENSITY_HOLDS};
    return world;
}

static struct rung *rung_of(struct world *world, uint32_t guests)
{
    for (size_t i = 0; i < DENSITIES; i++)
        if (world->rungs[i].guests == guests)
            return &world->rungs[i];
    cr_assert_fail("%u is none of them", guests);
    return NULL;
}

static uint32_t next_of(const struct world *world)
{
    return ladder_next(&world->bounds, world->rungs, DENSITIES);
}

static void go(struct world *world)
{
    for (uint32_t next; (next = next_of(world)) > 0;) {
        cr_assert_lt(world->count, 64, "no end");
        world->made[world->count++] = next;
        rung_of(world, next)->boots++;
    }
}

static void expect_whole_rounds(const struct world *world, size_t rounds)
{
    cr_assert_eq(world->count, rounds * DENSITIES);
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < DENSITIES; i++) {
            const uint32_t *made = &world->made[round * DENSITIES];
            unsigned seen = 0;
            for (size_t k = 0; k < DENSITIES; k++)
                seen += made[k] == densities[i];
            cr_expect_eq(seen, 1, "round %zu", round);
        }
}

Test(harness_ladder_rounds, each_has_every_density_once)
{
    struct world world = make_world(7);
    go(&world);
    expect_whole_rounds(&world, 3);
}

Test(harness_ladder_rounds, their_order_is_drawn_anew_and_repeats_with_the_seed)
{
    unsigned alike = 0;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct world world = make_world(seed), again = make_world(seed);
        go(&world);
        go(&again);
        cr_expect_eq(memcmp(world.made, again.made, sizeof world.made), 0);
        alike += memcmp(world.made, world.made + DENSITIES, DENSITIES * sizeof *world.made) == 0;
    }
    cr_expect(alike > 0 && alike < 50, "%u of 100; one in six is chance", alike);
}

Test(harness_ladder_rounds, an_open_verdict_takes_further_rounds_of_all)
{
    struct world world = make_world(7);
    rung_of(&world, 4)->verdict = DENSITY_UNDECIDED;
    go(&world);
    expect_whole_rounds(&world, 5);
    world = make_world(7);
    rung_of(&world, 4)->verdict = DENSITY_UNDECIDED;
    rung_of(&world, 4)->is_futile = true;
    go(&world);
    expect_whole_rounds(&world, 3);
    world = make_world(7);
    rung_of(&world, 4)->verdict = DENSITY_UNDECIDED;
    world.bounds.asks_nothing = true;
    go(&world);
    expect_whole_rounds(&world, 3);
}

Test(harness_ladder_rounds, a_density_that_fails_is_measured_all_the_same)
{
    struct world world = make_world(7);
    rung_of(&world, 4)->verdict = rung_of(&world, 4)->leaning = DENSITY_FAILS;
    go(&world);
    expect_whole_rounds(&world, 3);
}

Test(harness_ladder_rounds, a_lost_boot_is_made_again_and_the_second_loss_is_the_last)
{
    struct world world = make_world(7);
    uint32_t first = next_of(&world);
    rung_of(&world, first)->lost = 1;
    cr_expect_eq(next_of(&world), first, "within its round");
    rung_of(&world, first)->lost = 2;
    go(&world);
    cr_expect_eq(world.count, 3 * (DENSITIES - 1));
    cr_expect_eq(rung_of(&world, first)->boots, 0);
}

Test(harness_ladder_rounds, what_does_not_fit_is_left_out)
{
    struct world world = make_world(7);
    world.bounds.guests_max = 7;
    go(&world);
    cr_expect_eq(world.count, 6);
    cr_expect_eq(rung_of(&world, 8)->boots, 0);
}

Test(harness_ladder_rounds, a_budget_begins_no_round_that_would_overrun_it)
{
    struct world world = make_world(7);
    // A round costs 3 + 13 = 16.
    world.bounds.budget =
        (struct ladder_budget){.is_set = true, .left_ns = 15.5, .step_ns = 1, .unit_ns = 1};
    for (size_t i = 0; i < DENSITIES; i++)
        world.rungs[i].boots = 1;
    cr_expect_eq(next_of(&world), 0);
    world.bounds.budget.left_ns = 16;
    cr_expect_neq(next_of(&world), 0);
    for (size_t i = 0; i < DENSITIES; i++)
        world.rungs[i].boots = 0;
    world.bounds.budget.left_ns = 9;
    cr_expect_neq(next_of(&world), 0, "the first round has what it can have");
    world.bounds.budget.left_ns = 1;
    cr_expect_eq(next_of(&world), 0);
}

Test(harness_ladder_rounds, a_resumed_round_is_completed)
{
    struct world world = make_world(7);
    for (size_t i = 0; i < DENSITIES; i++)
        world.rungs[i].boots = 3;
    cr_expect_eq(next_of(&world), 0);
    rung_of(&world, 1)->boots = 4; // a fourth round had begun
    uint32_t next = next_of(&world);
    cr_expect(next == 4 || next == 8, "%u", next);
    cr_expect_gt(ladder_guests_left(&world.bounds, world.rungs, DENSITIES), 0);
}
