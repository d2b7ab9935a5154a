// SPDX-License-Identifier: GPL-3.0-or-later
// Adjusted p against the example of the paper, and in any order.
#include <criterion/criterion.h>
#include <math.h>

#include "common/inference/false_discovery.h"

// Benjamini and Hochberg 1995, section 4: fifteen tests, of which four are discoveries at 5 %.
static const double paper[15] = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};

Test(inference_false_discovery, finds_the_four_of_the_paper)
{
    double adjusted[15];
    size_t found = 0;
    false_discovery_adjust(paper, 15, adjusted);
    for (size_t i = 0; i < 15; i++)
        found += adjusted[i] <= 0.05;
    cr_expect_eq(found, 4);
    cr_expect_float_eq(adjusted[0], 0.0015, 1e-12);
    cr_expect_float_eq(adjusted[3], 0.035625, 1e-12);
    cr_expect_float_eq(adjusted[5], 0.0298 * 15 / 7, 1e-12, "the one above it is nearer");
    cr_expect_float_eq(adjusted[14], 1, 1e-12);
}

Test(inference_false_discovery, order_does_not_matter_and_the_place_may_be_its_own)
{
    double p[] = {0.5, 0.01, 0.03};
    false_discovery_adjust(p, 3, p);
    cr_expect_float_eq(p[0], 0.5, 1e-12);
    cr_expect_float_eq(p[1], 0.03, 1e-12);
    cr_expect_float_eq(p[2], 0.045, 1e-12);
}

Test(inference_false_discovery, what_is_no_test_counts_for_none)
{
    double p[] = {NAN, 0.02, NAN, 0.04};
    false_discovery_adjust(p, 4, p);
    cr_expect(isnan(p[0]) && isnan(p[2]));
    cr_expect_float_eq(p[1], 0.04, 1e-12);
    cr_expect_float_eq(p[3], 0.04, 1e-12);
    false_discovery_adjust(p, 0, p);
    cr_expect(isnan(p[0]));
}

Test(inference_false_discovery, equal_ones_stay_equal)
{
    double p[] = {0.02, 0.02, 0.02, 0.9};
    false_discovery_adjust(p, 4, p);
    for (size_t i = 0; i < 3; i++)
        cr_expect_float_eq(p[i], 0.08 / 3, 1e-12);
}
