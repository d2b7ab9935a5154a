// SPDX-License-Identifier: GPL-3.0-or-later
// Who may come where, against sums made the long way.
#include "planner/standing/standing.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "tests/planner/made_estate.h"

static struct estate estate;
static struct policy policy;
static struct amounts amounts;

static void set_up(void)
{
    estate_init(&estate);
    made_policy(&policy);
    amounts = (struct amounts){0};
}

static void tear_down(void)
{
    amounts_done(&amounts);
    policy_done(&policy);
    estate_done(&estate);
}

TestSuite(planner_standing, .init = set_up, .fini = tear_down);

static void made_guests(size_t count, double vcpus, double gib)
{
    for (size_t g = 0; g < count; g++) {
        scope_free char *name = alloc_printf("g%zu", g);
        made_guest(&estate, name, ESTATE_NOWHERE, vcpus, gib);
    }
}

Test(planner_standing, a_guest_may_come_as_long_as_every_resource_suffices)
{
    made_host(&estate, "h", 4, 16);
    made_guests(3, 2, 4);
    made_amounts(&estate, &policy, &amounts);
    struct standing *standing = standing_new(&amounts, NULL, false);
    cr_expect(standing_may(standing, 0, 0));
    standing_arrive(standing, 0, 0);
    cr_expect(standing_may(standing, 1, 0), "just so");
    standing_arrive(standing, 1, 0);
    cr_expect(!standing_may(standing, 2, 0));
    struct standing_answer answer = standing_ask(standing, 2, 0);
    cr_expect_eq(answer.hindrance, STANDING_ROOM);
    cr_expect_eq(answer.resource, AMOUNT_CPU);
    cr_expect_eq(answer.missing, 2000000);
    cr_expect_eq(standing_taken(standing, 0, AMOUNT_CPU), 4000000);
    cr_expect_eq(standing_taken(standing, 0, AMOUNT_MEMORY), (int64_t)(8 * MADE_GIB));
    cr_expect_eq(standing_guests_on(standing, 0), 2);
    standing_leave(standing, 0, 0);
    cr_expect_eq(standing_ask(standing, 2, 0).hindrance, STANDING_FINE);
    standing_free(standing);
}

Test(planner_standing, drained_and_full_hosts_take_nobody)
{
    made_host(&estate, "h0", 4, 16)->is_drained = true;
    made_host(&estate, "h1", 4, 16)->guests_most = 1;
    made_guests(2, 1, 1);
    made_amounts(&estate, &policy, &amounts);
    struct standing *standing = standing_new(&amounts, NULL, false);
    cr_expect_eq(standing_ask(standing, 0, 0).hindrance, STANDING_CLOSED);
    cr_expect(!standing_may(standing, 0, 0));
    cr_expect(standing_may(standing, 0, 1));
    standing_arrive(standing, 0, 1);
    cr_expect_eq(standing_ask(standing, 1, 1).hindrance, STANDING_COUNT);
    standing_free(standing);
}

Test(planner_standing, a_guest_on_its_way_takes_room_on_both)
{
    made_host(&estate, "h0", 2, 16);
    made_host(&estate, "h1", 2, 16);
    made_guests(2, 2, 1);
    made_amounts(&estate, &policy, &amounts);
    struct standing *standing = standing_new(&amounts, NULL, false);
    standing_arrive(standing, 0, 0);
    standing_arrive(standing, 0, 1);
    cr_expect(!standing_may(standing, 1, 0) && !standing_may(standing, 1, 1));
    standing_leave(standing, 0, 0);
    cr_expect(standing_may(standing, 1, 0) && !standing_may(standing, 1, 1));
    standing_free(standing);
}

// --- percentiles --------------------------------------------------------------------------------

enum { GUESTS = 12, WINDOWS = 150, HOSTS = 3 };

// Guests 0 to 8 with traces, the others constant.
static void make_traced(uint64_t seed)
{
    struct rng rng;
    rng_init(&rng, seed);
    for (int h = 0; h < HOSTS; h++)
        made_host(&estate, (const char *[]){"h0", "h1", "h2"}[h], 8, 64);
    made_guests(GUESTS, 2, 1);
    for (size_t g = 0; g < 9; g++) {
        float cores[WINDOWS];
        for (size_t w = 0; w < WINDOWS; w++)
            cores[w] = (float)(4 * rng_unit(&rng) * (rng_below(&rng, 6) == 0 ? 2 : 0.5));
        made_trace(&estate, g, WINDOWS, cores);
    }
    policy.cpu = POLICY_CPU_PERCENTILE;
    policy.percentile = 0.9;
    made_amounts(&estate, &policy, &amounts);
}

// The long way: all on the host, sorted.
static int64_t percentile_of(const bool *is_there)
{
    int64_t sums[WINDOWS] = {0};
    for (size_t g = 0; g < GUESTS; g++)
        for (size_t w = 0; is_there[g] && w < WINDOWS; w++)
            sums[w] += amounts.trace[g] ? amounts.trace[g][w] : amounts.size[g][AMOUNT_CPU];
    for (size_t i = 1; i < WINDOWS; i++)
        for (size_t j = i; j > 0 && sums[j - 1] > sums[j]; j--) {
            int64_t kept = sums[j];
            sums[j] = sums[j - 1];
            sums[j - 1] = kept;
        }
    return sums[WINDOWS - 15 - 1]; // a tenth of 150 may be above
}

Test(planner_standing, a_percentile_is_the_same_the_quick_way_and_the_long_way)
{
    struct rng rng;
    make_traced(3);
    rng_init(&rng, 9);
    struct standing *standing = standing_new(&amounts, NULL, false);
    bool is_there[HOSTS][GUESTS] = {0};
    size_t refused = 0;
    for (int step = 0; step < 3000; step++) {
        uint32_t g = (uint32_t)rng_below(&rng, GUESTS), h = (uint32_t)rng_below(&rng, HOSTS);
        if (is_there[h][g]) {
            standing_leave(standing, g, h);
            is_there[h][g] = false;
        } else {
            is_there[h][g] = true;
            int64_t taken = percentile_of(is_there[h]), room = amounts.room[h][AMOUNT_CPU];
            cr_assert_eq(standing_may(standing, g, h), taken <= room, "step %d", step);
            if (taken > room)
                cr_assert_eq(standing_ask(standing, g, h).missing, taken - room);
            refused += taken > room;
            standing_arrive(standing, g, h); // whether or not it may
        }
        cr_assert_eq(standing_taken(standing, h, AMOUNT_CPU), percentile_of(is_there[h]));
    }
    cr_expect(refused > 300 && refused < 2700, "%zu", refused);
    standing_free(standing);
}

Test(planner_standing, a_copy_goes_its_own_way)
{
    make_traced(4);
    struct standing *standing = standing_new(&amounts, NULL, false);
    standing_arrive(standing, 0, 0);
    int64_t before = standing_taken(standing, 0, AMOUNT_CPU);
    struct standing *copy = standing_copy(standing);
    standing_arrive(copy, 1, 0);
    standing_arrive(copy, 9, 1);
    cr_expect_eq(standing_taken(standing, 0, AMOUNT_CPU), before);
    cr_expect_eq(standing_guests_on(standing, 1), 0);
    cr_expect_eq(standing_guests_on(copy, 0), 2);
    standing_free(copy);
    standing_free(standing);
}

// --- neighbours ---------------------------------------------------------------------------------

// Two kinds: the first is slowed to twice its CPU beside the second, which feels a tenth of it.
static void make_kinds(void)
{
    made_host(&estate, "h0", 10, 64);
    made_guests(6, 2, 1);
    made_amounts(&estate, &policy, &amounts);
    amounts.kinds = 2;
    amounts.kind = calloc(6, 1);
    amounts.slowdown = calloc(4, sizeof(double));
    const double slowdown[4] = {1, 2, 1.1, 1};
    for (int i = 0; i < 4; i++)
        amounts.slowdown[i] = slowdown[i];
    for (int g = 3; g < 6; g++)
        amounts.kind[g] = 1;
}

Test(planner_standing, neighbours_of_another_kind_cost_what_was_measured)
{
    make_kinds();
    struct standing *standing = standing_new(&amounts, NULL, false);
    standing_arrive(standing, 0, 0);
    standing_arrive(standing, 1, 0);
    cr_expect_eq(standing_taken(standing, 0, AMOUNT_CPU), 4000000, "of one kind: as it is");
    standing_arrive(standing, 3, 0);
    // 6 cores, and of 4 x 2 core pairs on 10 cores the first kind's 1.0 and the second's 0.1.
    cr_expect_eq(standing_taken(standing, 0, AMOUNT_CPU), 6880000);
    cr_expect(standing_may(standing, 2, 0), "8 + 12 x 1.1 / 10 = 9.32 of 10");
    cr_expect(standing_may(standing, 4, 0), "8 + 16 x 1.1 / 10 = 9.76 of 10");
    standing_arrive(standing, 4, 0);
    cr_expect_eq(standing_taken(standing, 0, AMOUNT_CPU), 9760000);
    struct standing_answer answer = standing_ask(standing, 5, 0);
    cr_expect_eq(answer.hindrance, STANDING_ROOM);
    cr_expect_eq(answer.missing, 2640000, "10 + 24 x 1.1 / 10 = 12.64");
    standing_free(standing);
}

// Whoever leaves never makes it worse: what is allowed is allowed in part.
Test(planner_standing, a_part_of_what_is_allowed_is_allowed)
{
    make_kinds();
    for (unsigned all = 0; all < 64; all++)
        for (int less = 0; less < 6; less++) {
            struct standing *standing = standing_new(&amounts, NULL, false);
            for (uint32_t g = 0; g < 6; g++)
                if (all & 1u << g)
                    standing_arrive(standing, g, 0);
            int64_t before = standing_taken(standing, 0, AMOUNT_CPU);
            if (all & 1u << less)
                standing_leave(standing, (uint32_t)less, 0);
            cr_expect_leq(standing_taken(standing, 0, AMOUNT_CPU), before);
            standing_free(standing);
        }
}
