// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <math.h>

#include "common/base/rng.h"
#include "common/inference/normal.h"

Test(common_inference_normal, quantiles_as_in_tables)
{
    cr_expect_float_eq(normal_quantile(0.5), 0, 1e-12);
    cr_expect_float_eq(normal_quantile(0.95), 1.6448536269514722, 1e-12);
    cr_expect_float_eq(normal_quantile(0.025), -1.959963984540054, 1e-12);
}

// Four standard errors of 100,000 draws.
Test(common_inference_normal, draws_have_its_moments_and_tails)
{
    enum { DRAWS = 100000 };
    struct rng rng;
    double sum = 0, squares = 0, beyond = 0;
    rng_init(&rng, 1);
    for (int i = 0; i < DRAWS; i++) {
        double z = normal_draw(&rng);
        sum += z;
        squares += z * z;
        beyond += fabs(z) > 1.959963984540054;
    }
    cr_expect_float_eq(sum / DRAWS, 0, 4 / sqrt(DRAWS));
    cr_expect_float_eq(squares / DRAWS, 1, 4 * sqrt(2.0 / DRAWS));
    cr_expect_float_eq(beyond / DRAWS, 0.05, 4 * sqrt(0.05 * 0.95 / DRAWS));
}
