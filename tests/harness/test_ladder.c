// SPDX-License-Identifier: GPL-3.0-or-later
// The ladder against made-up hosts whose true maximum is known: it finds it, tries nothing above
// what it knows to break, and comes to an end.
#include "bench/ladder.h"

#include <criterion/criterion.h>
#include <stdbool.h>

#include "common/base/rng.h"

enum { RUNGS_MAX = 256 };

// A host that holds `truth` guests.
struct world {
    struct ladder_bounds bounds;
    uint32_t truth;
    uint32_t boots_to_decide; // so many until the verdict of a density stands
    unsigned loses;           // of a hundred boots that many lose a guest, whatever the density
    bool leans;               // one boot says already which way it will go
    bool kills;               // above its truth it loses guests instead of being slow
    struct rng rng;
    struct rung rungs[RUNGS_MAX];
    size_t count;
    unsigned steps;
};

static struct rung *rung_of(struct world *world, uint32_t guests)
{
    for (size_t i = 0; i < world->count; i++)
        if (world->rungs[i].guests == guests)
            return &world->rungs[i];
    cr_assert_lt(world->count, RUNGS_MAX);
    world->rungs[world->count] = (struct rung){.guests = guests};
    return &world->rungs[world->count++];
}

static void boot(struct world *world, uint32_t guests)
{
    struct rung *rung = rung_of(world, guests);
    bool held = guests <= world->truth;
    if ((world->kills && !held) || rng_below(&world->rng, 100) < world->loses)
        rung->lost++;
    else
        rung->boots++;
    if (rung->boots > 0 && world->leans)
        rung->leaning = held ? DENSITY_HOLDS : DENSITY_FAILS;
    if (rung->boots >= world->boots_to_decide)
        rung->verdict = rung->leaning = held ? DENSITY_HOLDS : DENSITY_FAILS;
    world->steps++;
}

static bool is_known_to_break(const struct world *world, const struct rung *rung)
{
    return rung->lost >= LADDER_LOSSES ||
           (rung->verdict == DENSITY_FAILS && rung->boots >= world->bounds.repeats_min);
}

static void expect_allowed(const struct world *world, uint32_t next)
{
    const struct ladder_bounds *bounds = &world->bounds;
    cr_assert(next == 1 || (next >= bounds->guests_min && next <= bounds->guests_max), "%u", next);
    for (size_t i = 0; i < world->count; i++) {
        const struct rung *rung = &world->rungs[i];
        cr_assert(next == 1 || rung->guests < bounds->guests_min || next <= rung->guests ||
                      !is_known_to_break(world, rung),
                  "%u asked although %u breaks", next, rung->guests);
    }
}

static void climb(struct world *world)
{
    for (uint32_t next; (next = ladder_next(&world->bounds, world->rungs, world->count)) > 0;) {
        expect_allowed(world, next);
        boot(world, next);
        cr_assert_lt(world->steps, 80u * (world->bounds.repeats_max + LADDER_LOSSES), "no end");
    }
    for (size_t i = 0; i < world->count; i++) {
        cr_assert_leq(world->rungs[i].boots, world->bounds.repeats_max);
        cr_assert_leq(world->rungs[i].lost, LADDER_LOSSES);
    }
}

static uint32_t maximum(const struct world *world)
{
    uint32_t maximum = 0;
    for (size_t i = 0; i < world->count; i++) {
        const struct rung *rung = &world->rungs[i];
        if (rung->guests >= world->bounds.guests_min && rung->verdict == DENSITY_HOLDS &&
            rung->lost < LADDER_LOSSES && rung->guests > maximum)
            maximum = rung->guests;
    }
    return maximum;
}

static uint32_t expected(const struct world *world)
{
    if (world->truth < world->bounds.guests_min)
        return 0;
    return world->truth < world->bounds.guests_max ? world->truth : world->bounds.guests_max;
}

static struct world any_world(struct rng *rng)
{
    struct world world = {.bounds.repeats_min = 1 + (uint32_t)rng_below(rng, 4)};
    uint32_t span = UINT32_C(1) << rng_below(rng, 13);
    world.bounds.repeats_max = world.bounds.repeats_min + (uint32_t)rng_below(rng, 5);
    world.bounds.guests_min = 1 + (uint32_t)rng_below(rng, span);
    world.bounds.guests_max = world.bounds.guests_min + (uint32_t)rng_below(rng, span);
    world.truth = (uint32_t)rng_below(rng, 2 * (uint64_t)world.bounds.guests_max + 2);
    world.boots_to_decide = 1 + (uint32_t)rng_below(rng, world.bounds.repeats_max);
    world.kills = rng_below(rng, 2);
    world.leans = rng_below(rng, 2);
    world.bounds.seed = rng_next(rng);
    rng_init(&world.rng, rng_next(rng));
    return world;
}

Test(harness_ladder, finds_the_maximum_of_any_host)
{
    struct rng rng;
    rng_init(&rng, 20);
    for (int i = 0; i < 20000; i++) {
        struct world world = any_world(&rng);
        climb(&world);
        cr_assert_eq(maximum(&world), expected(&world), "case %d: %u..%u, truth %u: found %u", i,
                     world.bounds.guests_min, world.bounds.guests_max, world.truth,
                     maximum(&world));
    }
}

Test(harness_ladder, ends_on_hosts_that_lose_guests_at_random)
{
    struct rng rng;
    rng_init(&rng, 21);
    for (int i = 0; i < 5000; i++) {
        struct world world = any_world(&rng);
        world.loses = (unsigned)rng_below(&rng, 101);
        climb(&world);
        cr_assert_leq(maximum(&world), expected(&world));
    }
}

Test(harness_ladder, ends_where_nothing_is_ever_decided)
{
    struct rng rng;
    rng_init(&rng, 22);
    for (int i = 0; i < 5000; i++) {
        struct world world = any_world(&rng);
        world.boots_to_decide = UINT32_MAX;
        world.leans = world.kills = false;
        climb(&world);
        cr_assert_eq(maximum(&world), 0);
        cr_assert_leq(world.count, 2, "one guest and the foot, nothing above");
    }
}

// What climb() in a run does when memory grows short: the top comes down to what fits.
Test(harness_ladder, ends_when_its_top_comes_down)
{
    struct rng rng;
    rng_init(&rng, 23);
    for (int i = 0; i < 20000; i++) {
        struct world world = any_world(&rng);
        unsigned refusals = 0;
        for (uint32_t next; (next = ladder_next(&world.bounds, world.rungs, world.count)) > 0;) {
            cr_assert_lt(world.steps + refusals, 2000u, "no end");
            uint32_t limit = world.bounds.guests_min +
                             (uint32_t)rng_below(&rng, 2 * (uint64_t)world.bounds.guests_max);
            if (next <= limit) {
                boot(&world, next);
                continue;
            }
            cr_assert_lt(limit, world.bounds.guests_max, "%u refused above the top", next);
            world.bounds.guests_max = limit;
            refusals++;
        }
    }
}

Test(harness_ladder, doubles_then_bisects)
{
    struct world world = {.bounds = {1, 64, 1, 1}, .truth = 11, .boots_to_decide = 1};
    static const uint32_t way[] = {1, 2, 4, 8, 16, 12, 10, 11, 0};
    rng_init(&world.rng, 1);
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        uint32_t next = ladder_next(&world.bounds, world.rungs, world.count);
        cr_assert_eq(next, way[i], "step %zu: %u", i, next);
        if (next)
            boot(&world, next);
    }
}

Test(harness_ladder, measures_one_guest_first_also_when_the_foot_is_higher)
{
    struct world world = {.bounds = {5, 6, 1, 1}, .truth = 6, .boots_to_decide = 1};
    static const uint32_t way[] = {1, 5, 6, 0};
    rng_init(&world.rng, 1);
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        uint32_t next = ladder_next(&world.bounds, world.rungs, world.count);
        cr_assert_eq(next, way[i], "step %zu: %u", i, next);
        if (next)
            boot(&world, next);
    }
}

Test(harness_ladder, tries_a_lost_boot_once_more)
{
    const struct ladder_bounds bounds = {1, 4, 1, 3};
    struct rung rungs[] = {{1, 3, 0, DENSITY_HOLDS}, {2, 0, 1, DENSITY_UNDECIDED}};
    cr_assert_eq(ladder_next(&bounds, rungs, 2), 2);
    rungs[1].lost = LADDER_LOSSES;
    cr_assert_eq(ladder_next(&bounds, rungs, 2), 0, "2 breaks, 1 holds");
    rungs[1] = (struct rung){2, 1, 1, DENSITY_HOLDS};
    cr_assert_eq(ladder_next(&bounds, rungs, 2), 4);
}

Test(harness_ladder, boots_the_reference_as_often_as_it_may)
{
    const struct ladder_bounds bounds = {1, 4, 2, 5};
    struct rung rungs[] = {
        {1, 2, 0, DENSITY_HOLDS}, {2, 2, 0, DENSITY_HOLDS}, {4, 2, 0, DENSITY_HOLDS}};
    cr_assert_eq(ladder_next(&bounds, rungs, 3), 1);
    rungs[0].boots = 5;
    cr_assert_eq(ladder_next(&bounds, rungs, 3), 0);
    struct rung rung = {1, 2, 0, DENSITY_FAILS};
    cr_assert_eq(ladder_next(&bounds, &rung, 1), 0, "one does not hold: nothing to refer to");
    const struct ladder_bounds alone = {1, 1, 2, 5};
    rung.verdict = DENSITY_HOLDS;
    cr_assert_eq(ladder_next(&alone, &rung, 1), 0, "nothing will refer to it");
}

Test(harness_ladder, takes_rungs_in_any_order)
{
    const struct ladder_bounds bounds = {1, 64, 1, 1};
    const struct rung rungs[] = {{16, 1, 0, DENSITY_FAILS},
                                 {8, 1, 0, DENSITY_HOLDS},
                                 {1, 1, 0, DENSITY_HOLDS},
                                 {4, 1, 0, DENSITY_HOLDS},
                                 {2, 1, 0, DENSITY_HOLDS}};
    cr_assert_eq(ladder_next(&bounds, rungs, 5), 12);
}

Test(harness_ladder, reaches_the_edge_of_its_numbers)
{
    const uint32_t truths[] = {
        UINT32_MAX, UINT32_MAX - 1, UINT32_MAX - 2, UINT32_MAX / 2, UINT32_MAX / 2 + 1, 1, 0};
    for (size_t i = 0; i < sizeof truths / sizeof *truths; i++) {
        struct world world = {.bounds = {1, UINT32_MAX, 1, 1}, .boots_to_decide = 1};
        world.truth = truths[i];
        rng_init(&world.rng, 1);
        climb(&world);
        cr_assert_eq(maximum(&world), expected(&world), "truth %u: %u", truths[i], maximum(&world));
    }
    struct world world = {.bounds = {UINT32_MAX, UINT32_MAX, 1, 1}, .boots_to_decide = 1};
    world.truth = UINT32_MAX;
    rng_init(&world.rng, 1);
    climb(&world);
    cr_assert_eq(maximum(&world), UINT32_MAX);
}

Test(harness_ladder, tells_about_how_many_guests_are_left)
{
    const struct ladder_bounds bounds = {1, 8, 2, 4};
    cr_assert_eq(ladder_guests_left(&bounds, NULL, 0), 4 * 1 + 2 * (2 + 4 + 8));
    const struct rung rungs[] = {
        {1, 4, 0, DENSITY_HOLDS}, {2, 2, 0, DENSITY_HOLDS}, {4, 1, 0, DENSITY_UNDECIDED}};
    cr_assert_eq(ladder_guests_left(&bounds, rungs, 3), 4 + 2 * 8);
    const struct rung done[] = {{1, 4, 0, DENSITY_HOLDS}, {2, 2, 0, DENSITY_FAILS}};
    cr_assert_eq(ladder_guests_left(&bounds, done, 2), 0);
}

Test(harness_ladder, always_has_an_end_to_the_guests_left)
{
    struct rng rng;
    rng_init(&rng, 24);
    for (int i = 0; i < 2000; i++) {
        struct world world = any_world(&rng);
        uint64_t before = UINT64_MAX;
        for (uint32_t next; (next = ladder_next(&world.bounds, world.rungs, world.count)) > 0;) {
            uint64_t left = ladder_guests_left(&world.bounds, world.rungs, world.count);
            cr_assert_geq(left, next, "at least the next boot");
            cr_assert_lt(left, before, "the longest way up only grows shorter");
            if (next > world.truth || world.boots_to_decide > world.bounds.repeats_min)
                break; // from here on it may grow
            before = left;
            boot(&world, next);
        }
    }
    const struct ladder_bounds wide = {1, UINT32_MAX, 100, 100};
    cr_assert_gt(ladder_guests_left(&wide, NULL, 0), (uint64_t)UINT32_MAX * 100);
}

// An open ladder: doubling until the host says how many fit, then that many.
Test(harness_ladder, ends_at_what_fits_when_its_top_is_open)
{
    struct world world = {.bounds = {1, 65536, 1, 1}, .truth = UINT32_MAX, .boots_to_decide = 1};
    static const uint32_t way[] = {1, 2, 4, 8, 16, 32, 64, 128, 183, 0};
    rng_init(&world.rng, 1);
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        uint32_t next = ladder_next(&world.bounds, world.rungs, world.count);
        if (next > 183) {
            world.bounds.guests_max = 183;
            next = ladder_next(&world.bounds, world.rungs, world.count);
        }
        cr_assert_eq(next, way[i], "step %zu: %u", i, next);
        if (next)
            boot(&world, next);
    }
    world.bounds.guests_max = 190;
    cr_assert_eq(ladder_next(&world.bounds, world.rungs, world.count), 190, "the top moves up");
}

Test(harness_ladder, boots_large_densities_once_where_that_is_enough)
{
    const struct ladder_bounds bounds = {1, 128, 3, 3, .single_above = 64};
    struct rung rungs[] = {{1, 3, 0, DENSITY_HOLDS},
                           {2, 3, 0, DENSITY_HOLDS},
                           {64, 2, 0, DENSITY_HOLDS},
                           {128, 1, 0, DENSITY_HOLDS}};
    cr_assert_eq(ladder_next(&bounds, rungs, 4), 64, "the third boot");
    rungs[2].boots = 3;
    cr_assert_eq(ladder_next(&bounds, rungs, 4), 0, "one of 128 is enough");
    cr_assert_eq(ladder_guests_left(&bounds, rungs, 3), 128);
}

Test(harness_ladder, counts_the_guests_left_up_to_what_fits)
{
    struct ladder_bounds bounds = {1, 65536, 1, 1};
    bounds.fit = 5;
    cr_assert_eq(ladder_guests_left(&bounds, NULL, 0), 1 + 2 + 4 + 5);
}
