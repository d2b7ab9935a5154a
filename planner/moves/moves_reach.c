// SPDX-License-Identifier: GPL-3.0-or-later
// Breadth first over the nodes of a search that has no goal.
#include "planner/moves/moves_reach.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_nodes.h"
#include "planner/moves/moves_state.h"

static bool can_move(const struct estate_guest *guest)
{
    return !guest->is_pinned && !guest->is_off;
}

double moves_reach_states(const struct estate *estate)
{
    size_t count = 0;
    for (size_t g = 0; g < estate->guest_count; g++)
        count += can_move(&estate->guests[g]);
    return pow((double)estate->host_count, (double)count);
}

static void note(struct moves_nodes *nodes, uint32_t guest, int32_t to)
{
    uint64_t key = moves_nodes_key_after(nodes, guest, to);
    if (moves_nodes_find(nodes, key) < 0)
        moves_nodes_add(nodes, &(struct moves_node){
                                   .key = key,
                                   .parent = nodes->at,
                                   .guest = (int32_t)guest,
                                   .to = to,
                                   .depth = nodes->list[nodes->at].depth + 1,
                               });
}

static void look_around(struct moves_nodes *nodes)
{
    struct moves_state *state = nodes->state;
    for (uint32_t g = 0; g < state->guests; g++)
        for (int32_t h = 0; can_move(&state->estate->guests[g]) && h < (int32_t)state->hosts; h++) {
            if (h == state->host[g])
                continue;
            if (moves_state_may(state, g, h))
                note(nodes, g, h);
        }
}

int moves_reach(const struct estate *estate, const struct amounts *amounts,
                const struct rule_set *rules, moves_reach_fn *reached, void *context)
{
    if (moves_reach_states(estate) > MOVES_REACH_STATES)
        return -E2BIG;
    int32_t *goal = alloc_zeroed(estate->guest_count + 1, sizeof(*goal));
    for (size_t g = 0; g < estate->guest_count; g++)
        goal[g] = estate->guests[g].host;
    struct moves_state *state = moves_state_new(estate, amounts, rules, goal, NULL);
    struct moves_nodes nodes;
    moves_nodes_init(&nodes, state);
    for (int32_t node = 0; node < (int32_t)nodes.count; node++) {
        moves_nodes_walk(&nodes, node);
        if (!reached(context, state->host))
            break;
        look_around(&nodes);
    }
    moves_nodes_done(&nodes);
    moves_state_free(state);
    free(goal);
    return 0;
}
