// SPDX-License-Identifier: GPL-3.0-or-later
// The published vector bin packing instances: reading them, and what is known of each. They lie in
// FULLHOUSE_REFERENCE/vectorpack, never in this project.
#ifndef FULLHOUSE_TESTS_PLANNER_PACKING_VECTORPACK_H
#define FULLHOUSE_TESTS_PLANNER_PACKING_VECTORPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/packing/packing.h"

struct vectorpack {
    char *name;                 // "New/class1_20_3_0"
    long optimum, best_overall; // bins; optimum -1: not known
    size_t dimensions, items;
    int64_t *sizes, *capacities; // as many bins as items, all alike
};

struct vectorpack_set {
    struct vectorpack *list;
    size_t count;
};

// folder: with New, Panigrahy and their .tsv. False where something is missing or not as expected.
bool vectorpack_read(const char *folder, struct vectorpack_set *ret_set);
void vectorpack_done(struct vectorpack_set *set);

struct packing_problem vectorpack_problem(const struct vectorpack *instance);

// NULL, or what cannot be of a packing of it: items without a bin, fewer bins than the optimum, a
// bound above it, called optimal when it is not.
const char *vectorpack_wrong(const struct vectorpack *instance, const struct packing *packing);

#endif
