// SPDX-License-Identifier: GPL-3.0-or-later
// A run: a scenario carried out from the choice of a platform to the answer, every finished step in
// the store before the next one begins.
#ifndef FULLHOUSE_BENCH_RUN_H
#define FULLHOUSE_BENCH_RUN_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct observer;
struct scenario;
struct store;

struct run_options {
    const struct scenario *scenario; // checked; seed 0 is replaced by one chosen here
    struct store *store;
    const char *agent;      // path of fullhouse-guest
    const char *bare;       // path of the bare guest, "" where there is none
    const char *agent_test; // a fault for tests, or ""
    bool has_working_set;   // the workload has one: chosen here when the scenario does not say
    bool bare_knows_load;   // whether the bare guest has the workload
    const struct observer *observer;
};

struct run_outcome {
    int64_t id;       // of the run in the store, 0 when it never began
    uint32_t maximum; // largest density that holds, 0 for none
};

// Carries it out. 0 when the ladder came to its end; *ret_outcome is set in every case, so that
// what was finished can be shown. Negative errno with err: -EINTR after an interrupt, with
// everything cleaned up.
int run_carry_out(const struct run_options *options, struct run_outcome *ret_outcome,
                  struct err *err);

#endif
