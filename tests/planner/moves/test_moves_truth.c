// SPDX-License-Identifier: GPL-3.0-or-later
// Random small fleets against the plain truth: all placements that single moves lead to, looked
// through one after another, by sums alone. An order is found exactly where there is one.
#include <criterion/criterion.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "planner/moves/moves_reach.h"
#include "tests/planner/moves/made_moves.h"

enum { HOSTS_MOST = 4, GUESTS_MOST = 7 };

struct puzzle {
    int hosts, guests;
    int room[HOSTS_MOST];
    int size[GUESTS_MOST], start[GUESTS_MOST], goal[GUESTS_MOST];
};

// False where some host holds more than it has room for.
static bool deal(struct puzzle *puzzle, struct rng *rng, int *place)
{
    bool fits = true;
    int left[HOSTS_MOST];
    for (int h = 0; h < puzzle->hosts; h++)
        left[h] = puzzle->room[h];
    for (int g = 0; g < puzzle->guests; g++) {
        place[g] = (int)rng_below(rng, (uint64_t)puzzle->hosts);
        left[place[g]] -= puzzle->size[g];
        fits = fits && left[place[g]] >= 0;
    }
    return fits;
}

static int free_of(const struct puzzle *puzzle)
{
    int left = 0;
    for (int h = 0; h < puzzle->hosts; h++)
        left += puzzle->room[h];
    for (int g = 0; g < puzzle->guests; g++)
        left -= puzzle->size[g];
    return left;
}

// Tight, so that guests get into each other's way.
static void make(struct puzzle *puzzle, struct rng *rng, bool is_broken)
{
    bool is_fit;
    do {
        puzzle->hosts = 2 + (int)rng_below(rng, HOSTS_MOST - 1);
        puzzle->guests = 2 + (int)rng_below(rng, GUESTS_MOST - 1);
        for (int h = 0; h < puzzle->hosts; h++)
            puzzle->room[h] = 4 + (int)rng_below(rng, 8);
        for (int g = 0; g < puzzle->guests; g++)
            puzzle->size[g] = 1 + (int)rng_below(rng, 6);
        is_fit = deal(puzzle, rng, puzzle->start);
    } while (free_of(puzzle) > 6 || is_fit == is_broken || !deal(puzzle, rng, puzzle->goal));
}

static size_t number_of(const struct puzzle *puzzle, const int *place)
{
    size_t number = 0;
    for (int g = puzzle->guests; g-- > 0;)
        number = number * (size_t)puzzle->hosts + (size_t)place[g];
    return number;
}

static bool fits(const struct puzzle *puzzle, const int *place, int guest, int host)
{
    int taken = puzzle->size[guest];
    for (int g = 0; g < puzzle->guests; g++)
        taken += place[g] == host ? puzzle->size[g] : 0;
    return place[guest] != host && taken <= puzzle->room[host];
}

// How many placements can be reached; *ret_reaches: the goal is one of them.
static size_t truth(const struct puzzle *puzzle, bool *ret_reaches)
{
    size_t states = 1, first = 0, count = 1;
    for (int g = 0; g < puzzle->guests; g++)
        states *= (size_t)puzzle->hosts;
    scope_free bool *seen = alloc_zeroed(states, sizeof(*seen));
    scope_free size_t *queue = alloc_zeroed(states, sizeof(*queue));
    queue[0] = number_of(puzzle, puzzle->start);
    seen[queue[0]] = true;
    while (first < count) {
        int place[GUESTS_MOST];
        size_t number = queue[first++];
        for (int g = 0; g < puzzle->guests; g++, number /= (size_t)puzzle->hosts)
            place[g] = (int)(number % (size_t)puzzle->hosts);
        for (int g = 0; g < puzzle->guests; g++)
            for (int h = 0; h < puzzle->hosts; h++) {
                int from = place[g];
                if (!fits(puzzle, place, g, h))
                    continue;
                place[g] = h;
                size_t next = number_of(puzzle, place);
                place[g] = from;
                if (!seen[next])
                    queue[count++] = next;
                seen[next] = true;
            }
    }
    *ret_reaches = seen[number_of(puzzle, puzzle->goal)];
    return count;
}

static void build(const struct puzzle *puzzle, struct made_moves *made)
{
    made_moves_init(made);
    for (int h = 0; h < puzzle->hosts; h++)
        made_moves_host(made, puzzle->room[h]);
    for (int g = 0; g < puzzle->guests; g++)
        made_moves_guest(made, puzzle->size[g], puzzle->start[g], puzzle->goal[g]);
}

static bool count_one(void *context, const int32_t *host)
{
    (void)host;
    ++*(size_t *)context;
    return true;
}

struct tally {
    size_t reachable, detours, knots, repairs;
};

static void count_moves(const struct moves *moves, struct tally *tally)
{
    tally->detours += moves->bypasses > 0;
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].reason == MOVE_REPAIR) {
            tally->repairs++;
            return;
        }
}

static void play(struct rng *rng, bool is_broken, int round, struct tally *tally)
{
    struct puzzle puzzle;
    struct made_moves made;
    bool reaches = false;
    make(&puzzle, rng, is_broken);
    truth(&puzzle, &reaches);
    build(&puzzle, &made);
    const struct moves *moves = made_moves_plan(&made);
    made_moves_check(&made);
    cr_expect_eq(moves->stuck_count == 0, reaches, "round %d", round);
    for (int g = 0; reaches && g < puzzle.guests; g++)
        cr_expect_eq(moves->end[g], puzzle.goal[g], "round %d", round);
    tally->reachable += reaches;
    tally->knots += !reaches;
    count_moves(moves, tally);
    made_moves_done(&made);
}

Test(planner_moves_truth, an_order_is_found_exactly_where_there_is_one)
{
    struct rng rng;
    struct tally tally = {0};
    rng_init(&rng, 7);
    for (int round = 0; round < 2000; round++)
        play(&rng, false, round, &tally);
    // All kinds were there, or this proved nothing.
    cr_expect_gt(tally.reachable, 500, "%zu", tally.reachable);
    cr_expect_gt(tally.detours, 50, "%zu", tally.detours);
    cr_expect_gt(tally.knots, 50, "%zu", tally.knots);
}

Test(planner_moves_truth, also_where_hosts_are_too_full_at_the_start)
{
    struct rng rng;
    struct tally tally = {0};
    rng_init(&rng, 9);
    for (int round = 0; round < 1000; round++)
        play(&rng, true, round, &tally);
    cr_expect_gt(tally.reachable, 100, "%zu", tally.reachable);
    cr_expect_gt(tally.repairs, 100, "%zu", tally.repairs);
    cr_expect_gt(tally.knots, 20, "%zu", tally.knots);
}

Test(planner_moves_truth, reach_sees_every_placement_that_can_be_reached)
{
    struct rng rng;
    rng_init(&rng, 8);
    for (int round = 0; round < 40; round++) {
        struct puzzle puzzle;
        struct made_moves made;
        bool reaches = false;
        size_t seen = 0;
        make(&puzzle, &rng, false);
        size_t all = truth(&puzzle, &reaches);
        build(&puzzle, &made);
        made_moves_plan(&made);
        cr_assert_eq(moves_reach(&made.estate, &made.amounts, NULL, count_one, &seen), 0);
        cr_expect_eq(seen, all, "round %d", round);
        made_moves_done(&made);
    }
}
