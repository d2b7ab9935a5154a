// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_tree.h"

#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"

void packing_tree_init(struct packing_tree *tree, size_t dimensions, size_t count)
{
    size_t leaves = 1;
    while (leaves < count)
        leaves *= 2;
    *tree = (struct packing_tree){.dimensions = dimensions, .count = count, .leaves = leaves};
    tree->most = alloc_zeroed(2 * leaves * dimensions + 1, sizeof(*tree->most));
    for (size_t i = 0; i < 2 * leaves * dimensions; i++)
        tree->most[i] = -1;
}

void packing_tree_done(struct packing_tree *tree)
{
    free(tree->most);
    *tree = (struct packing_tree){0};
}

void packing_tree_set(struct packing_tree *tree, size_t place, const int64_t *left)
{
    size_t width = tree->dimensions, node = tree->leaves + place;
    for (size_t d = 0; d < width; d++)
        tree->most[node * width + d] = left ? left[d] : -1;
    for (node /= 2; node >= 1; node /= 2) {
        int64_t *most = tree->most + node * width;
        const int64_t *a = tree->most + 2 * node * width, *b = a + width;
        bool changed = false;
        for (size_t d = 0; d < width; d++) {
            int64_t larger = a[d] > b[d] ? a[d] : b[d];
            changed = changed || larger != most[d];
            most[d] = larger;
        }
        if (!changed)
            break;
    }
}

static bool has_room(const struct packing_tree *tree, size_t node, const int64_t *size)
{
    const int64_t *most = tree->most + node * tree->dimensions;
    int64_t signs = 0;
    for (size_t d = 0; d < tree->dimensions; d++)
        signs |= most[d] - size[d];
    return signs >= 0;
}

size_t packing_tree_find(const struct packing_tree *tree, const int64_t *size, size_t from)
{
    if (from >= tree->count)
        return tree->count;
    size_t node = tree->leaves + from;
    for (;;) {
        if (has_room(tree, node, size)) {
            if (node >= tree->leaves)
                return node - tree->leaves;
            node *= 2;
            continue;
        }
        while (node & 1) // to the next subtree on the right
            node /= 2;
        if (node == 0)
            return tree->count;
        node++;
    }
}
