// SPDX-License-Identifier: GPL-3.0-or-later
// Quantiles of the standard normal distribution, by GSL.
#include "common/inference/normal.h"

#include <gsl/gsl_cdf.h>

double normal_quantile(double share)
{
    return gsl_cdf_ugaussian_Pinv(share);
}
