// SPDX-License-Identifier: GPL-3.0-or-later
// How much each workload in one guest slows each workload in its neighbour: what the victim does
// with the aggressor beside it, over what it does beside an idle neighbour. Both are measured in
// the same boot, so that what differs from boot to boot falls out; boots are the units of the
// interval.
#ifndef FULLHOUSE_COMMON_INFERENCE_INTERFERENCE_H
#define FULLHOUSE_COMMON_INFERENCE_INTERFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/bootstrap.h"
#include "common/model/load_list.h"
#include "common/model/record.h"

struct scenario;

// One ordered pair. Ratios over the idle neighbour; NAN where it was not measured.
struct interference_cell {
    size_t boots; // in which both were measured
    struct estimate throughput_ratio;
    struct estimate p99_ratio; // of the victim's latency
};

// One workload.
struct interference_workload {
    char *name;           // "memory:triad"
    char *absent;         // why this guest cannot run it, or NULL
    size_t boots;         // beside an idle neighbour
    double throughput_hz; // there, geometric mean over the boots; NAN unmeasured
    double p99_ns;        // likewise
};

struct interference {
    struct interference_workload *workloads; // in the order of the scenario
    size_t count;
    struct interference_cell *cells; // [victim * count + aggressor]
};

// Of a run's steps of that kind; empty for a scenario without interference. Release with
// interference_done.
void interference_init(struct interference *interference, const struct scenario *scenario,
                       const struct step_record *steps, size_t step_count);
void interference_done(struct interference *interference);

const struct interference_cell *interference_cell_of(const struct interference *interference,
                                                     size_t victim, size_t aggressor);

// What hurts most, as one plain sentence: "memory:triad slows cpu most: 0.62x [0.58, 0.66] of its
// throughput beside an idle neighbour." Or that nothing was felt, or measured. New string.
char *interference_sentence(const struct interference *interference, bool emulated);

#endif
