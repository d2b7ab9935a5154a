// SPDX-License-Identifier: GPL-3.0-or-later
// Straight moves, and the story of the whole: what is tried after what, and which of its ends is
// the best.
#include "planner/moves/moves_order.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_bypass.h"
#include "planner/moves/moves_search.h"
#include "planner/moves/moves_state.h"
#include "planner/moves/moves_time.h"

struct walk {
    struct moves_state *state;
    enum move_reason reason;
    bool mends_only;
    uint32_t *freed; // hosts that guests have left, a stack
    size_t freed_count;
};

static bool is_wanted(const struct walk *walk, uint32_t guest)
{
    return moves_state_is_pending(walk->state, guest) &&
           (!walk->mends_only || walk->state->is_broken[guest]);
}

static bool go_straight(struct walk *walk, uint32_t guest)
{
    struct moves_state *state = walk->state;
    int32_t from = state->host[guest], to = state->goal[guest];
    if (!moves_state_may(state, guest, to))
        return false;
    moves_state_go(state, guest, to, walk->reason);
    if (from >= 0)
        walk->freed[walk->freed_count++] = (uint32_t)from;
    return true;
}

// Those who wait for what was freed, and for what they free themselves.
static void wake(struct walk *walk)
{
    const struct moves_state *state = walk->state;
    while (walk->freed_count > 0) {
        uint32_t host = walk->freed[--walk->freed_count];
        for (uint32_t i = state->goal_from[host]; i < state->goal_from[host + 1]; i++)
            if (is_wanted(walk, state->goal_guests[i]))
                go_straight(walk, state->goal_guests[i]);
    }
}

// Guests of one host together, so that it is soon empty; the largest of it first, as they have the
// least choice.
struct ranked {
    double bytes;
    int32_t from;
    uint32_t guest;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->bytes != y->bytes)
        return x->bytes > y->bytes ? -1 : 1;
    return x->guest < y->guest ? -1 : x->guest > y->guest;
}

static struct ranked *rank(const struct walk *walk, size_t *ret_count)
{
    const struct moves_state *state = walk->state;
    struct ranked *ranked = alloc_zeroed(state->pending + 1, sizeof(*ranked));
    *ret_count = 0;
    for (uint32_t g = 0; g < state->guests; g++)
        if (is_wanted(walk, g))
            ranked[(*ret_count)++] = (struct ranked){
                .bytes = moves_memory_bytes(state->estate, (int32_t)g),
                .from = state->host[g],
                .guest = g,
            };
    qsort(ranked, *ret_count, sizeof(*ranked), by_rank);
    return ranked;
}

static void walk_all(struct walk *walk)
{
    size_t count = 0;
    scope_free struct ranked *ranked = rank(walk, &count);
    bool has_gone = true;
    while (has_gone) {
        has_gone = false;
        for (size_t i = 0; i < count; i++)
            if (is_wanted(walk, ranked[i].guest) && go_straight(walk, ranked[i].guest)) {
                has_gone = true;
                wake(walk);
            }
    }
}

void moves_order_straight(struct moves_state *state, enum move_reason reason)
{
    scope_free uint32_t *freed = alloc_zeroed(state->guests + 1, sizeof(*freed));
    struct walk walk = {.state = state, .reason = reason, .mends_only = true, .freed = freed};
    walk_all(&walk);
    walk.mends_only = false;
    walk_all(&walk);
}

// The best place to stop: the fewest guests not at their goal, and none between.
struct best {
    size_t steps, pending;
};

static void note_best(const struct moves_state *state, struct best *best)
{
    if (state->astray == 0 && state->pending <= best->pending)
        *best = (struct best){state->steps.count, state->pending};
}

// Detours until they help no more. Each guest makes few of them, so this ends.
static void detour(struct moves_state *state, struct best *best)
{
    struct moves_bypass *bypass = moves_bypass_new(state);
    while (state->pending > 0 && moves_bypass_make_room(bypass)) {
        moves_order_straight(state, MOVE_CONSOLIDATE);
        note_best(state, best);
    }
    moves_bypass_free(bypass);
}

// A shorter plan, where the end of the whole would break a rule that only holds at the end (with
// guests left over, that of the target may): moves are taken back until it does not.
static void step_back(struct moves_state *state)
{
    if (state->pending == 0 && !state->leaves_over)
        return;
    for (size_t back = 1; state->steps.count > 0; back = back < 64 ? back + 1 : 2 * back) {
        if (state->astray == 0 && moves_state_is_fine(state))
            return;
        moves_state_undo(state, state->steps.count > back ? state->steps.count - back : 0);
    }
}

void moves_order_find(struct moves_state *state, struct moves_order *ret_order)
{
    struct best best = {.pending = state->pending};
    ret_order->is_proven = false;
    moves_order_straight(state, MOVE_CONSOLIDATE);
    note_best(state, &best);
    if (state->pending > 0)
        detour(state, &best);
    if (state->pending > 0) {
        moves_state_undo(state, best.steps);
        moves_search_on(state, &ret_order->is_proven);
    }
    step_back(state);
}
