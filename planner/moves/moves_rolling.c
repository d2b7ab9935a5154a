// SPDX-License-Identifier: GPL-3.0-or-later
// Both ways of rolling are tried and the shorter one is kept.
#include "planner/moves/moves_rolling.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_emptying.h"
#include "planner/moves/moves_groups.h"
#include "planner/moves/moves_state.h"
#include "planner/moves/moves_words.h"
#include "planner/rules/rule.h"
#include "planner/rules/rule_broken.h"

enum { QUESTIONS_MOST = 20000000 };

struct rolling {
    struct moves_state *state;
    bool *is_closed;
    bool *is_served;     // [host] is to be maintained
    bool *is_maintained; // [host] was
    int32_t *group;      // [host]
    int32_t *order;      // hosts by group
    size_t count;        // of them
    struct moves *moves; // for what is stuck
    int32_t *maintained; // these hosts, the latest last
    size_t maintained_count;
    uint64_t questions; // see moves_emptying.h
    bool returns;       // guests come back
    size_t refused;     // groups that could not be emptied
};

static bool is_occupied(const struct moves_state *state, size_t host)
{
    return state->first[host] >= 0;
}

static void rolling_init(struct rolling *rolling, const bool *keeps_on)
{
    const struct moves_state *state = rolling->state;
    size_t hosts = state->hosts;
    rolling->is_served = alloc_zeroed(hosts + 1, sizeof(bool));
    rolling->is_maintained = alloc_zeroed(hosts + 1, sizeof(bool));
    rolling->group = alloc_zeroed(hosts + 1, sizeof(int32_t));
    rolling->order = alloc_zeroed(hosts + 1, sizeof(int32_t));
    rolling->maintained = alloc_zeroed(hosts + 1, sizeof(int32_t));
    for (size_t h = 0; h < hosts; h++)
        rolling->is_served[h] = (is_occupied(state, h) || (keeps_on && keeps_on[h])) &&
                                !state->estate->hosts[h].is_drained;
    rolling->count = moves_groups_order(state, rolling->is_served, rolling->group, rolling->order);
}

static void rolling_done(struct rolling *rolling)
{
    free(rolling->is_served);
    free(rolling->is_maintained);
    free(rolling->group);
    free(rolling->order);
    free(rolling->maintained);
}

// --- one group -----------------------------------------------------------------------------------

static void refuse(struct rolling *rolling, int32_t host, char *why)
{
    rolling->refused++;
    if (rolling->moves)
        moves_words_add_stuck(rolling->moves,
                              alloc_printf("%s is not maintained: %s",
                                           rolling->state->estate->hosts[host].name, why));
    free(why);
}

static void close_group(struct rolling *rolling, const int32_t *hosts, size_t count, bool closed)
{
    for (size_t i = 0; i < count; i++)
        rolling->is_closed[hosts[i]] = closed;
}

// The continuous rule that is broken with these empty hosts away, and is not with them.
static const struct rule *broken_without(struct rolling *rolling, const int32_t *hosts,
                                         size_t count)
{
    const struct moves_state *state = rolling->state;
    size_t rules = state->rules ? rule_set_count(state->rules) : 0;
    scope_free bool *now = rule_broken_of(state->amounts, state->rules, state->host, true);
    if (!now || !memchr(now, true, rules))
        return NULL;
    close_group(rolling, hosts, count, false);
    scope_free bool *then = rule_broken_of(state->amounts, state->rules, state->host, true);
    close_group(rolling, hosts, count, true);
    return rule_broken_anew(state->rules, now, then);
}

static bool empty_group(struct rolling *rolling, const int32_t *hosts, size_t count)
{
    struct moves_state *state = rolling->state;
    size_t steps = state->steps.count;
    struct moves_emptying emptying = {
        .state = state,
        .is_closed = rolling->is_closed,
        .is_served = rolling->is_served,
        .is_maintained = rolling->returns ? NULL : rolling->is_maintained,
        .maintained = rolling->maintained,
        .maintained_count = rolling->maintained_count,
        .questions = &rolling->questions,
    };
    char *why = moves_emptying_run(&emptying, hosts, count);
    if (!why) {
        const struct rule *rule = broken_without(rolling, hosts, count);
        if (rule)
            why = alloc_printf("%s would be broken without it; another host, or that rule not "
                               "continuous, would allow it",
                               rule_text(rule));
    }
    if (!why)
        return true;
    refuse(rolling, hosts[0], why);
    moves_state_undo(state, steps);
    return false;
}

static void maintain(struct rolling *rolling, const int32_t *hosts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        moves_steps_add(&rolling->state->steps, (struct moves_step){
                                                    .kind = MOVE_MAINTAIN,
                                                    .reason = MOVE_EVACUATE,
                                                    .guest = -1,
                                                    .from = -1,
                                                    .to = hosts[i],
                                                    .group = rolling->group[hosts[i]],
                                                });
        rolling->is_maintained[hosts[i]] = true;
        rolling->maintained[rolling->maintained_count++] = hosts[i];
    }
}

// Back to where each was, the last one first, as often around as it takes. Asked anew: with the
// hosts open again rules may see it otherwise than on the way out. False where some do not get
// back.
static bool bring_back(struct rolling *rolling, size_t from, size_t to)
{
    struct moves_state *state = rolling->state;
    size_t left = to - from;
    for (bool has_gone = true; left > 0 && has_gone;) {
        has_gone = false;
        for (size_t s = to; s-- > from;) {
            struct moves_step step = state->steps.list[s];
            if (state->host[step.guest] == step.from ||
                !moves_state_may(state, (uint32_t)step.guest, step.from))
                continue;
            moves_state_go(state, (uint32_t)step.guest, step.from, MOVE_RETURN);
            has_gone = true;
            left--;
        }
    }
    return left == 0;
}

static void roll_group(struct rolling *rolling, const int32_t *hosts, size_t count)
{
    struct moves_state *state = rolling->state;
    size_t first = state->steps.count;
    close_group(rolling, hosts, count, true);
    bool is_empty = empty_group(rolling, hosts, count);
    size_t last = state->steps.count;
    if (is_empty)
        maintain(rolling, hosts, count);
    close_group(rolling, hosts, count, false);
    if (!is_empty || !rolling->returns || bring_back(rolling, first, last))
        return;
    moves_state_undo(state, first);
    rolling->maintained_count -= count;
    refuse(rolling, hosts[0],
           alloc_copy("its guests would not all get back to it by the rules that "
                      "are continuous"));
}

// --- the whole -----------------------------------------------------------------------------------

static void roll_all(struct rolling *rolling)
{
    for (size_t i = 0; i < rolling->count;) {
        size_t first = i;
        int32_t group = rolling->group[rolling->order[first]];
        while (i < rolling->count && rolling->group[rolling->order[i]] == group)
            i++;
        roll_group(rolling, &rolling->order[first], i - first);
    }
}

// Guests that were brought to hosts that shall be off at the end go to those that are on.
static bool leave_borrowed(struct rolling *rolling)
{
    struct moves_state *state = rolling->state;
    struct moves_emptying emptying = {
        .state = state,
        .is_closed = rolling->is_closed,
        .is_served = rolling->is_served,
        .questions = &rolling->questions,
        .reason = MOVE_RETURN,
        .served_only = true,
    };
    for (int32_t h = 0; h < (int32_t)state->hosts; h++) {
        if (rolling->is_served[h] || !is_occupied(state, (size_t)h) ||
            state->estate->hosts[h].is_drained)
            continue;
        rolling->is_closed[h] = true;
        scope_free char *why = moves_emptying_run(&emptying, &h, 1);
        rolling->is_closed[h] = false;
        if (why)
            return false;
    }
    return true;
}

// How many steps it takes; SIZE_MAX where it ends as nobody wants it.
static size_t roll(struct rolling *rolling, bool returns, struct moves *moves)
{
    struct moves_state *state = rolling->state;
    size_t before = state->steps.count;
    rolling->returns = returns;
    rolling->moves = moves;
    rolling->refused = 0;
    rolling->maintained_count = 0;
    rolling->questions = QUESTIONS_MOST;
    memset(rolling->is_maintained, 0, state->hosts);
    roll_all(rolling);
    if (!returns && (!leave_borrowed(rolling) || !moves_state_is_fine(state)))
        return SIZE_MAX;
    return state->steps.count - before;
}

static size_t guests_to_move(const struct rolling *rolling)
{
    const struct moves_state *state = rolling->state;
    size_t guests = 0;
    for (size_t g = 0; g < state->guests; g++)
        guests += !state->estate->guests[g].is_off && state->host[g] >= 0 &&
                  rolling->is_served[state->host[g]];
    return guests;
}

void moves_rolling_add(struct moves_state *state, bool *is_closed, const bool *keeps_on,
                       struct moves *moves)
{
    size_t before = state->steps.count;
    __attribute__((cleanup(rolling_done))) struct rolling rolling = {
        .state = state,
        .is_closed = is_closed,
    };
    // What the consolidation has mended must hold at the end, too.
    free(state->broken);
    state->broken = rule_broken_of(state->amounts, state->rules, state->host, false);
    rolling_init(&rolling, keeps_on);
    size_t staying = roll(&rolling, false, NULL), refused = rolling.refused;
    moves_state_undo(state, before);
    bool returns = false;
    // Coming back takes two moves of each guest.
    if (refused > 0 || staying > rolling.count + 2 * guests_to_move(&rolling)) {
        size_t returning = roll(&rolling, true, NULL);
        moves_state_undo(state, before);
        // More hosts maintained first, then fewer moves.
        returns = staying == SIZE_MAX || rolling.refused < refused ||
                  (rolling.refused == refused && returning < staying);
    }
    roll(&rolling, returns, moves);
}
