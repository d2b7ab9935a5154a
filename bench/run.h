// SPDX-License-Identifier: GPL-3.0-or-later
// A scenario carried out from the choice of its platforms to the answers, every finished step in
// the store before the next one begins. Of one arm (scenario_arm.h) that is a run; of several it is
// a campaign: a run for each, with the same seed and mark, taking turns step by step.
#ifndef FULLHOUSE_BENCH_RUN_H
#define FULLHOUSE_BENCH_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/model/scenario_arm.h"

struct ab_plan;
struct ab_result;
struct err;
struct load;
struct observer;
struct resume;
struct scenario;
struct store;
struct workspace_slot;

struct run_options {
    const struct scenario *scenario; // checked; seed 0 is replaced by one chosen here
    struct store *store;
    const char *agent;      // path of fullhouse-guest
    const char *bare;       // path of the bare guest, "" where there is none
    const char *agent_test; // a fault for tests (agent_fault.h), or ""
    // Whether a load has a working set: chosen here when the scenario does not say. NULL: none has.
    bool (*has_working_set)(const struct load *load);
    bool needs_network;     // a workload wants one
    bool needs_disk;        // a workload wants one for each guest
    bool bare_knows_load;   // whether the bare guest can run the scenario
    uint32_t latency_loads; // of one operation of memory:latency; asked for by a curve
    const struct observer *observer;
    // Pairs of runs that are alike in everything, in place of one: what differs between two is the
    // noise of this host. 0: no pairs. The scenario has one arm then.
    uint32_t pairs;
    // A platform that this host lacks is told, and recorded as refused, and the others go on; else
    // it ends a campaign that sweeps nothing.
    bool passes_over_absent;
    // Of who carries out several campaigns in one process (workspace.h); NULL: this one alone.
    struct workspace_slot *slot;
    // Two sides of the scenario, or a phase of one, in place of its arms; NULL: none. What came of
    // it, also where one is resumed, goes into ab_result (may be NULL), which the caller releases.
    const struct ab_plan *ab;
    struct ab_result *ab_result;
    // Runs of the store that go on (resume_find); NULL: new ones. Their steps are taken over, and
    // their scenarios are what is carried out.
    struct resume *resume;
};

struct run_answer {
    int64_t id;       // of the run in the store
    uint32_t maximum; // largest density that holds, 0 for none
    uint32_t wanted;  // the fewest that were asked for
    bool is_absent;   // this host cannot do it, which its record says; other arms could
};

// In the scenario's order. None, when nothing began: a platform that cannot run fails a campaign
// before anything is measured, unless others can and it is one arm of a sweep, or may be absent.
struct run_outcome {
    struct run_answer runs[SCENARIO_ARMS_MAX];
    size_t count;
};

// Carries it out. 0 when every ladder came to its end; *ret_outcome is set in every case, so that
// what was finished can be shown. Negative errno with err: -EINTR after an interrupt, with
// everything cleaned up; else the first failure of a run, after which the others went on.
int run_carry_out(const struct run_options *options, struct run_outcome *ret_outcome,
                  struct err *err);

#endif
