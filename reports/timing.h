// SPDX-License-Identifier: GPL-3.0-or-later
// How the measuring itself went at one density: boots, the barrier, and what the tool cost. The
// figures that let a reader trust, or distrust, the others.
#ifndef FULLHOUSE_REPORTS_TIMING_H
#define FULLHOUSE_REPORTS_TIMING_H

#include <stddef.h>
#include <stdint.h>

struct document_run;

// Absent figures are NAN. Quantiles are type 7 of common/stats/summary.h.
struct timing {
    uint32_t guests;
    size_t steps;       // finished ladder steps
    size_t steady;      // of these, warm-ups that ended by the steady-state test
    double boot_p50_ns; // of single guests, from start to hello
    double boot_p95_ns;
    double all_up_ns;      // median over steps: first start to last hello
    double barrier_p95_ns; // over steps: first guest's start of load to the last one's
    double clock_error_ns; // largest bound on a guest's start offset
    double tool_ratio;     // CPU time of the tool over host time: share of one core
};

// One for each density of the run, in the same order; new array.
struct timing *timing_of_run(const struct document_run *run);

void timing_free(struct timing *timings);

#endif
