// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the first of many bins with room for an item: a tree over bins in an order, each node with
// the most that is left below it in each dimension.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_TREE_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_TREE_H

#include <stddef.h>
#include <stdint.h>

struct packing_tree {
    size_t dimensions, count, leaves; // leaves: a power of two
    int64_t *most;                    // [node][dimension]; node 1 is the root
};

// Every place takes nothing.
void packing_tree_init(struct packing_tree *tree, size_t dimensions, size_t count);
void packing_tree_done(struct packing_tree *tree);

// left: [dimension]; NULL: takes nothing from now on.
void packing_tree_set(struct packing_tree *tree, size_t place, const int64_t *left);

// The first place from `from` on that has room for size in every dimension; count when none has.
// Logarithmic where one dimension decides, up to linear where they contradict each other.
size_t packing_tree_find(const struct packing_tree *tree, const int64_t *size, size_t from);

#endif
