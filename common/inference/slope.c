// SPDX-License-Identifier: GPL-3.0-or-later
// Door: GSL (least squares, Student's quantiles).
#include "common/inference/slope.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>

static bool has_two_places(const double *x, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (x[i] < x[0] || x[i] > x[0])
            return true;
    return false;
}

static struct slope fit(const double *x, const double *y, size_t count, double confidence)
{
    struct slope line = {.slope = {NAN, NAN, NAN}, .intercept = NAN};
    double slope_variance = 0, covariance = 0, intercept_variance = 0, squares = 0;
    if (!has_two_places(x, count))
        return line;
    // With count > 2 GSL's variances are already over count - 2; with two points they are 0 / 0.
    gsl_fit_linear(x, 1, y, 1, count, &line.intercept, &line.slope.value, &intercept_variance,
                   &covariance, &slope_variance, &squares);
    if (count < 3)
        return line;
    double t = gsl_cdf_tdist_Pinv(1 - (1 - confidence) / 2, (double)count - 2);
    double reach = t * sqrt(slope_variance);
    line.slope.low = line.slope.value - reach;
    line.slope.high = line.slope.value + reach;
    return line;
}

struct slope slope_of(const double *x, const double *y, size_t count)
{
    return fit(x, y, count, 0.95);
}

bool slope_is_significant(const double *x, const double *y, size_t count, double confidence)
{
    const struct slope line = fit(x, y, count, confidence);
    return line.slope.low > 0 || line.slope.high < 0;
}
