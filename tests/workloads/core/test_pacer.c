// SPDX-License-Identifier: GPL-3.0-or-later
// Due times: evenly interleaved, without drift, exponential with the right mean, repeatable.
#include "workloads/core/pacer.h"

#include <criterion/criterion.h>
#include <math.h>

#include "common/base/clock.h"

static struct pacer pacer_of(enum load_arrivals arrivals, double rate, uint32_t thread,
                             uint32_t threads, uint64_t seed)
{
    struct load load = {.arrivals = arrivals, .rate = {.value = rate}};
    struct pacer pacer;

    pacer_init(&pacer, &load, thread, threads, seed, 500);
    return pacer;
}

Test(workloads_pacer, threads_interleave_evenly)
{
    struct pacer pacers[4];

    for (uint32_t i = 0; i < 4; i++)
        pacers[i] = pacer_of(LOAD_CONSTANT, 1000, i, 4, 1);
    for (uint64_t k = 0; k < 100; k++)
        for (uint64_t i = 0; i < 4; i++)
            cr_assert_eq(pacer_next_ns(&pacers[i]), 500 + (4 * k + i) * CLOCK_NS_PER_MS);
}

Test(workloads_pacer, constant_does_not_drift)
{
    struct pacer pacer = pacer_of(LOAD_CONSTANT, 3, 0, 1, 1);
    uint64_t at_ns = 0;

    for (int i = 0; i <= 3000000; i++)
        at_ns = pacer_next_ns(&pacer);
    cr_assert_leq(at_ns - 500 - 1000000 * CLOCK_NS_PER_SECOND, 1);
}

Test(workloads_pacer, poisson_has_the_mean_and_spread_of_an_exponential)
{
    enum { COUNT = 200000 };
    struct pacer pacer = pacer_of(LOAD_POISSON, 1000, 0, 1, 7);
    double sum = 0, squares = 0;
    uint64_t before_ns = 500;

    for (int i = 0; i < COUNT; i++) {
        uint64_t at_ns = pacer_next_ns(&pacer);
        double gap_ms = (double)(at_ns - before_ns) / 1e6;

        cr_assert_geq(at_ns, before_ns);
        sum += gap_ms;
        squares += gap_ms * gap_ms;
        before_ns = at_ns;
    }
    cr_assert(fabs(sum / COUNT - 1) < 0.01);
    cr_assert(fabs(squares / COUNT - 2) < 0.05); // E[x^2] = 2 for a mean of 1
}

Test(workloads_pacer, same_seed_same_times_other_seed_others)
{
    struct pacer first = pacer_of(LOAD_POISSON, 10, 0, 1, 1);
    struct pacer second = pacer_of(LOAD_POISSON, 10, 0, 1, 1);
    struct pacer other = pacer_of(LOAD_POISSON, 10, 0, 1, 2);
    int same = 0;

    for (int i = 0; i < 100; i++) {
        uint64_t at_ns = pacer_next_ns(&first);
        cr_assert_eq(at_ns, pacer_next_ns(&second));
        same += at_ns == pacer_next_ns(&other);
    }
    cr_assert_eq(same, 0);
}

Test(workloads_pacer, never_overflows_at_absurdly_low_rates)
{
    struct pacer pacer = pacer_of(LOAD_CONSTANT, 1e-6, 1023, 1024, 1);
    uint64_t before_ns = 0;

    for (int i = 0; i < 1000; i++) {
        uint64_t at_ns = pacer_next_ns(&pacer);
        cr_assert_geq(at_ns, before_ns);
        cr_assert_leq(at_ns, UINT64_C(1) << 62);
        before_ns = at_ns;
    }
}

// Also where nobody would have the patience to count so far.
Test(workloads_pacer, constant_does_not_drift_over_four_thousand_million_operations)
{
    struct pacer pacer = pacer_of(LOAD_CONSTANT, 3e6, 0, 1, 1);
    uint64_t last = UINT64_C(3) << 32;

    pacer.count = last;
    cr_assert_leq(pacer_next_ns(&pacer) - 500 - (UINT64_C(1) << 32) * 1000, 1);
}
