// SPDX-License-Identifier: GPL-3.0-or-later
// Tries, for pending guests, which neighbours of their goal would have to leave for a while, and
// where to. A host that is off is the last choice: it must be switched on for this.
#include "planner/moves/moves_bypass.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_state.h"
#include "planner/moves/moves_time.h"
#include "planner/standing/standing.h"

// A guest is sent on detours so often at most: this is what ends it all.
enum { DETOURS_MOST = 2, TRIALS_MOST = 48, QUESTIONS_MOST = 20000000 };

struct moves_bypass {
    struct moves_state *state;
    uint8_t *detours;   // [guest]
    int32_t *between;   // hosts in the order in which they are tried: emptied, others, off
    uint64_t questions; // that may still be asked: where nothing helps, that must end, too
};

static bool is_emptied(const struct moves_state *state, size_t host)
{
    return state->goal_from[host] == state->goal_from[host + 1];
}

static void add_hosts(struct moves_bypass *bypass, size_t *count, bool emptied, bool off)
{
    const struct moves_state *state = bypass->state;
    for (size_t h = 0; h < state->hosts; h++)
        if (is_emptied(state, h) == emptied && state->estate->hosts[h].is_off == off)
            bypass->between[(*count)++] = (int32_t)h;
}

struct moves_bypass *moves_bypass_new(struct moves_state *state)
{
    size_t count = 0;
    struct moves_bypass *bypass = alloc_zeroed(1, sizeof(*bypass));
    *bypass = (struct moves_bypass){
        .state = state,
        .questions = QUESTIONS_MOST,
        .detours = alloc_zeroed(state->guests + 1, 1),
        .between = alloc_zeroed(state->hosts + 1, sizeof(*bypass->between)),
    };
    add_hosts(bypass, &count, true, false);
    add_hosts(bypass, &count, false, false);
    add_hosts(bypass, &count, false, true);
    add_hosts(bypass, &count, true, true);
    return bypass;
}

void moves_bypass_free(struct moves_bypass *bypass)
{
    if (!bypass)
        return;
    free(bypass->detours);
    free(bypass->between);
    free(bypass);
}

static bool is_usable(const struct moves_bypass *bypass, uint32_t guest)
{
    return !moves_state_is_fixed(bypass->state, guest) && bypass->detours[guest] < DETOURS_MOST;
}

// Where the guest could be meanwhile, or -1.
static int32_t place_between(struct moves_bypass *bypass, uint32_t guest)
{
    struct moves_state *state = bypass->state;
    for (size_t i = 0; i < state->hosts && bypass->questions > 0; i++) {
        int32_t host = bypass->between[i];
        bypass->questions--;
        if (host != state->host[guest] && moves_state_may(state, guest, host))
            return host;
    }
    return -1;
}

struct candidate {
    uint32_t guest;
    bool is_pending; // leaves anyway: one move more, where the others need two
    double bytes;
};

static int by_cost(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    double p = x->bytes * (x->is_pending ? 1 : 2), q = y->bytes * (y->is_pending ? 1 : 2);
    return p < q ? -1 : p > q ? 1 : x->guest < y->guest ? -1 : x->guest > y->guest;
}

static struct candidate *candidates_on(const struct moves_bypass *bypass, int32_t host,
                                       size_t *ret_count)
{
    const struct moves_state *state = bypass->state;
    struct candidate *list =
        alloc_zeroed(standing_guests_on(state->standing, (uint32_t)host) + 1, sizeof(*list));
    *ret_count = 0;
    for (int32_t g = state->first[host]; g >= 0; g = state->next[g])
        if (is_usable(bypass, (uint32_t)g))
            list[(*ret_count)++] = (struct candidate){
                .guest = (uint32_t)g,
                .is_pending = moves_state_is_pending(state, (uint32_t)g),
                .bytes = moves_memory_bytes(state->estate, g),
            };
    qsort(list, *ret_count, sizeof(*list), by_cost);
    return list;
}

// One guest leaves the host for a place between. False where it has none.
static bool send_off(struct moves_bypass *bypass, uint32_t guest)
{
    int32_t between = place_between(bypass, guest);
    if (between < 0)
        return false;
    moves_state_go(bypass->state, guest, between, MOVE_BYPASS);
    return true;
}

// The cheapest one whose leaving is enough; else as many as it takes, the cheapest first.
static bool clear_for(struct moves_bypass *bypass, uint32_t guest)
{
    struct moves_state *state = bypass->state;
    int32_t goal = state->goal[guest];
    size_t count = 0, steps = state->steps.count;
    scope_free struct candidate *list = candidates_on(bypass, goal, &count);
    for (size_t i = 0; i < count; i++) {
        if (send_off(bypass, list[i].guest) && moves_state_may(state, guest, goal))
            return true;
        moves_state_undo(state, steps);
    }
    for (size_t i = 0; i < count; i++)
        if (send_off(bypass, list[i].guest) && moves_state_may(state, guest, goal))
            return true;
    moves_state_undo(state, steps);
    return false;
}

static double bytes_since(const struct moves_state *state, size_t steps)
{
    double bytes = 0;
    for (size_t i = steps; i < state->steps.count; i++) {
        const struct moves_step *step = &state->steps.list[i];
        bool is_due = step->to == state->goal[step->guest];
        bytes += is_due ? 0 : moves_memory_bytes(state->estate, step->guest);
        if (step->from == state->goal[step->guest])
            bytes += moves_memory_bytes(state->estate, step->guest);
    }
    return bytes;
}

// What it would cost to clear the guest's goal; INFINITY where that cannot be done.
static double trial(struct moves_bypass *bypass, uint32_t guest)
{
    struct moves_state *state = bypass->state;
    size_t steps = state->steps.count;
    if (!clear_for(bypass, guest))
        return INFINITY;
    double bytes = bytes_since(state, steps);
    moves_state_undo(state, steps);
    return bytes;
}

static void carry_out(struct moves_bypass *bypass, uint32_t guest)
{
    struct moves_state *state = bypass->state;
    size_t steps = state->steps.count;
    if (!clear_for(bypass, guest))
        return;
    for (size_t i = steps; i < state->steps.count; i++)
        bypass->detours[state->steps.list[i].guest]++;
    bool is_mend = state->is_broken[guest] && state->host[guest] == state->start[guest];
    moves_state_go(state, guest, state->goal[guest], is_mend ? MOVE_REPAIR : MOVE_CONSOLIDATE);
}

bool moves_bypass_make_room(struct moves_bypass *bypass)
{
    const struct moves_state *state = bypass->state;
    double least = INFINITY;
    int64_t best = -1;
    size_t trials = 0;
    for (uint32_t g = 0; g < state->guests; g++) {
        if (!moves_state_is_pending(state, g) || (trials >= TRIALS_MOST && best >= 0))
            continue;
        double bytes = trial(bypass, g);
        trials++;
        if (bytes < least) {
            least = bytes;
            best = g;
        }
    }
    if (best < 0)
        return false;
    carry_out(bypass, (uint32_t)best);
    return true;
}
