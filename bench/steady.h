// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a series of window totals has come to rest: the warm-up's end.
#ifndef FULLHOUSE_BENCH_STEADY_H
#define FULLHOUSE_BENCH_STEADY_H

#include <stdbool.h>
#include <stddef.h>

enum { STEADY_WINDOWS = 3 };

// True when the last STEADY_WINDOWS totals differ by at most STEADY_SPREAD of their mean.
bool steady_reached(const double *totals, size_t count);
#define STEADY_SPREAD 0.05

#endif
