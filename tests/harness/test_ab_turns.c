// SPDX-License-Identifier: GPL-3.0-or-later
// The order of an ab: A B and B A block by block, which of the two drawn, the same again after a
// kill.
#include "bench/ab_turns.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(harness_ab_turns);

static const uint32_t densities[] = {1, 4};
enum { DENSITIES = sizeof densities / sizeof *densities, BLOCKS = 6 };

struct side_of_two {
    struct ladder_bounds bounds;
    struct rung rungs[DENSITIES];
};

// Who made which boot, in order.
struct story {
    int who[2 * DENSITIES * BLOCKS];
    uint32_t units[2 * DENSITIES * BLOCKS];
    size_t count;
};

static void begin(struct side_of_two *sides, uint64_t seed)
{
    for (int s = 0; s < 2; s++) {
        sides[s] = (struct side_of_two){
            .bounds = {.guests_min = 1,
                       .guests_max = 4,
                       .repeats_min = BLOCKS,
                       .repeats_max = BLOCKS,
                       .asks_nothing = true,
                       .densities = densities,
                       .density_count = DENSITIES,
                       .seed = seed},
        };
        for (size_t i = 0; i < DENSITIES; i++)
            sides[s].rungs[i].guests = densities[i];
    }
}

static struct ladder_turn turn_of(const struct side_of_two *side)
{
    return ladder_turn_next(&side->bounds, side->rungs, DENSITIES);
}

static void go(struct side_of_two *sides, uint64_t seed, struct story *story)
{
    for (;;) {
        const struct ladder_turn turns[2] = {turn_of(&sides[0]), turn_of(&sides[1])};
        int who = ab_turns_next(turns, seed);
        if (who < 0)
            return;
        cr_assert_lt(story->count, 2 * DENSITIES * BLOCKS, "no end");
        story->who[story->count] = who;
        story->units[story->count++] = turns[who].units;
        for (size_t i = 0; i < DENSITIES; i++)
            sides[who].rungs[i].boots += densities[i] == turns[who].units;
    }
}

static struct story story_of(uint64_t seed)
{
    struct side_of_two sides[2];
    struct story story = {.count = 0};
    begin(sides, seed);
    go(sides, seed, &story);
    cr_assert_eq(story.count, 2 * DENSITIES * BLOCKS);
    return story;
}

// Who is first of the two at that density in that block.
static int first_in(const struct story *story, size_t block, uint32_t units)
{
    size_t begin = block * 2 * DENSITIES;
    for (size_t i = begin; i < begin + 2 * DENSITIES; i += 2)
        if (story->units[i] == units)
            return story->who[i];
    cr_assert_fail("%u guests are not in block %zu", units, block);
    return -1;
}

Test(harness_ab_turns, both_measure_a_density_one_after_the_other)
{
    struct story story = story_of(7);
    for (size_t i = 0; i < story.count; i += 2) {
        cr_expect_eq(story.units[i], story.units[i + 1]);
        cr_expect_neq(story.who[i], story.who[i + 1]);
    }
}

Test(harness_ab_turns, each_second_block_is_the_other_way_round)
{
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct story story = story_of(seed);
        for (size_t block = 0; block < BLOCKS; block += 2)
            for (size_t i = 0; i < DENSITIES; i++)
                cr_expect_neq(first_in(&story, block, densities[i]),
                              first_in(&story, block + 1, densities[i]));
    }
}

Test(harness_ab_turns, who_begins_is_drawn)
{
    unsigned first = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct story story = story_of(seed);
        for (size_t block = 0; block < BLOCKS; block += 2)
            for (size_t i = 0; i < DENSITIES; i++)
                first += first_in(&story, block, densities[i]) == 0;
    }
    // 1,200 fair draws: 600, with a standard deviation of 17.
    cr_expect(first > 500 && first < 700, "A began %u of 1200 pairs of blocks", first);
}

Test(harness_ab_turns, goes_on_as_it_would_have_from_any_boot)
{
    struct story calm = story_of(3);
    for (size_t kept = 0; kept < calm.count; kept++) {
        struct side_of_two sides[2];
        struct story story = {.count = kept};
        begin(sides, 3);
        for (size_t i = 0; i < kept; i++)
            for (size_t d = 0; d < DENSITIES; d++)
                sides[calm.who[i]].rungs[d].boots += densities[d] == calm.units[i];
        go(sides, 3, &story);
        cr_assert_eq(story.count, calm.count);
        size_t rest = calm.count - kept;
        cr_expect_eq(memcmp(story.who + kept, calm.who + kept, rest * sizeof *calm.who), 0);
        cr_expect_eq(memcmp(story.units + kept, calm.units + kept, rest * sizeof *calm.units), 0);
    }
}

Test(harness_ab_turns, who_loses_a_guest_twice_is_waited_for_no_longer)
{
    struct side_of_two sides[2];
    struct story story = {.count = 0};
    begin(sides, 7);
    sides[0].rungs[1].lost = LADDER_LOSSES;
    go(sides, 7, &story);
    cr_expect_eq(story.count, (2 * DENSITIES - 1) * BLOCKS, "B has them all, A lacks 4 guests");
    cr_expect_eq(ladder_rounds_finished(&sides[0].bounds, sides[0].rungs, DENSITIES), BLOCKS);
}
