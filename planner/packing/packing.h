// SPDX-License-Identifier: GPL-3.0-or-later
// Vector bin packing: items with sizes, bins with capacities, all in whole numbers, so that sums
// are exact. Knows nothing of guests; what else must hold is asked of a judge.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PACKING_NOWHERE = -1 };

// What must hold beyond capacities. Hereditary: where a set of items may be in their bins, so may
// each part of it, which is why it can be asked item by item. Each thread works on a copy of its
// own. arrive and leave tell of every change.
struct packing_judge {
    void *state;
    bool (*may)(void *state, uint32_t item, uint32_t bin); // as the bins stand now
    void (*arrive)(void *state, uint32_t item, uint32_t bin);
    void (*leave)(void *state, uint32_t item, uint32_t bin);
    void *(*copy)(const void *state); // NULL: no memory, then fewer threads
    void (*drop)(void *state);
};

struct packing_problem {
    size_t dimensions, items, bins;
    const int64_t *sizes;      // [item][dimension], not negative
    const int64_t *capacities; // [bin][dimension]; INT64_MAX: no limit
    const double *costs;       // [bin] of using it at all; NULL: 1 each
    const double *unit_costs;  // [bin] for each unit of dimension 0 in it (energy); NULL: none
    const int32_t *start; // [item] the bin it is in now, or PACKING_NOWHERE; NULL: none is anywhere
    // [item] stays in its start, even where that cannot hold it; nothing joins it there then. NULL:
    // none.
    const bool *is_fixed;
    const double *move_costs;          // [item] of leaving its start, as its memory; NULL: 1 each
    const bool *is_closed;             // [bin] takes nothing (drained); NULL: none
    const struct packing_judge *judge; // its state holds no item yet; NULL: capacities alone
};

enum packing_aim {
    PACKING_FEWEST,   // bins; among equals the cheapest moves
    PACKING_CHEAPEST, // costs of bins in use and units in them; among equals the cheapest moves
    PACKING_MOVES,    // cheapest moves with no more than bins_most bins
};

struct packing_options {
    enum packing_aim aim;
    double seconds; // at most; what is there then is the answer
    // Of local search at most, a thousand steps of each thread, for answers that do not hang on the
    // clock; 0: no limit.
    uint64_t rounds;
    unsigned threads; // 0: as many as there are CPUs
    uint64_t seed;    // same seed, rounds and threads: same answer, where seconds did not end it
    size_t
        bins_most; // PACKING_MOVES; where none was found, the answer has more, and is not optimal
};

struct packing {
    int32_t *bin; // [item]; PACKING_NOWHERE: found no place
    size_t bins_used;
    size_t misplaced;     // items without a place
    size_t moves;         // items that are not where they started
    double cost;          // of the aim: bins, costs, or move costs
    double bound;         // no packing of all items has less; what the aim counts
    bool is_optimal;      // proven: nothing misplaced, and the cost equals the bound
    bool was_cut_short;   // by the seconds
    const char *by;       // what found it, for people: "first fit decreasing", "column generation"
    const char *bound_by; // what proved the bound: "sum of sizes", "column generation", ...
};

// 0; -EINVAL for a problem that is none (negative sizes, no dimension, a start that is no bin, sums
// beyond a quarter of 64 bits); -ENOMEM where the judge has no copy. Items that fit nowhere are
// misplaced, the rest is packed. Whatever found it, an answer was held against capacities and a
// fresh copy of the judge.
int packing_solve(const struct packing_problem *problem, const struct packing_options *options,
                  struct packing *ret_packing);
void packing_done(struct packing *packing);

#endif
