// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes in an array, found by their key in an open hash table. Walking costs as many moves as lie
// between two nodes in the tree.
#include "planner/moves/moves_nodes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "planner/moves/moves_state.h"

// A placement as a number in base hosts + 1 where that fits; else the exclusive or of a hash for
// each guest on its host (Zobrist 1970).
static uint64_t part_of_key(const struct moves_nodes *nodes, uint32_t guest, int32_t host)
{
    const struct moves_state *state = nodes->state;
    uint64_t index = (uint64_t)guest * (state->hosts + 1) + (uint64_t)(host + 1);
    if (!nodes->is_exact)
        return rng_derive(0x6d6f766573, index);
    uint64_t value = (uint64_t)(host + 1);
    for (uint32_t g = 0; g < guest; g++)
        value *= state->hosts + 1;
    return value;
}

static uint64_t joined(const struct moves_nodes *nodes, uint64_t key, uint64_t less, uint64_t more)
{
    return nodes->is_exact ? key - less + more : key ^ less ^ more;
}

void moves_nodes_init(struct moves_nodes *nodes, struct moves_state *state)
{
    double bits = log2((double)state->hosts + 1) * (double)state->guests;
    *nodes = (struct moves_nodes){
        .state = state,
        .root_steps = state->steps.count,
        .table_size = 1024,
        .is_exact = bits < 63,
    };
    nodes->table = alloc_zeroed(nodes->table_size, sizeof(*nodes->table));
    memset(nodes->table, -1, nodes->table_size * sizeof(*nodes->table));
    uint64_t key = 0;
    for (uint32_t g = 0; g < state->guests; g++)
        key = joined(nodes, key, 0, part_of_key(nodes, g, state->host[g]));
    moves_nodes_add(nodes, &(struct moves_node){
                               .key = key,
                               .to_come = state->pending_bytes,
                               .parent = -1,
                           });
}

void moves_nodes_done(struct moves_nodes *nodes)
{
    free(nodes->list);
    free(nodes->table);
    free(nodes->path);
}

uint64_t moves_nodes_key_after(const struct moves_nodes *nodes, uint32_t guest, int32_t to)
{
    return joined(nodes, nodes->list[nodes->at].key,
                  part_of_key(nodes, guest, nodes->state->host[guest]),
                  part_of_key(nodes, guest, to));
}

static size_t slot_of(const struct moves_nodes *nodes, uint64_t key)
{
    uint64_t mixed = key;
    size_t slot = rng_splitmix64(&mixed) & (nodes->table_size - 1);
    while (nodes->table[slot] >= 0 && nodes->list[nodes->table[slot]].key != key)
        slot = (slot + 1) & (nodes->table_size - 1);
    return slot;
}

int32_t moves_nodes_find(const struct moves_nodes *nodes, uint64_t key)
{
    return nodes->table[slot_of(nodes, key)];
}

static void grow_table(struct moves_nodes *nodes)
{
    nodes->table_size *= 2;
    nodes->table = alloc_resized(nodes->table, nodes->table_size, sizeof(*nodes->table));
    memset(nodes->table, -1, nodes->table_size * sizeof(*nodes->table));
    for (size_t n = 0; n < nodes->count; n++)
        nodes->table[slot_of(nodes, nodes->list[n].key)] = (int32_t)n;
}

int32_t moves_nodes_add(struct moves_nodes *nodes, const struct moves_node *node)
{
    if (nodes->count == nodes->capacity) {
        nodes->capacity = nodes->capacity ? 2 * nodes->capacity : 256;
        nodes->list = alloc_resized(nodes->list, nodes->capacity, sizeof(*nodes->list));
    }
    if (2 * nodes->count >= nodes->table_size)
        grow_table(nodes);
    int32_t added = (int32_t)nodes->count;
    nodes->table[slot_of(nodes, node->key)] = added;
    nodes->list[nodes->count++] = *node;
    return added;
}

static void make_path(struct moves_nodes *nodes, int32_t node)
{
    size_t depth = (size_t)nodes->list[node].depth;
    if (depth >= nodes->path_size) {
        nodes->path_size = 2 * depth + 16;
        nodes->path = alloc_resized(nodes->path, nodes->path_size, sizeof(*nodes->path));
    }
    for (; node >= 0; node = nodes->list[node].parent)
        nodes->path[nodes->list[node].depth] = node;
}

// The depth of the last node that the ways to both have in common.
static int32_t meeting_depth(const struct moves_nodes *nodes, int32_t a, int32_t b)
{
    while (a != b) {
        if (nodes->list[a].depth > nodes->list[b].depth)
            a = nodes->list[a].parent;
        else
            b = nodes->list[b].parent;
    }
    return nodes->list[a].depth;
}

void moves_nodes_walk(struct moves_nodes *nodes, int32_t node)
{
    int32_t meeting = meeting_depth(nodes, nodes->at, node), depth = nodes->list[node].depth;
    moves_state_undo(nodes->state, nodes->root_steps + (size_t)meeting);
    make_path(nodes, node);
    for (int32_t d = meeting + 1; d <= depth; d++) {
        const struct moves_node *next = &nodes->list[nodes->path[d]];
        moves_state_go(nodes->state, (uint32_t)next->guest, next->to, MOVE_CONSOLIDATE);
    }
    nodes->at = node;
}
