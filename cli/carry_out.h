// SPDX-License-Identifier: GPL-3.0-or-later
// A scenario carried out for a command: store, programs, progress, and the report at its end.
#ifndef FULLHOUSE_CLI_CARRY_OUT_H
#define FULLHOUSE_CLI_CARRY_OUT_H

#include <stdbool.h>
#include <stdint.h>

struct ab_plan;
struct ab_result;
struct err;
struct resume;
struct run_outcome;
struct scenario;
struct store;
struct workspace_slot;

struct carry_out {
    const struct scenario *scenario; // read and checked; of no meaning where a run is resumed
    const char *resume;              // the run that goes on, or NULL
    bool resume_anyway;              // whatever has changed on the host
    uint32_t pairs;                  // of runs that are alike (--aa), 0: none
    bool passes_over_absent;         // a platform that this host lacks ends nothing
    struct workspace_slot *slot;     // of several campaigns one after the other, or NULL
    const struct ab_plan *ab;        // two sides of it in turns (bench/ab.h), or NULL
    struct ab_result *ab_result;     // what came of it, the caller's; NULL where it is none
    const char *store;               // where runs are kept, NULL: the user's own
    const char *html;                // where the page goes, or NULL
    const char *agent_test;          // a fault for tests, or NULL
    bool json, quiet;
};

// Gives the exit code: EXIT_NOT_GOOD_ENOUGH when a density that was asked for does not hold, those
// of err when it is set. Whatever was finished is shown, also after an interrupt or a failure.
int carry_out(const struct carry_out *carry, struct err *err);

// The measuring alone, in a store open for writing: programs found, progress shown, no report.
// resume: runs that go on, or NULL. *ret_outcome is set in every case. As run_carry_out.
int carry_out_runs(const struct carry_out *carry, struct resume *resume, struct store *store,
                   struct run_outcome *ret_outcome, struct err *err);

#endif
