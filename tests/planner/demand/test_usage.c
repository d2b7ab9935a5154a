// SPDX-License-Identifier: GPL-3.0-or-later
// CPU use as a distribution: exact sums held against all pairs, edges, and traces of utilisation.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/rng.h"
#include "planner/demand/usage.h"

enum { GUESTS = 7, WINDOWS = 40 };

static void make(double cores[GUESTS][WINDOWS])
{
    struct rng rng;
    rng_init(&rng, 7);
    for (size_t t = 0; t < WINDOWS; t++) {
        double common = rng_unit(&rng);
        for (size_t i = 0; i < GUESTS; i++)
            cores[i][t] = 0.2 * (double)i + common + (double)(i + 1) * rng_unit(&rng);
    }
}

static double mean_of(const double *cores)
{
    double sum = 0;
    for (size_t t = 0; t < WINDOWS; t++)
        sum += cores[t];
    return sum / WINDOWS;
}

static double covariance_of(const double *a, const double *b)
{
    double sum = 0;
    for (size_t t = 0; t < WINDOWS; t++)
        sum += (a[t] - mean_of(a)) * (b[t] - mean_of(b));
    return sum / WINDOWS;
}

Test(planner_usage, is_what_all_pairs_say)
{
    double cores[GUESTS][WINDOWS], pairs = 0, mean = 0, squares = 0;
    struct usage *usage = usage_new(WINDOWS);
    make(cores);
    for (size_t i = 0; i < GUESTS; i++) {
        cr_expect(usage_add(usage, cores[i]));
        for (size_t k = 0; k < GUESTS; k++)
            pairs += i == k ? 0 : covariance_of(cores[i], cores[k]) / (GUESTS * (GUESTS - 1));
        mean += mean_of(cores[i]) / GUESTS;
        for (size_t t = 0; t < WINDOWS; t++)
            squares += cores[i][t] * cores[i][t] / (GUESTS * WINDOWS);
    }
    struct cpu_demand cpu = usage_cpu(usage, NAN);
    cr_expect_float_eq(usage_covariance(usage), pairs, 1e-12);
    cr_expect_float_eq(cpu.mean_cores.value, mean, 1e-12);
    cr_expect_float_eq(cpu.sd_cores, sqrt(squares - mean * mean), 1e-12, "all samples alike");
    cr_expect_float_eq(cpu.correlation, pairs / (squares - mean * mean), 1e-12);
    cr_expect(cpu.mean_cores.low < mean && mean < cpu.mean_cores.high);
    cr_expect(cpu.p95_cores < cpu.peak_cores);
    usage_free(usage);
}

Test(planner_usage, guests_in_step_correlate_fully)
{
    struct usage *usage = usage_new(4);
    for (size_t i = 0; i < 3; i++)
        usage_add(usage, (double[]){1, 3, 1, 3});
    struct cpu_demand cpu = usage_cpu(usage, NAN);
    cr_expect_float_eq(cpu.correlation, 1, 1e-12);
    cr_expect_float_eq(cpu.sd_cores, 1, 1e-12);
    cr_expect_float_eq(cpu.mean_cores.value, 2, 1e-12);
    cr_expect_eq(cpu.mean_cores.origin, ORIGIN_MEASURED);
    usage_free(usage);
}

Test(planner_usage, guests_that_take_turns_count_as_independent)
{
    struct usage *usage = usage_new(4);
    usage_add(usage, (double[]){1, 3, 1, 3});
    usage_add(usage, (double[]){3, 1, 3, 1});
    cr_expect_float_eq(usage_covariance(usage), -1, 1e-12);
    cr_expect_eq(usage_cpu(usage, NAN).correlation, 0);
    usage_free(usage);
}

Test(planner_usage, a_constant_has_no_spread)
{
    struct usage *usage = usage_new(3);
    usage_add(usage, (double[]){0.5, 0.5, 0.5});
    usage_add(usage, (double[]){0.5, 0.5, 0.5});
    struct cpu_demand cpu = usage_cpu(usage, NAN);
    cr_expect_float_eq(cpu.sd_cores, 0, 1e-7);
    cr_expect(cpu.correlation >= 0 && cpu.correlation <= 1);
    usage_free(usage);
}

Test(planner_usage, who_was_not_there_is_taken_at_its_mean)
{
    struct usage *usage = usage_new(4);
    cr_expect_not(usage_add(usage, (double[]){NAN, NAN, NAN, NAN}));
    cr_expect(usage_add(usage, (double[]){1, 3, 1, 3}));
    cr_expect(usage_add(usage, (double[]){NAN, NAN, 1, 3}));
    cr_expect_eq(usage_guests(usage), 2);
    cr_expect_float_eq(usage_covariance(usage), 0.5, 1e-12);
    cr_expect_float_eq(usage_cpu(usage, NAN).mean_cores.value, 2, 1e-12);
    usage_free(usage);
}

Test(planner_usage, one_guest_takes_the_covariance_of_others_or_a_guess)
{
    struct usage *usage = usage_new(2);
    cr_expect(isnan(usage_cpu(usage, NAN).mean_cores.value), "nobody: not known");
    usage_add(usage, (double[]){1, 3});
    cr_expect_float_eq(usage_cpu(usage, 0.25).correlation, 0.25, 1e-12);
    cr_expect_eq(usage_cpu(usage, NAN).correlation, CPU_CORRELATION_GUESS);
    usage_free(usage);
}

Test(planner_usage, quantiles_pass_over_what_is_not_known)
{
    cr_expect_eq(usage_quantile((double[]){3, NAN, 1, 2}, 4, 0.5), 2);
    cr_expect_eq(usage_quantile((double[]){3, NAN, 1, 2}, 4, 0.95), 3);
    cr_expect_eq(usage_quantile((double[]){3, 1, 2}, 3, 0), 1);
    cr_expect(isnan(usage_quantile((double[]){NAN}, 1, 0.5)));
    cr_expect(isnan(usage_quantile(NULL, 0, 0.5)));
}
