// SPDX-License-Identifier: GPL-3.0-or-later
// Intervals from variances.
#include "common/inference/spread.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

struct estimate spread_interval(double value, const struct spread *spread, double confidence)
{
    if (!spread->is_known)
        return (struct estimate){.value = value, .low = NAN, .high = NAN};
    double t = gsl_cdf_tdist_Pinv(1 - (1 - confidence) / 2, spread->freedom);
    double reach = t * sqrt(spread->variance);
    if (spread->is_logarithmic)
        return (struct estimate){value, value * exp(-reach), value * exp(reach)};
    return (struct estimate){value, value - reach, value + reach};
}

static double joint_freedom(const struct spread *a, const struct spread *b)
{
    double sum = a->variance + b->variance;
    double parts = a->variance * a->variance / a->freedom + b->variance * b->variance / b->freedom;
    return parts > 0 ? sum * sum / parts : fmin(a->freedom, b->freedom);
}

struct spread spread_of_ratio(const struct spread *above, const struct spread *below)
{
    if (!above->is_known || !below->is_known)
        return (struct spread){0};
    return (struct spread){
        .is_known = above->is_logarithmic && below->is_logarithmic,
        .is_logarithmic = true,
        .variance = above->variance + below->variance,
        .freedom = joint_freedom(above, below),
    };
}

// Whatever has no variance is as far from any bound as can be; at the bound it is above it.
static double in_errors(double difference, double variance)
{
    if (variance > 0)
        return difference / sqrt(variance);
    return difference < 0 ? -INFINITY : INFINITY;
}

struct sequential_evidence spread_evidence(double value, double bound, const struct spread *spread)
{
    if (!spread->is_known || isnan(value))
        return (struct sequential_evidence){.distance = NAN};
    double difference = value - bound;
    if (spread->is_logarithmic)
        difference = bound > 0 ? log(value) - log(bound) : INFINITY;
    return (struct sequential_evidence){
        .distance = isinf(difference) ? difference : in_errors(difference, spread->variance),
        .freedom = spread->freedom,
    };
}
