// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a series of window totals has come to rest: the warm-up's end.
#ifndef FULLHOUSE_BENCH_STEADY_H
#define FULLHOUSE_BENCH_STEADY_H

#include <stdbool.h>
#include <stddef.h>

// STEADY_WINDOWS: of a quiet series. STEADY_NOISY_WINDOWS: of one that is not.
enum { STEADY_WINDOWS = 3, STEADY_NOISY_WINDOWS = 5 };

// True when the last STEADY_WINDOWS totals differ by at most STEADY_SPREAD of their mean: whatever
// drifts there is too little to matter. Else, since noise is no warm-up, when the last half of the
// series, and at least STEADY_NOISY_WINDOWS, shows no trend: Student's test of its slope does not
// find one at STEADY_CONFIDENCE. That is the slope criterion of fio's steady state with the noise
// of the series itself for a limit; giving up the first half before testing the rest is
// Heidelberger and Welch's way (1983, "Simulation run length control in the presence of an initial
// transient", Operations Research 31). The confidence is low since the error that matters is to
// take a ramp or a step for rest; a series at rest is held up by a window or two. Windows in which
// nothing ended are a series like any other: nothing that goes on ending is at rest.
bool steady_reached(const double *totals, size_t count);
#define STEADY_SPREAD     0.05
#define STEADY_CONFIDENCE 0.8

#endif
