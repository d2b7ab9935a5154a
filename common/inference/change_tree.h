// SPDX-License-Identifier: GPL-3.0-or-later
// A series divided where it falls apart, its parts again, as long as a permutation test says so:
// the tree of E-divisive (Matteson and James 2014, section 2.3). Each part is tested by
// permutations of its own values at its share of the error, significance times its part of the
// whole series: the tests of one level together spend what the whole may, and a part is only tested
// where the one it is a part of fell apart (Meinshausen 2008, "Hierarchical testing of variable
// importance", Biometrika 95, theorem 1). Small parts are given more permutations, so that they can
// reach it.
#ifndef FULLHOUSE_COMMON_INFERENCE_CHANGE_TREE_H
#define FULLHOUSE_COMMON_INFERENCE_CHANGE_TREE_H

#include <stdbool.h>
#include <stddef.h>

struct change_plan;

struct change_node {
    size_t first, count; // its part of the series
    size_t at;           // where it falls apart; 0 for a leaf
    double p;            // of that
    size_t left, right;  // indices of its parts, both above its own; 0 for a leaf
    bool is_kept;        // the change stands
};

struct change_tree {
    struct change_node *list; // the whole series first
    size_t count;
};

// All changes kept. plan has no zeros. Release with change_tree_done.
void change_tree_grow(const double *series, size_t count, const struct change_plan *plan,
                      struct change_tree *ret_tree);
void change_tree_done(struct change_tree *tree);

#endif
