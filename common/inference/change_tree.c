// SPDX-License-Identifier: GPL-3.0-or-later
// Permutation tests of parts, and the parts of parts.
#include "common/inference/change_tree.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/inference/change_points.h"
#include "common/inference/energy_split.h"

// A part's level is that of so many draws at least, but no more than DRAWS_MOST are made.
#define DRAWS_PER_LEVEL 10.0
#define DRAWS_MOST      20000.0
// Distances as near as this, over the mean distance, are equal.
#define EQUAL_DISTANCE 1e-9

struct growth {
    const double *series;
    size_t count;
    const struct change_plan *plan;
    struct change_tree tree;
};

static void shuffle(struct energy_stretch *stretch, struct rng *rng)
{
    for (size_t i = stretch->count - 1; i > 0; i--) {
        size_t other = rng_below(rng, i + 1);
        struct energy_value value = stretch->values[i];
        stretch->values[i] = stretch->values[other];
        stretch->values[other] = value;
    }
}

// p of the distance at hand among so many draws and itself. Ends early where p is sure to be above
// `level`; what it returns then is above it, too.
static double test_draws(struct energy_stretch *stretch, const struct change_plan *plan,
                         double distance, double level, size_t draws, uint64_t seed)
{
    double pairs = (double)stretch->count * (double)(stretch->count - 1) / 2;
    double enough = distance - EQUAL_DISTANCE * stretch->within / pairs;
    double hits = 1, most = level * ((double)draws + 1);
    struct rng rng;
    rng_init(&rng, seed);
    for (size_t draw = 0; draw < draws && hits <= most; draw++) {
        shuffle(stretch, &rng);
        hits += energy_split_of(stretch, plan->segment_least).distance >= enough;
    }
    return hits / ((double)draws + 1);
}

// Whether the part falls apart, and where.
static bool divide(const struct growth *growth, struct change_node *node)
{
    const struct change_plan *plan = growth->plan;
    double share = (double)node->count / (double)growth->count;
    double level = plan->significance * share;
    double draws = fmax(plan->draws, fmin(ceil(DRAWS_PER_LEVEL / level), DRAWS_MOST));
    struct energy_stretch stretch;
    if (node->count < 2 * plan->segment_least)
        return false;
    energy_stretch_init(&stretch, growth->series + node->first, node->count);
    const struct energy_split split = energy_split_of(&stretch, plan->segment_least);
    if (split.distance > 0)
        node->p = test_draws(&stretch, plan, split.distance, level, (size_t)draws,
                             rng_derive(plan->seed, node->first * growth->count + node->count));
    energy_stretch_done(&stretch);
    if (!(node->p <= level))
        return false;
    node->at = node->first + split.at;
    return true;
}

static size_t add_node(struct growth *growth, size_t first, size_t count)
{
    struct change_tree *tree = &growth->tree;
    tree->list = alloc_resized(tree->list, tree->count + 1, sizeof *tree->list);
    tree->list[tree->count] = (struct change_node){.first = first, .count = count, .p = 1};
    return tree->count++;
}

static void divide_all(struct growth *growth)
{
    for (size_t i = 0; i < growth->tree.count; i++) {
        struct change_node node = growth->tree.list[i];
        if (divide(growth, &node)) {
            size_t before = node.at - node.first;
            node.left = add_node(growth, node.first, before);
            node.right = add_node(growth, node.at, node.count - before);
            node.is_kept = true;
        }
        growth->tree.list[i] = node;
    }
}

void change_tree_grow(const double *series, size_t count, const struct change_plan *plan,
                      struct change_tree *ret_tree)
{
    struct growth growth = {.series = series, .count = count, .plan = plan};
    add_node(&growth, 0, count);
    divide_all(&growth);
    *ret_tree = growth.tree;
}

void change_tree_done(struct change_tree *tree)
{
    free(tree->list);
    *tree = (struct change_tree){0};
}
