// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: placements that a search has seen, each as one move after another one's; and a
// state that walks from any of them to any other.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_NODES_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_NODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct moves_state;

struct moves_node {
    uint64_t key;   // of its placement
    double cost;    // memory sent to get here
    double to_come; // memory of the guests that are not at their goal
    int32_t parent; // -1: the root
    int32_t guest, to;
    int32_t depth;
    bool is_done; // all that can follow was seen
};

struct moves_nodes {
    struct moves_state *state;
    size_t root_steps; // moves that were there before
    struct moves_node *list;
    size_t count, capacity;
    int32_t *table; // by key
    size_t table_size;
    int32_t at;    // the node whose placement the state has
    int32_t *path; // room for a walk
    size_t path_size;
    bool is_exact; // keys are placements as numbers, else hashes of 64 bits
};

void moves_nodes_init(struct moves_nodes *nodes, struct moves_state *state);
void moves_nodes_done(struct moves_nodes *nodes);

// The key that a placement has after that move from where the state is.
uint64_t moves_nodes_key_after(const struct moves_nodes *nodes, uint32_t guest, int32_t to);
// The node of that key, or -1.
int32_t moves_nodes_find(const struct moves_nodes *nodes, uint64_t key);
int32_t moves_nodes_add(struct moves_nodes *nodes, const struct moves_node *node);
// Takes moves back and makes others until the state is at the node.
void moves_nodes_walk(struct moves_nodes *nodes, int32_t node);

#endif
