// SPDX-License-Identifier: GPL-3.0-or-later
// Whose turn it is: everyone once a round, in an order that only the seed decides.
#include "bench/turns.h"

#include <criterion/criterion.h>
#include <string.h>

enum { ROUNDS = 600, RUNS = 3 };

static void draw(uint64_t seed, int *turns_taken, size_t count)
{
    struct turns turns;
    turns_init(&turns, RUNS, seed);
    for (size_t i = 0; i < count; i++)
        turns_taken[i] = turns_next(&turns);
}

Test(harness_turns, every_round_gives_each_one_turn)
{
    int taken[ROUNDS * RUNS];
    draw(7, taken, ROUNDS * RUNS);
    for (size_t round = 0; round < ROUNDS; round++) {
        unsigned seen = 0;
        for (size_t i = 0; i < RUNS; i++)
            seen |= 1u << taken[round * RUNS + i];
        cr_assert_eq(seen, 7, "round %zu", round);
    }
}

// Of the six orders of three, each comes 100 times in 600 rounds: five standard deviations are 46.
Test(harness_turns, every_order_is_as_likely)
{
    int taken[ROUNDS * RUNS];
    unsigned orders[9] = {0};
    draw(99, taken, ROUNDS * RUNS);
    for (size_t round = 0; round < ROUNDS; round++)
        orders[taken[round * RUNS] * 3 + taken[round * RUNS + 1]]++;
    for (int first = 0; first < 3; first++)
        for (int second = 0; second < 3; second++) {
            unsigned count = orders[first * 3 + second];
            cr_assert_eq(count == 0, first == second);
            if (first != second)
                cr_assert(count > 54 && count < 146, "%d then %d: %u times", first, second, count);
        }
}

Test(harness_turns, the_seed_gives_the_order)
{
    int first[60], same[60], other[60];
    draw(4, first, 60);
    draw(4, same, 60);
    draw(5, other, 60);
    cr_assert_eq(memcmp(first, same, sizeof first), 0);
    cr_assert_neq(memcmp(first, other, sizeof first), 0);
}

Test(harness_turns, who_leaves_gets_no_further_turn_and_the_others_go_on)
{
    struct turns turns;
    unsigned taken[RUNS] = {0};
    turns_init(&turns, RUNS, 1);
    int gone = turns_next(&turns);
    turns_leave(&turns, (size_t)gone);
    for (int i = 0; i < 20; i++)
        taken[turns_next(&turns)]++;
    cr_assert_eq(taken[gone], 0);
    for (int i = 0; i < RUNS; i++)
        cr_assert(i == gone || taken[i] == 10, "%u", taken[i]);
}

// One that leaves in another's turn loses the turn it still had in this round.
Test(harness_turns, leaving_counts_at_once)
{
    struct turns turns;
    turns_init(&turns, 2, 3);
    int first = turns_next(&turns);
    turns_leave(&turns, (size_t)(1 - first));
    cr_assert_eq(turns_next(&turns), first);
    turns_leave(&turns, (size_t)first);
    cr_assert_eq(turns_next(&turns), -1);
    cr_assert_eq(turns_next(&turns), -1);
}

Test(harness_turns, one_alone_and_none)
{
    struct turns turns;
    turns_init(&turns, 1, 0);
    for (int i = 0; i < 5; i++)
        cr_assert_eq(turns_next(&turns), 0);
    turns_init(&turns, 0, 0);
    cr_assert_eq(turns_next(&turns), -1);
    turns_leave(&turns, 5);
    turns_init(&turns, TURNS_MAX, 9);
    uint64_t seen = 0;
    for (int i = 0; i < TURNS_MAX; i++)
        seen |= UINT64_C(1) << turns_next(&turns);
    cr_assert_eq(seen, UINT64_MAX);
}
