// SPDX-License-Identifier: GPL-3.0-or-later
// The steps a run has made so far and what is known from them: densities, rungs of the ladder, the
// pace.
#ifndef FULLHOUSE_BENCH_RUN_STEPS_H
#define FULLHOUSE_BENCH_RUN_STEPS_H

#include <stddef.h>
#include <stdint.h>

#include "bench/ladder.h"
#include "common/inference/density.h"
#include "common/inference/maximum.h"
#include "common/inference/tile_density.h"
#include "common/model/record.h"

struct scenario;

// Zero-initialise.
struct run_steps {
    struct step_record *list;
    size_t count;
    struct tile_densities densities;
    struct rung *rungs;
    size_t rung_count;
    uint64_t spent_ns; // by steps of either kind,
    uint64_t units;    // that booted so many guests, or tiles
};

// Takes the step over (it is left empty) and learns from it.
void run_steps_add(struct run_steps *steps, struct step_record *step, uint64_t spent_ns,
                   const struct scenario *scenario);
const struct step_record *run_steps_last(const struct run_steps *steps);

// Takes a refused step over: it is part of the story, and teaches nothing.
void run_steps_add_refused(struct run_steps *steps, struct step_record *step);

// The answer so far; it borrows from steps.
struct maximum run_steps_maximum(const struct run_steps *steps);

// The verdict of the step's density as it stands: "holds", "fails", "undecided"; "" for
// calibration.
const char *run_steps_verdict(const struct run_steps *steps, const struct step_record *step);

// How often this density was tried, in guests or tiles: the number of the next repeat.
uint32_t run_steps_tries(const struct run_steps *steps, uint32_t units);

// How many boots of it came to their end.
uint32_t run_steps_boots(const struct run_steps *steps, uint32_t units);

// How many boots have calibrated, measured or lost.
uint32_t run_steps_calibrations(const struct run_steps *steps);

// Operations a second of the calibrating guest over the measured windows of all its boots, 0 when
// none was measured. role "", load "" and stream 0 where there is no tile; see struct guest_record.
double run_steps_alone_hz(const struct run_steps *steps, const char *role, const char *load,
                          uint32_t stream);

// About how long that many guests or tiles will take, by the pace so far; 0 where there is none
// yet.
uint64_t run_steps_time_left(const struct run_steps *steps, uint64_t units_left);

void run_steps_done(struct run_steps *steps);

#endif
