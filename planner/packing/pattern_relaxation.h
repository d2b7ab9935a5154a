// SPDX-License-Identifier: GPL-3.0-or-later
// The linear relaxation over patterns, by column generation (Gilmore and Gomory 1961): parts of
// patterns that cover a demand of each kind at least cost, and the bound that it proves.
#ifndef FULLHOUSE_PLANNER_PACKING_PATTERN_RELAXATION_H
#define FULLHOUSE_PLANNER_PACKING_PATTERN_RELAXATION_H

#include "planner/packing/pattern_set.h"

struct pattern_solver;
struct pattern_pricing;

struct pattern_relaxation {
    const struct pattern_kinds *kinds;
    struct pattern_set set;        // patterns so far
    struct pattern_solver *master; // rows: kinds, then bin kinds; columns: see below
    struct pattern_pricing *pricing;
    uint32_t *demand;    // [kind] to be covered: at first all items, less in a dive
    uint32_t *bins;      // [bin kind] to be had
    size_t loaded;       // patterns that are columns of the master
    double grain;        // costs are multiples of it; 0: they are not
    double value;        // of the last solution of the master
    double bound;        // the best proven for the demand it was run with
    double *prices;      // [kind] of the last solution
    double guess;        // at the bound, were the best patterns found the best there are
    double *best_prices; // [kind] of the best guess
    double dear;         // what an item without a pattern costs
    uint64_t steps_most; // of one search for a pattern
    bool is_solved;      // there is a solution of the master
    bool is_whole;       // nothing more to be won: the optimum of the relaxation, or its bound
                         // rounds to the same cost as its value
};

void pattern_relaxation_init(struct pattern_relaxation *relaxation,
                             const struct pattern_kinds *kinds, double grain);
void pattern_relaxation_done(struct pattern_relaxation *relaxation);

// Covers demand[kind] from bins[bin kind] from now on; the bound starts anew.
void pattern_relaxation_demand(struct pattern_relaxation *relaxation, const uint32_t *demand,
                               const uint32_t *bins);

// Rounds of solving and pricing until no pattern improves, at most so many, or the deadline. The
// bound is that of Lagrange at the prices of each round, or of Farley (1990, "A note on bounding a
// class of linear programming problems", Operations Research 38:922), whichever is higher: each is
// valid for any prices. It is not made safe from floating point yet (bound_rest_safe does).
void pattern_relaxation_run(struct pattern_relaxation *relaxation, size_t rounds,
                            uint64_t deadline_ns);

// How often the last solution takes a pattern.
double pattern_relaxation_times(const struct pattern_relaxation *relaxation, size_t pattern);

// Puts patterns added to the set into the master.
void pattern_relaxation_load(struct pattern_relaxation *relaxation);

#endif
