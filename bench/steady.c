// SPDX-License-Identifier: GPL-3.0-or-later
// The steady-state test on window totals.
#include "bench/steady.h"

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/slope.h"
#include "common/stats/summary.h"

static bool is_quiet(const double *totals, size_t count)
{
    struct summary summary = summary_of(totals + count - STEADY_WINDOWS, STEADY_WINDOWS);
    return summary.mean > 0 && summary.max - summary.min <= STEADY_SPREAD * summary.mean;
}

static bool has_trend(const double *totals, size_t count)
{
    scope_free double *index = alloc_zeroed(count, sizeof(index[0]));
    for (size_t i = 0; i < count; i++)
        index[i] = (double)i;
    return slope_is_significant(index, totals, count, STEADY_CONFIDENCE);
}

bool steady_reached(const double *totals, size_t count)
{
    if (count < STEADY_WINDOWS)
        return false;
    if (is_quiet(totals, count))
        return true;
    size_t half = (count + 1) / 2, last = half < STEADY_NOISY_WINDOWS ? STEADY_NOISY_WINDOWS : half;
    return count >= STEADY_NOISY_WINDOWS && !has_trend(totals + count - last, last);
}
