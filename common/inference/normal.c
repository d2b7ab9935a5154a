// SPDX-License-Identifier: GPL-3.0-or-later
// Quantiles of the standard normal distribution, by GSL, and draws.
#include "common/inference/normal.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "common/base/rng.h"

double normal_quantile(double share)
{
    return gsl_cdf_ugaussian_Pinv(share);
}

double normal_draw(struct rng *rng)
{
    double radius = sqrt(-2 * log(1 - rng_unit(rng)));
    return radius * cos(2 * M_PI * rng_unit(rng));
}
