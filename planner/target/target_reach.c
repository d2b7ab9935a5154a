// SPDX-License-Identifier: GPL-3.0-or-later
// A state is a number: each free guest's host is a digit, and hosts + 1 the base.
#include "planner/target/target_reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

// --- one move each ------------------------------------------------------------------------------

struct walk {
    const struct target_case *problem;
    struct standing *standing; // continuous rules only
    int32_t *host;             // where they are
};

static struct walk walk_from_start(const struct target_case *problem)
{
    size_t guests = problem->estate->guest_count;
    struct walk walk = {
        problem,
        standing_new(problem->amounts, problem->rules, true),
        alloc_zeroed(guests + 1, sizeof *walk.host),
    };
    memcpy(walk.host, problem->start, guests * sizeof *walk.host);
    for (uint32_t g = 0; g < guests; g++)
        if (walk.host[g] >= 0)
            standing_arrive(walk.standing, g, (uint32_t)walk.host[g]);
    return walk;
}

static void walk_done(struct walk *walk)
{
    standing_free(walk->standing);
    free(walk->host);
}

static void go(struct walk *walk, uint32_t guest, int32_t to)
{
    if (to >= 0)
        standing_arrive(walk->standing, guest, (uint32_t)to);
    if (walk->host[guest] >= 0)
        standing_leave(walk->standing, guest, (uint32_t)walk->host[guest]);
    walk->host[guest] = to;
}

bool target_reach_is_straight(const struct target_case *problem, const int32_t *host)
{
    struct walk walk = walk_from_start(problem);
    size_t left = 0, moved = 1;
    while (moved > 0) {
        left = moved = 0;
        for (uint32_t g = 0; g < problem->estate->guest_count; g++) {
            if (host[g] < 0 || walk.host[g] == host[g])
                continue;
            if (standing_may(walk.standing, g, (uint32_t)host[g])) {
                go(&walk, g, host[g]);
                moved++;
            } else {
                left++;
            }
        }
    }
    walk_done(&walk);
    return left == 0;
}

// --- all states ---------------------------------------------------------------------------------

struct states {
    const struct target_case *problem;
    struct walk walk;
    uint32_t *free; // guests that may leave their host
    size_t count;
    uint64_t base;
    uint64_t *queue;
    size_t queue_count, queue_room;
    uint8_t *is_seen; // bits
    int32_t *best;    // [guest]
    struct target_score best_score;
    bool has_best;
};

static uint64_t number_of(const struct states *states)
{
    uint64_t number = 0;
    for (size_t i = states->count; i-- > 0;)
        number = number * states->base + (uint64_t)(states->walk.host[states->free[i]] + 1);
    return number;
}

static void go_to(struct states *states, uint64_t number)
{
    for (size_t i = 0; i < states->count; i++) {
        int32_t host = (int32_t)(number % states->base) - 1;
        number /= states->base;
        if (states->walk.host[states->free[i]] != host)
            go(&states->walk, states->free[i], host);
    }
}

static void see(struct states *states, uint64_t number)
{
    if (states->is_seen[number / 8] & 1u << number % 8)
        return;
    states->is_seen[number / 8] |= (uint8_t)(1u << number % 8);
    if (states->queue_count == states->queue_room) {
        states->queue_room = 2 * states->queue_room + 64;
        states->queue = alloc_resized(states->queue, states->queue_room, sizeof *states->queue);
    }
    states->queue[states->queue_count++] = number;
}

// The numbers of the states that one move leads to.
static void spread_from(struct states *states, uint64_t number)
{
    uint64_t weight = 1;
    for (size_t i = 0; i < states->count; i++, weight *= states->base) {
        uint32_t guest = states->free[i];
        int32_t from = states->walk.host[guest];
        for (int32_t to = 0; to < (int32_t)states->base - 1; to++)
            if (to != from && standing_may(states->walk.standing, guest, (uint32_t)to))
                see(states, number + (uint64_t)(to - from) * weight);
    }
}

// By all rules: one after another, as any part of what is allowed is allowed.
static bool is_whole(const struct target_case *problem, const int32_t *host)
{
    struct standing *standing = standing_new(problem->amounts, problem->rules, false);
    bool may = true;
    for (uint32_t g = 0; may && g < problem->estate->guest_count; g++) {
        may = host[g] >= 0 && standing_may(standing, g, (uint32_t)host[g]);
        if (may)
            standing_arrive(standing, g, (uint32_t)host[g]);
    }
    standing_free(standing);
    return may;
}

static void look_at(struct states *states)
{
    const struct target_case *problem = states->problem;
    struct target_score score = target_case_score(problem, states->walk.host, 0, false);
    if (states->has_best && !target_score_is_better(&score, &states->best_score))
        return;
    if (!is_whole(problem, states->walk.host))
        return;
    if (problem->has_failover)
        score = target_case_score(problem, states->walk.host, 0, true);
    if (states->has_best && !target_score_is_better(&score, &states->best_score))
        return;
    memcpy(states->best, states->walk.host, problem->estate->guest_count * sizeof *states->best);
    states->best_score = score;
    states->has_best = true;
}

static double states_of(const struct target_case *problem)
{
    double states = 1;
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        if (!problem->is_fixed[g])
            states *= (double)problem->estate->host_count + 1;
    return states;
}

static void search(struct states *states)
{
    const struct target_case *problem = states->problem;
    for (uint32_t g = 0; g < problem->estate->guest_count; g++)
        if (!problem->is_fixed[g])
            states->free[states->count++] = g;
    see(states, number_of(states));
    for (size_t next = 0; next < states->queue_count; next++) {
        go_to(states, states->queue[next]);
        look_at(states);
        spread_from(states, states->queue[next]);
    }
}

bool target_reach(struct target_found *found, double states_most)
{
    const struct target_case *problem = found->problem;
    size_t guests = problem->estate->guest_count;
    double total = states_of(problem);
    if (total > states_most)
        return false;
    struct states states = {
        .problem = problem,
        .walk = walk_from_start(problem),
        .free = alloc_zeroed(guests + 1, sizeof *states.free),
        .base = problem->estate->host_count + 1,
        .is_seen = alloc_zeroed((size_t)total / 8 + 1, 1),
        .best = alloc_zeroed(guests + 1, sizeof *states.best),
    };
    search(&states);
    if (states.has_best)
        target_found_take(found, states.best, "complete search of what single moves lead to");
    walk_done(&states.walk);
    free(states.free);
    free(states.queue);
    free(states.is_seen);
    free(states.best);
    return states.has_best;
}
