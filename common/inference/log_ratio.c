// SPDX-License-Identifier: GPL-3.0-or-later
// Means and variances of logarithms, and intervals from them.
#include "common/inference/log_ratio.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>

#define CONFIDENCE 0.95

// Of the logarithms added so far (Welford 1962, "Note on a method for calculating corrected sums of
// squares and products", Technometrics 4).
struct moments {
    size_t count;
    double mean;
    double squares; // sum of squared distances from the mean
};

static void add(struct moments *moments, double value)
{
    double before = value - moments->mean;
    moments->mean += before / (double)++moments->count;
    moments->squares += before * (value - moments->mean);
}

// Of the mean.
static double variance(const struct moments *moments)
{
    double n = (double)moments->count;
    return moments->squares / (n - 1) / n;
}

static bool is_positive(double value)
{
    return isfinite(value) && value > 0;
}

static struct estimate interval(double log_value, double variance_of_mean, double freedom)
{
    double t = gsl_cdf_tdist_Pinv(1 - (1 - CONFIDENCE) / 2, freedom);
    double reach = t * sqrt(variance_of_mean);
    return (struct estimate){
        .value = exp(log_value),
        .low = exp(log_value - reach),
        .high = exp(log_value + reach),
    };
}

struct estimate log_ratio_paired(const double *above, const double *below, size_t boots)
{
    struct moments moments = {0};
    for (size_t b = 0; b < boots; b++)
        if (is_positive(above[b]) && is_positive(below[b]))
            add(&moments, log(above[b]) - log(below[b]));
    if (moments.count < 2)
        return (struct estimate){moments.count ? exp(moments.mean) : NAN, NAN, NAN};
    return interval(moments.mean, variance(&moments), (double)(moments.count - 1));
}

static struct moments moments_of(const double *values, size_t count)
{
    struct moments moments = {0};
    for (size_t i = 0; i < count; i++)
        if (is_positive(values[i]))
            add(&moments, log(values[i]));
    return moments;
}

struct estimate log_ratio_of(const double *above, size_t above_boots, const double *below,
                             size_t below_boots)
{
    const struct moments a = moments_of(above, above_boots), b = moments_of(below, below_boots);
    double log_value = a.mean - b.mean;
    if (a.count == 0 || b.count == 0)
        return (struct estimate){NAN, NAN, NAN};
    if (a.count < 2 || b.count < 2)
        return (struct estimate){exp(log_value), NAN, NAN};
    double va = variance(&a), vb = variance(&b), sum = va + vb;
    double parts = va * va / (double)(a.count - 1) + vb * vb / (double)(b.count - 1);
    double freedom =
        parts > 0 ? sum * sum / parts : fmin((double)(a.count - 1), (double)(b.count - 1));
    return interval(log_value, sum, freedom);
}
