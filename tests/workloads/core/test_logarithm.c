// SPDX-License-Identifier: GPL-3.0-or-later
// The core's logarithm against libm's, over all that a pacer asks and beyond.
#include "workloads/core/logarithm.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

#include "common/base/rng.h"

// The true value to more digits than a double has.
static double relative_error(double x)
{
    long double truth = logl((long double)x);

    return (double)(fabsl((long double)logarithm(x) - truth) / fabsl(truth));
}

static double worst_error(double (*number)(struct rng *), int count)
{
    double worst = 0;
    struct rng rng;

    rng_init(&rng, 31);
    for (int i = 0; i < count; i++) {
        double x = number(&rng);
        double error = x == 1 ? 0 : relative_error(x);

        worst = error > worst ? error : worst;
    }
    return worst;
}

static double uniform(struct rng *rng)
{
    return 1 - rng_unit(rng);
}

static double near_one(struct rng *rng)
{
    return 1 - ldexp(rng_unit(rng), -(int)rng_below(rng, 40));
}

static double any_power(struct rng *rng)
{
    return ldexp(1 + rng_unit(rng), (int)rng_below(rng, 2046) - 1022);
}

Test(workloads_logarithm, is_right_to_a_relative_error_below_1e_15)
{
    cr_assert_lt(worst_error(uniform, 1000000), 1e-15);
    cr_assert_lt(worst_error(near_one, 1000000), 1e-15);
    cr_assert_lt(worst_error(any_power, 1000000), 1e-15);
}

Test(workloads_logarithm, is_right_at_the_edges)
{
    static const double edges[] = {0x1p-53,
                                   0x1p-52,
                                   DBL_MIN,
                                   0.5,
                                   M_SQRT1_2,
                                   0x1.6a09e667f3bcbp-1,
                                   0x1.6a09e667f3bcep-1,
                                   1 - 0x1p-53,
                                   1 - 0x1p-52,
                                   1 + 0x1p-52,
                                   M_SQRT2,
                                   2,
                                   DBL_MAX};

    cr_assert_eq(logarithm(1), 0);
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++)
        cr_assert_lt(relative_error(edges[i]), 1e-15, "%a", edges[i]);
}

Test(workloads_logarithm, never_decreases_where_it_changes_its_way)
{
    static const double edges[] = {0.25, M_SQRT1_2 / 2, 0.5, M_SQRT1_2, 1};

    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        double x = edges[i] * (1 - 1000 * 0x1p-53);

        for (; x < edges[i] * (1 + 1000 * 0x1p-53); x = nextafter(x, 2))
            cr_assert_leq(logarithm(x), logarithm(nextafter(x, 2)) + 0x1p-53, "%a", x);
    }
}
