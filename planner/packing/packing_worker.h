// SPDX-License-Identifier: GPL-3.0-or-later
// One thread's search: attempt after attempt, each from the best it knows.
#ifndef FULLHOUSE_PLANNER_PACKING_PACKING_WORKER_H
#define FULLHOUSE_PLANNER_PACKING_PACKING_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "planner/packing/packing_attempt.h"
#include "planner/packing/packing_best.h"
#include "planner/packing/packing_pool.h"
#include "planner/packing/packing_table.h"

struct packing_worker {
    struct packing_table table;
    struct packing_pool pool;
    struct packing_best best; // its own
    bool nearer;              // see packing_attempt_goal
    enum packing_goal goal;   // of the attempt at hand
    uint64_t left;            // steps of it; 0: none at hand
    uint64_t patience;        // steps of the next one
    bool is_stuck;            // nothing to try
};

// False when the judge could not be copied; then there is nothing to be done with it.
bool packing_worker_init(struct packing_worker *worker, const struct packing_facts *facts,
                         uint64_t seed);
void packing_worker_done(struct packing_worker *worker);

// Takes over what is better than its own best, and gives up its attempt then.
void packing_worker_hear(struct packing_worker *worker, const struct packing_best *best,
                         bool nearer);

// So many steps at most; ends early at the bound, when late, or when there is nothing to try.
void packing_worker_run(struct packing_worker *worker, uint64_t steps);

#endif
