// SPDX-License-Identifier: GPL-3.0-or-later
// What a ratio is off by is what the upper figure is off from the ratio times the lower one.
#include "common/inference/mean_ratio.h"

#include <math.h>
#include <stdbool.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/stats/summary.h"

static const struct mean_ratio none = {.value = NAN, .unit_variance = NAN};

static bool none_is_negative(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(isfinite(values[i]) && values[i] >= 0))
            return false;
    return count > 0;
}

// Of a mean of so many with that variance each.
static struct spread spread_of_mean(double variance, size_t count)
{
    return (struct spread){
        .is_known = count >= 2,
        .is_logarithmic = true, // so that spread_of_ratio adds up
        .variance = variance / (double)count,
        .freedom = (double)count - 1,
    };
}

struct mean_ratio mean_ratio_of(const double *above, size_t above_count, const double *below,
                                size_t below_count)
{
    const struct summary a = summary_of(above, above_count), b = summary_of(below, below_count);
    if (!none_is_negative(above, above_count) || !none_is_negative(below, below_count) ||
        !(b.mean > 0))
        return none;
    double value = a.mean / b.mean, square = b.mean * b.mean;
    double upper = a.variance / square, lower = value * value * b.variance / square;
    const struct spread over = spread_of_mean(upper, above_count),
                        under = spread_of_mean(lower, below_count);
    struct mean_ratio ratio = {value, spread_of_ratio(&over, &under), NAN};
    ratio.spread.is_logarithmic = false;
    if (ratio.spread.is_known)
        ratio.unit_variance = upper + lower;
    return ratio;
}

struct mean_ratio mean_ratio_paired(const double *above, const double *below, size_t count)
{
    const struct summary a = summary_of(above, count), b = summary_of(below, count);
    if (!none_is_negative(above, count) || !none_is_negative(below, count) || !(b.mean > 0))
        return none;
    scope_free double *off = alloc_zeroed(count, sizeof *off);
    struct mean_ratio ratio = {.value = a.mean / b.mean, .unit_variance = NAN};
    for (size_t i = 0; i < count; i++)
        off[i] = (above[i] - ratio.value * below[i]) / b.mean;
    const struct summary rest = summary_of(off, count);
    ratio.spread = spread_of_mean(rest.variance, count);
    ratio.spread.is_logarithmic = false;
    if (ratio.spread.is_known)
        ratio.unit_variance = rest.variance;
    return ratio;
}

struct estimate mean_ratio_interval(const struct mean_ratio *ratio, double confidence)
{
    struct estimate estimate = spread_interval(ratio->value, &ratio->spread, confidence);
    if (estimate.low < 0)
        estimate.low = 0;
    return estimate;
}
