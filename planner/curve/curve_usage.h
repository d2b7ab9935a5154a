// SPDX-License-Identifier: GPL-3.0-or-later
// What guests take of their host, step by step: CPUs in use and memory, and what one more guest
// adds to either.
#ifndef FULLHOUSE_PLANNER_CURVE_CURVE_USAGE_H
#define FULLHOUSE_PLANNER_CURVE_CURVE_USAGE_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"
#include "common/model/record.h"
#include "planner/value/uncertain.h"

struct err;
struct store;

struct curve_usage_step {
    uint32_t guests;
    double busy_cores;    // of the whole host, over the measured windows; NAN
    double process_cores; // of the guests' processes alone; NAN
    double memory_bytes;  // proportional set sizes of these; NAN
};

struct curve_usage {
    struct curve_usage_step *list; // finished steps of the ladder, in the order they were made
    size_t count;
};

// Cores of the host that the run's guests could use: usable CPUs, those of one core (hardware
// threads) counted as one.
double curve_usage_cores(const struct run_record *run);

// Reads the telemetry of each step. Release with curve_usage_done. 0 or negative errno.
int curve_usage_read(struct store *store, const struct run_record *run,
                     const struct step_record *steps, size_t step_count,
                     struct curve_usage *ret_usage, struct err *err);
void curve_usage_done(struct curve_usage *usage);

// Mean over the boots of a density, with Student's interval; all guests.
struct estimate curve_usage_busy(const struct curve_usage *usage, uint32_t guests);

// What one more guest takes, as a slope over the steps of up to `most` guests, so that what the
// idle host takes is no guest's: cores of the host, which counts what the kernel does for guests. A
// guest takes no less than its own process does: where the host tells less, others gave way to the
// guests, and where it tells nothing, it is the processes' slope. Absent where neither told.
struct uncertain curve_usage_cores_a_guest(const struct curve_usage *usage, uint32_t most);

// The same of memory over all steps: there is no kink in it.
struct uncertain curve_usage_bytes_a_guest(const struct curve_usage *usage);

#endif
