// SPDX-License-Identifier: GPL-3.0-or-later
// Plain descriptive statistics of small arrays of doubles. Knows nothing of intervals or of what
// the numbers mean.
#include "common/stats/summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct summary summary_of(const double *values, size_t count)
{
    struct summary summary = {.count = count};
    if (count == 0)
        return summary;
    summary.min = summary.max = values[0];
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        double before = values[i] - summary.mean;
        summary.mean += before / (double)(i + 1);
        squares += before * (values[i] - summary.mean);
        if (values[i] < summary.min)
            summary.min = values[i];
        if (values[i] > summary.max)
            summary.max = values[i];
    }
    summary.variance = count > 1 ? squares / (double)(count - 1) : 0;
    return summary;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

// Type 7 on values in order: position (n - 1) q between the order statistics.
static double interpolate(const double *sorted, size_t count, double q)
{
    double position = (double)(count - 1) * q;
    size_t below = (size_t)position;
    if (below >= count - 1)
        return sorted[count - 1];
    double part = position - (double)below;
    // Not merely a shortcut: 0 times an infinite gap is no number.
    if (part == 0)
        return sorted[below];
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

void summary_quantiles(const double *values, size_t count, const double *qs, size_t q_count,
                       double *ret_quantiles)
{
    scope_free double *sorted = alloc_zeroed(count + 1, sizeof(*sorted));
    if (count > 0)
        memcpy(sorted, values, count * sizeof(*sorted));
    qsort(sorted, count, sizeof(*sorted), compare_doubles);
    for (size_t i = 0; i < q_count; i++)
        ret_quantiles[i] = count == 0     ? NAN
                           : !(qs[i] > 0) ? sorted[0]
                                          : interpolate(sorted, count, qs[i] < 1 ? qs[i] : 1);
}

double summary_quantile(const double *values, size_t count, double q)
{
    double quantile;

    summary_quantiles(values, count, &q, 1, &quantile);
    return quantile;
}

double summary_jain(const double *values, size_t count)
{
    double largest = 0;
    for (size_t i = 0; i < count; i++)
        if (fabs(values[i]) > largest)
            largest = fabs(values[i]);
    if (largest == 0)
        return 1;
    // In shares of the largest, so that no square overflows or vanishes.
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        double share = values[i] / largest;
        sum += share;
        squares += share * share;
    }
    return sum * sum / ((double)count * squares);
}
