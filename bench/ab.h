// SPDX-License-Identifier: GPL-3.0-or-later
// Two things held against each other while they are measured: what is asked for, and what came of
// it. Both in one campaign, boot by boot in turns; or, where the host must be started anew between
// them, in two phases, each beside a reference workload that should not change.
#ifndef FULLHOUSE_BENCH_AB_H
#define FULLHOUSE_BENCH_AB_H

#include <stdbool.h>
#include <stdint.h>

#include "common/model/side_settings.h"
#include "compare/contrast.h"

struct err;

enum ab_phase { AB_TURNS, AB_PHASE_A, AB_PHASE_B };

// Zero-initialise; release with ab_plan_done.
struct ab_plan {
    enum ab_phase phase;
    struct side_settings sides[2];
    char *reference;  // of a phase: "cpu", "cpu:integer"; NULL or "" cpu
    int64_t of;       // of phase B: the run of phase A; 0 else
    double threshold; // 0: the default
    char **measures;  // that are judged; NULL: those that are judged unasked
    size_t measure_count;
};

void ab_plan_done(struct ab_plan *plan);
void ab_plan_copy(struct ab_plan *into, const struct ab_plan *from);
void ab_plan_add_measure(struct ab_plan *plan, const char *name);

// What of it no scenario holds, as an event of each run keeps it, and back. New string; 0 or
// -EINVAL.
char *ab_plan_format(const struct ab_plan *plan);
int ab_plan_parse(const char *event, struct ab_plan *ret_plan, struct err *err);

// How it came to its end.
enum ab_ending {
    AB_ENDED_DECIDED, // every judged figure has its verdict
    AB_ENDED_REPEATS, // as many blocks as were allowed
    AB_ENDED_BUDGET,
    AB_ENDED_EARLY,    // interrupted, failed, or a side that could not go on
    AB_ENDED_MEASURED, // phase A: there is nothing to judge yet
};

// Release with ab_result_done.
struct ab_result {
    enum ab_ending ending;
    uint32_t blocks;    // that both have finished
    int64_t run_ids[2]; // A and B, or a phase's and its reference's; 0: not in the store
    bool has_contrast;
    struct contrast contrast; // of the last look
};

void ab_result_done(struct ab_result *result);

#endif
