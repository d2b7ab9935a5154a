// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the standing, the lists of guests by host and what is still to do in step with each move.
#include "planner/moves/moves_state.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_time.h"
#include "planner/rules/rule_broken.h"
#include "planner/standing/standing.h"

static void link_guest(struct moves_state *state, uint32_t guest, int32_t host)
{
    if (host < 0)
        return;
    state->next[guest] = state->first[host];
    state->previous[guest] = -1;
    if (state->first[host] >= 0)
        state->previous[state->first[host]] = (int32_t)guest;
    state->first[host] = (int32_t)guest;
}

static void unlink_guest(struct moves_state *state, uint32_t guest, int32_t host)
{
    if (host < 0)
        return;
    if (state->previous[guest] >= 0)
        state->next[state->previous[guest]] = state->next[guest];
    else
        state->first[host] = state->next[guest];
    if (state->next[guest] >= 0)
        state->previous[state->next[guest]] = state->previous[guest];
}

// Adds the guest to what is still to do, or takes it out of it (sign -1).
static void count_guest(struct moves_state *state, uint32_t guest, int sign)
{
    if (state->host[guest] == state->goal[guest])
        return;
    state->pending += (size_t)sign;
    state->pending_bytes += sign * moves_memory_bytes(state->estate, (int32_t)guest);
    if (state->host[guest] != state->start[guest])
        state->astray += (size_t)sign;
}

static void fill_goals(struct moves_state *state)
{
    state->goal_from = alloc_zeroed(state->hosts + 2, sizeof(*state->goal_from));
    state->goal_guests = alloc_zeroed(state->guests + 1, sizeof(*state->goal_guests));
    for (size_t g = 0; g < state->guests; g++)
        if (state->goal[g] >= 0)
            state->goal_from[state->goal[g] + 2]++;
    for (size_t h = 0; h < state->hosts; h++)
        state->goal_from[h + 2] += state->goal_from[h + 1];
    for (size_t g = 0; g < state->guests; g++)
        if (state->goal[g] >= 0)
            state->goal_guests[state->goal_from[state->goal[g] + 1]++] = (uint32_t)g;
}

// Asked as if each were just about to come, with every rule.
static void find_broken(struct moves_state *state)
{
    struct standing *all = standing_new(state->amounts, state->rules, false);
    for (uint32_t g = 0; g < state->guests; g++)
        if (state->host[g] >= 0)
            standing_arrive(all, g, (uint32_t)state->host[g]);
    for (uint32_t g = 0; g < state->guests; g++) {
        if (state->host[g] < 0 || state->host[g] == state->goal[g])
            continue;
        standing_leave(all, g, (uint32_t)state->host[g]);
        state->is_broken[g] = !standing_may(all, g, (uint32_t)state->host[g]);
        standing_arrive(all, g, (uint32_t)state->host[g]);
    }
    standing_free(all);
}

static void place_guests(struct moves_state *state)
{
    memset(state->first, -1, (state->hosts + 1) * sizeof(*state->first));
    for (uint32_t g = 0; g < state->guests; g++) {
        link_guest(state, g, state->host[g]);
        if (state->host[g] >= 0)
            standing_arrive(state->standing, g, (uint32_t)state->host[g]);
        count_guest(state, g, 1);
    }
}

struct moves_state *moves_state_new(const struct estate *estate, const struct amounts *amounts,
                                    const struct rule_set *rules, const int32_t *goal,
                                    const struct moves_options *options)
{
    size_t guests = estate->guest_count, hosts = estate->host_count;
    struct moves_state *state = alloc_zeroed(1, sizeof(*state));
    *state = (struct moves_state){
        .estate = estate,
        .amounts = amounts,
        .rules = rules,
        .options = options,
        .hosts = hosts,
        .guests = guests,
        .standing = standing_new(amounts, rules, true),
        .start = alloc_zeroed(guests + 1, sizeof(*state->start)),
        .host = alloc_zeroed(guests + 1, sizeof(*state->host)),
        .goal = alloc_zeroed(guests + 1, sizeof(*state->goal)),
        .is_broken = alloc_zeroed(guests + 1, sizeof(*state->is_broken)),
        .first = alloc_zeroed(hosts + 1, sizeof(*state->first)),
        .next = alloc_zeroed(guests + 1, sizeof(*state->next)),
        .previous = alloc_zeroed(guests + 1, sizeof(*state->previous)),
    };
    for (size_t g = 0; g < guests; g++) {
        state->start[g] = state->host[g] = estate->guests[g].host;
        // Nobody is stopped by us: one without a place stays where it is.
        state->goal[g] = goal[g] >= 0 ? goal[g] : state->start[g];
    }
    fill_goals(state);
    place_guests(state);
    state->broken = rule_broken_of(amounts, rules, state->host, false);
    find_broken(state);
    return state;
}

void moves_state_free(struct moves_state *state)
{
    if (!state)
        return;
    standing_free(state->standing);
    moves_steps_done(&state->steps);
    void *blocks[] = {state->start,       state->host,  state->goal,     state->is_broken,
                      state->first,       state->next,  state->previous, state->goal_from,
                      state->goal_guests, state->broken};
    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
        free(blocks[i]);
    free(state);
}

bool moves_state_is_pending(const struct moves_state *state, uint32_t guest)
{
    return state->host[guest] != state->goal[guest];
}

bool moves_state_may(struct moves_state *state, uint32_t guest, int32_t host)
{
    return standing_may(state->standing, guest, (uint32_t)host);
}

static void shift(struct moves_state *state, uint32_t guest, int32_t to)
{
    int32_t from = state->host[guest];
    count_guest(state, guest, -1);
    if (to >= 0)
        standing_arrive(state->standing, guest, (uint32_t)to);
    if (from >= 0)
        standing_leave(state->standing, guest, (uint32_t)from);
    unlink_guest(state, guest, from);
    link_guest(state, guest, to);
    state->host[guest] = to;
    count_guest(state, guest, 1);
}

void moves_state_go(struct moves_state *state, uint32_t guest, int32_t host,
                    enum move_reason reason)
{
    int32_t from = state->host[guest];
    moves_steps_add(&state->steps, (struct moves_step){
                                       .kind = from < 0 ? MOVE_START : MOVE_MIGRATE,
                                       .reason = reason,
                                       .guest = (int32_t)guest,
                                       .from = from,
                                       .to = host,
                                   });
    shift(state, guest, host);
}

void moves_state_undo(struct moves_state *state, size_t steps)
{
    while (state->steps.count > steps) {
        const struct moves_step *last = &state->steps.list[--state->steps.count];
        if (last->guest >= 0)
            shift(state, (uint32_t)last->guest, last->from);
    }
}

bool moves_state_is_fine(const struct moves_state *state)
{
    scope_free bool *now = rule_broken_of(state->amounts, state->rules, state->host, false);
    return !rule_broken_anew(state->rules, now, state->broken);
}

bool moves_state_is_fixed(const struct moves_state *state, uint32_t guest)
{
    const struct estate_guest *it = &state->estate->guests[guest];
    return it->is_pinned || it->is_off || state->host[guest] < 0;
}
