// SPDX-License-Identifier: GPL-3.0-or-later
// The steady-state test on window totals.
#include "bench/steady.h"

#include "common/stats/summary.h"

bool steady_reached(const double *totals, size_t count)
{
    if (count < STEADY_WINDOWS)
        return false;
    struct summary summary = summary_of(totals + count - STEADY_WINDOWS, STEADY_WINDOWS);
    return summary.mean > 0 && summary.max - summary.min <= STEADY_SPREAD * summary.mean;
}
