// SPDX-License-Identifier: GPL-3.0-or-later
// Looking again and again: published boundaries, the error spent altogether, and when it is no
// longer worth it.
#include "common/inference/sequential.h"

#include <criterion/criterion.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "common/inference/density.h"
#include "common/model/scenario.h"

static const struct sequential_plan plan = {.boots_first = 2, .boots_max = 5, .confidence = 0.95};

static double bound(const struct sequential_plan *of, uint32_t boots)
{
    return gsl_cdf_ugaussian_Qinv((1 - sequential_confidence(of, boots)) / 2);
}

// Lan and DeMets' boundary for five equal looks, as Reboussin et al. (2000, "Programs for computing
// group sequential boundaries", Controlled Clinical Trials 21) and others print it.
Test(inference_sequential, five_equal_looks_have_the_published_boundary)
{
    const struct sequential_plan five = {.boots_first = 1, .boots_max = 5, .confidence = 0.95};
    const double expected[] = {2.438, 2.427, 2.410, 2.397, 2.386};
    for (uint32_t k = 1; k <= 5; k++)
        cr_expect_float_eq(bound(&five, k), expected[k - 1], 0.002, "look %u: %.4f", k,
                           bound(&five, k));
}

Test(inference_sequential, one_look_has_the_stated_confidence)
{
    const struct sequential_plan one = {.boots_first = 4, .boots_max = 4, .confidence = 0.9};
    cr_expect_float_eq(sequential_confidence(&one, 4), 0.9, 1e-9);
    cr_expect_float_eq(sequential_confidence(&one, 9), 0.9, 1e-9, "later ones are the last");
    cr_expect(isnan(sequential_confidence(&one, 3)), "too early");
}

Test(inference_sequential, every_look_has_more_than_the_stated_confidence)
{
    for (uint32_t boots = 2; boots <= 5; boots++)
        cr_expect(sequential_confidence(&plan, boots) > 0.95 &&
                  sequential_confidence(&plan, boots) < 0.99);
    const struct sequential_plan many = {.boots_first = 2, .boots_max = 100, .confidence = 0.95};
    cr_expect(sequential_confidence(&many, 100) > 0.97 && sequential_confidence(&many, 100) < 1);
}

// Sums of normal boots around the truth: how often any look's interval is without it.
Test(inference_sequential, all_looks_together_err_as_often_as_stated)
{
    enum { TRIALS = 20000 };
    size_t wrong = 0, naive = 0;
    double bounds[6];
    for (uint32_t boots = 2; boots <= 5; boots++)
        bounds[boots] = bound(&plan, boots);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    for (int i = 0; i < TRIALS; i++) {
        double sum = gsl_ran_ugaussian(random);
        bool is_wrong = false, is_naive = false;
        for (uint32_t boots = 2; boots <= 5; boots++) {
            sum += gsl_ran_ugaussian(random);
            is_wrong = is_wrong || fabs(sum) / sqrt(boots) > bounds[boots];
            is_naive = is_naive || fabs(sum) / sqrt(boots) > 1.96;
        }
        wrong += is_wrong;
        naive += is_naive;
    }
    gsl_rng_free(random);
    cr_expect_float_eq((double)wrong / TRIALS, 0.05, 0.005);
    cr_expect_gt((double)naive / TRIALS, 0.09, "plain intervals would do");
}

Test(inference_sequential, a_boot_is_worth_it_while_it_may_decide)
{
    const struct sequential_evidence at_bound = {.distance = 0, .freedom = 5};
    const struct sequential_evidence near = {.distance = -1.8, .freedom = 5};
    const struct sequential_evidence unknown = {.distance = NAN};
    cr_expect_lt(sequential_power(&plan, 4, &at_bound), SEQUENTIAL_POWER_LEAST);
    cr_expect_gt(sequential_power(&plan, 3, &near), 0.15);
    cr_expect_gt(sequential_power(&plan, 3, &near), sequential_power(&plan, 3, &at_bound));
    cr_expect_eq(sequential_power(&plan, 5, &near), 0, "there are no more");
    cr_expect_eq(sequential_power(&plan, 3, &unknown), 1);
    cr_expect_eq(sequential_power(&plan, 1, &at_bound), 1, "before the first look");
}

Test(inference_sequential, advice_follows_from_verdict_and_power)
{
    struct density_term term = {.verdict = DENSITY_UNDECIDED,
                                .evidence = {.distance = 0, .freedom = 6}};
    struct density density = {
        .boots = 4,
        .terms = &term,
        .term_count = 1,
        .rises = DENSITY_HOLDS,
        .verdict = DENSITY_UNDECIDED,
    };
    cr_expect_eq(sequential_advise(&plan, &density), SEQUENTIAL_FUTILE);
    term.evidence.distance = 2.5;
    cr_expect_eq(sequential_advise(&plan, &density), SEQUENTIAL_BOOT);
    density.boots = 5;
    cr_expect_eq(sequential_advise(&plan, &density), SEQUENTIAL_SPENT);
    density.verdict = DENSITY_FAILS;
    cr_expect_eq(sequential_advise(&plan, &density), SEQUENTIAL_DECIDED);
    density.boots = 1;
    cr_expect_eq(sequential_advise(&plan, &density), SEQUENTIAL_BOOT, "one boot decides nothing");
}

Test(inference_sequential, the_plan_is_the_scenarios)
{
    struct scenario scenario;
    scenario_init(&scenario);
    scenario.repeats_min = 1;
    scenario.repeats_max = 1;
    cr_assert_eq(scenario_set(&scenario, "confidence", "99%", NULL), 0);
    const struct sequential_plan of = sequential_plan_of(&scenario);
    cr_expect_eq(of.boots_first, 2);
    cr_expect_eq(of.boots_max, 2);
    cr_expect_float_eq(of.confidence, 0.99, 1e-12);
    cr_expect_lt(scenario_set(&scenario, "confidence", "40%", NULL), 0);
    cr_expect_lt(scenario_set(&scenario, "confidence", "100%", NULL), 0);
    scenario_done(&scenario);
}
