// SPDX-License-Identifier: GPL-3.0-or-later
// Packing problems made at random for tests, a judge with two simple rules, a checker that knows
// nothing of the searches, and every placement there is, one after the other.
#ifndef FULLHOUSE_TESTS_PLANNER_PACKING_MADE_PACKING_H
#define FULLHOUSE_TESTS_PLANNER_PACKING_MADE_PACKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/rng.h"
#include "planner/packing/packing.h"

// Items of one team stay apart (two teams of three in ten); item i never in bin i % bins where
// i is a multiple of four.
struct made_rules {
    size_t items, bins;
    int *team;       // [item], or -1
    uint32_t *count; // [team][bin]
};

struct made_packing {
    struct packing_problem problem;
    struct packing_judge judge;
    struct made_rules rules;
    int64_t *sizes, *capacities;
    double *costs, *unit_costs, *move_costs;
    int32_t *start;
    bool *is_fixed, *is_closed;
};

struct made_wish {
    size_t dimensions, items, bins;
    int64_t size_most; // capacities are 60 to 100, or 100 where bins are alike
    bool alike;        // bins
    bool starts, judges, closes, costs;
};

void made_packing_init(struct made_packing *made, const struct made_wish *wish, struct rng *rng);
void made_packing_done(struct made_packing *made);

// NULL, or what is wrong with the placement or with what the packing says of it.
const char *made_packing_wrong(const struct made_packing *made,
                               const struct packing_options *options,
                               const struct packing *packing);

struct made_optimum {
    size_t misplaced;
    double cost, moved;
};

// Of all placements the best: fewest misplaced, then least cost of the aim, then least moved.
struct made_optimum made_packing_optimum(const struct made_packing *made,
                                         const struct packing_options *options);

#endif
