// SPDX-License-Identifier: GPL-3.0-or-later
// A run of lives: guests booted afresh, alone and as storms of many, and led through the verbs of
// a life (common/model/lifecycle.h). Every boot is a step in the store, its durations are figures
// of that step.
#ifndef FULLHOUSE_BENCH_LIFECYCLE_H
#define FULLHOUSE_BENCH_LIFECYCLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct observer;
struct scenario;
struct store;

struct lifecycle_options {
    // Checked. Of it count the platform (one), the guest, its shape, the boot's timeout, the load
    // for the end, and the seed; 0 is replaced by one chosen here.
    const struct scenario *scenario;
    const uint32_t *guests; // how many at once, in turn
    size_t guests_count;
    uint32_t repeats; // fresh boots of each
    uint32_t rounds;  // how often the repeatable verbs are done to one guest
    uint32_t verbs;   // a set (lifecycle_parse)
    struct store *store;
    const char *agent;      // path of fullhouse-guest
    const char *bare;       // path of the bare guest, "" where there is none
    const char *agent_test; // a fault for tests (agent_fault.h), or ""
    const struct observer *observer;
};

struct lifecycle_outcome {
    int64_t run_id; // 0: nothing began
    bool is_whole;  // no guest was lost, and all that the platform can do went well
};

// Carries it out. 0, or negative errno: -EINTR after an interrupt, with everything cleaned up.
// *ret_outcome is set in every case.
int lifecycle_run(const struct lifecycle_options *options, struct lifecycle_outcome *ret_outcome,
                  struct err *err);

#endif
