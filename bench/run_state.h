// SPDX-License-Identifier: GPL-3.0-or-later
// A run under way, as run.c and run_open.c share it. Private to them.
#ifndef FULLHOUSE_BENCH_RUN_STATE_H
#define FULLHOUSE_BENCH_RUN_STATE_H

#include "bench/ladder.h"
#include "bench/memory_gate.h"
#include "bench/platform.h"
#include "bench/run.h"
#include "bench/run_log.h"
#include "bench/run_steps.h"
#include "bench/workspace.h"
#include "common/model/record.h"
#include "common/model/scenario.h"

struct run {
    const struct run_options *options;
    struct scenario scenario; // ours: seed chosen, share of a rate made absolute
    struct run_log log;
    struct workspace workspace;
    struct platform *platform;
    struct run_record record;
    struct run_steps steps;
    struct memory_gate gate;
    struct ladder_bounds bounds;
};

// Everything before the first step: folder, platform, the run's record in the store. 0 or negative
// errno; run_close in any case.
int run_open(struct run *run, const struct run_options *options, struct err *err);
void run_close(struct run *run);

#endif
