// SPDX-License-Identifier: GPL-3.0-or-later
// A run that puts workloads beside each other, two guests at a time: booted once for every repeat,
// and all ordered pairs run within that boot in an order drawn anew. Private to run*.c.
#ifndef FULLHOUSE_BENCH_RUN_INTERFERENCE_H
#define FULLHOUSE_BENCH_RUN_INTERFERENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/model/load_list.h"

struct err;
struct run;

// Zero-initialise.
struct run_interference {
    struct load_list loads; // rates absolute once they are known
    char **absent;          // of each load why no guest here runs it, or NULL
    uint32_t boots;         // done, the one that calibrates included
    bool needs_alone;       // rates are shares of what one does alone: a first boot tells
    uint64_t spent_ns;
};

// The scenario is set and has an interference.
void run_interference_begin(struct run *run);
void run_interference_done(struct run_interference *interference);

// Of a run that is resumed: a step that says why a load is absent.
struct step_record;
void run_interference_take_absence(struct run *run, const struct step_record *step);

// Carries out its next boot with all of its pairs. *ret_more says whether there was one.
int run_interference_advance(struct run *run, bool *ret_more, struct err *err);

// About how long all that is left will take; 0 where nobody knows.
uint64_t run_interference_time_left(const struct run *run);

#endif
