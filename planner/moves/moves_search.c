// SPDX-License-Identifier: GPL-3.0-or-later
// A* where the way still to go is judged by the memory of the guests that are not at their goal:
// never more than it takes, so the first way found is the cheapest. In large fleets that judgement
// counts several times, which finds a way sooner and not always the cheapest.
#include "planner/moves/moves_search.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/amount/amounts.h"
#include "planner/estate/estate.h"
#include "planner/moves/moves_heap.h"
#include "planner/moves/moves_nodes.h"
#include "planner/moves/moves_reach.h"
#include "planner/moves/moves_state.h"
#include "planner/moves/moves_time.h"

// What a move costs beside its memory, so that of equal ways the one with fewer moves is taken.
static const double bytes_per_move = 64.0 * 1024 * 1024;
// How often the way still to go counts in large fleets.
static const double haste = 4;

enum { WAITING_MOST = 64, GUESTS_MOST = 256, HOSTS_MOST = 48, QUESTIONS_MOST = 2000000 };

struct search {
    struct moves_nodes nodes;
    struct moves_state *state;
    struct moves_heap heap;
    uint32_t *guests; // that may move
    size_t guest_count;
    int32_t *hosts; // that they may go to
    size_t host_count;
    bool is_whole; // all guests, all hosts
    uint64_t questions;
};

static double to_come(const struct moves_state *state)
{
    return state->pending_bytes + (double)state->pending * bytes_per_move;
}

static bool is_small(const struct moves_state *state)
{
    return moves_reach_states(state->estate) <= MOVES_REACH_STATES;
}

static bool has_guest(const struct search *search, uint32_t guest)
{
    for (size_t i = 0; i < search->guest_count; i++)
        if (search->guests[i] == guest)
            return true;
    return false;
}

static void add_guest(struct search *search, uint32_t guest)
{
    if (search->guest_count < GUESTS_MOST && !has_guest(search, guest))
        search->guests[search->guest_count++] = guest;
}

static void add_host(struct search *search, int32_t host)
{
    for (size_t i = 0; i < search->host_count; i++)
        if (search->hosts[i] == host)
            return;
    if (host >= 0 && search->host_count < HOSTS_MOST)
        search->hosts[search->host_count++] = host;
}

static bool may_leave(const struct search *search, uint32_t guest)
{
    return moves_state_is_pending(search->state, guest) ||
           !moves_state_is_fixed(search->state, guest);
}

static void take_all(struct search *search)
{
    for (uint32_t g = 0; g < search->state->guests; g++)
        if (may_leave(search, g))
            search->guests[search->guest_count++] = g;
    for (size_t h = 0; h < search->state->hosts; h++)
        search->hosts[search->host_count++] = (int32_t)h;
}

// Those who wait, those on the hosts that they wait for, and these hosts, with some where one can
// be meanwhile.
static void take_some(struct search *search)
{
    const struct moves_state *state = search->state;
    for (uint32_t g = 0; g < state->guests && search->guest_count < WAITING_MOST; g++)
        if (moves_state_is_pending(state, g))
            add_guest(search, g);
    size_t waiting = search->guest_count;
    for (size_t i = 0; i < waiting; i++) {
        int32_t goal = state->goal[search->guests[i]];
        add_host(search, goal);
        for (int32_t g = state->first[goal]; g >= 0; g = state->next[g])
            if (may_leave(search, (uint32_t)g))
                add_guest(search, (uint32_t)g);
    }
    for (size_t i = 0; i < waiting; i++)
        add_host(search, state->host[search->guests[i]]);
    for (size_t h = 0; h < state->hosts; h++)
        if (state->goal_from[h] == state->goal_from[h + 1])
            add_host(search, (int32_t)h);
    for (size_t h = 0; h < state->hosts; h++)
        add_host(search, (int32_t)h);
}

static double rank_of(const struct search *search, const struct moves_node *node)
{
    return node->cost + (search->is_whole ? 1 : haste) * node->to_come;
}

static double way_of(const struct search *search, uint32_t guest)
{
    return moves_memory_bytes(search->state->estate, (int32_t)guest) + bytes_per_move;
}

static double to_come_after(const struct search *search, uint32_t guest, int32_t to)
{
    bool was = moves_state_is_pending(search->state, guest);
    bool is = to != search->state->goal[guest];
    return to_come(search->state) + (is - was) * way_of(search, guest);
}

// Notes where that move leads, if nothing as cheap led there before.
static void note(struct search *search, uint32_t guest, int32_t to)
{
    struct moves_nodes *nodes = &search->nodes;
    const struct moves_node *parent = &nodes->list[nodes->at];
    struct moves_node node = {
        .key = moves_nodes_key_after(nodes, guest, to),
        .cost = parent->cost + way_of(search, guest),
        .to_come = to_come_after(search, guest, to),
        .parent = nodes->at,
        .guest = (int32_t)guest,
        .to = to,
        .depth = parent->depth + 1,
    };
    int32_t known = moves_nodes_find(nodes, node.key);
    if (known >= 0 && (nodes->list[known].is_done || nodes->list[known].cost <= node.cost))
        return;
    if (known >= 0)
        nodes->list[known] = node;
    else
        known = moves_nodes_add(nodes, &node);
    moves_heap_push(&search->heap, rank_of(search, &node), known);
}

static void try_move(struct search *search, uint32_t guest, int32_t to)
{
    struct moves_state *state = search->state;
    bool is_detour = to != state->goal[guest];
    if (to == state->host[guest] || (is_detour && moves_state_is_fixed(state, guest)))
        return;
    search->questions++;
    if (moves_state_may(state, guest, to))
        note(search, guest, to);
}

static void look_around(struct search *search, int32_t node)
{
    moves_nodes_walk(&search->nodes, node);
    search->nodes.list[node].is_done = true;
    for (size_t i = 0; i < search->guest_count; i++)
        for (size_t k = 0; k < search->host_count; k++)
            try_move(search, search->guests[i], search->hosts[k]);
}

// True when the state was led to where all guests are at their goals.
static bool run(struct search *search)
{
    moves_heap_push(&search->heap, 0, 0);
    while (search->heap.count > 0) {
        int32_t node = moves_heap_pop(&search->heap);
        if (search->nodes.list[node].is_done)
            continue;
        if (!search->is_whole && search->questions > QUESTIONS_MOST)
            return false;
        look_around(search, node);
        if (search->state->pending == 0)
            return true;
    }
    return false;
}

static int by_to_come(const void *a, const void *b)
{
    const struct moves_heap_item *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

// Nothing reaches the goal: the best that is fine. The root is, at last.
static void settle(struct search *search)
{
    struct moves_nodes *nodes = &search->nodes;
    scope_free struct moves_heap_item *order = alloc_zeroed(nodes->count, sizeof(*order));
    for (size_t n = 0; n < nodes->count; n++) {
        order[n].rank = nodes->list[n].to_come + 1e-3 * nodes->list[n].cost;
        order[n].item = (int32_t)n;
    }
    qsort(order, nodes->count, sizeof(*order), by_to_come);
    for (size_t n = 0; n < nodes->count && order[n].item != 0; n++) {
        moves_nodes_walk(nodes, order[n].item);
        if (search->state->astray == 0 && moves_state_is_fine(search->state))
            return;
    }
    moves_nodes_walk(nodes, 0);
}

static void search_done(struct search *search)
{
    moves_nodes_done(&search->nodes);
    moves_heap_done(&search->heap);
    free(search->guests);
    free(search->hosts);
}

bool moves_search_on(struct moves_state *state, bool *ret_is_proven)
{
    __attribute__((cleanup(search_done))) struct search search = {
        .state = state,
        .is_whole = is_small(state),
    };
    if (search.is_whole)
        moves_state_undo(state, 0);
    search.guests = alloc_zeroed(state->guests + GUESTS_MOST, sizeof(*search.guests));
    search.hosts = alloc_zeroed(state->hosts + HOSTS_MOST, sizeof(*search.hosts));
    if (search.is_whole)
        take_all(&search);
    else
        take_some(&search);
    moves_nodes_init(&search.nodes, state);
    search.nodes.list[0].to_come = to_come(state);
    bool is_found = run(&search);
    *ret_is_proven = !is_found && search.is_whole;
    if (!is_found)
        settle(&search);
    return is_found;
}
