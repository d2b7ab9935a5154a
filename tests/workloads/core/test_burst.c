// SPDX-License-Identifier: GPL-3.0-or-later
// Bursty arrivals: the mean they were asked for, and as bursty as theory says.
#include "workloads/core/burst.h"

#include <criterion/criterion.h>
#include <math.h>

#include "common/base/clock.h"
#include "workloads/core/due_count.h"
#include "workloads/core/pacer.h"

enum { RATE = 1000, LENGTH_MS = 20, FACTOR = 4 };

static struct pacer pacer_of(uint32_t thread, uint32_t threads, uint64_t seed)
{
    struct load load = {
        .arrivals = LOAD_BURSTY,
        .rate = {.value = RATE},
        .burst = {.factor_permille = FACTOR * 1000, .length_ns = LENGTH_MS * CLOCK_NS_PER_MS}};
    struct pacer pacer;

    pacer_init(&pacer, &load, thread, threads, seed, 500);
    return pacer;
}

// The variance of counts over their mean. For an interrupted Poisson process and windows that are
// long against its bursts it is 1 + 2 rate length (factor - 1)^2 / factor (Fischer and
// Meier-Hellstern 1993, "The Markov-modulated Poisson process (MMPP) cookbook", section 4).
Test(workloads_burst, has_its_mean_and_its_index_of_dispersion)
{
    enum { WINDOWS = 20000 };
    struct pacer pacer = pacer_of(0, 1, 7);
    struct due_count due;
    double sum = 0, squares = 0, mean, dispersion, wanted;

    due_count_init(&due, &pacer);
    for (uint64_t i = 1; i <= WINDOWS; i++) {
        double count = (double)due_count_take(&due, i * 2 * CLOCK_NS_PER_SECOND);
        sum += count;
        squares += count * count;
    }
    mean = sum / WINDOWS;
    dispersion = (squares / WINDOWS - mean * mean) / mean;
    wanted = 1 + 2.0 * RATE * LENGTH_MS / 1000 * (FACTOR - 1) * (FACTOR - 1) / FACTOR;
    cr_assert(fabs(mean / (2 * RATE) - 1) < 0.01, "%g", mean);
    cr_assert(fabs(dispersion / wanted - 1) < 0.1, "%g for %g", dispersion, wanted);
}

// Within bursts FACTOR times the rate: most distances are that short, and some are pauses.
Test(workloads_burst, is_fast_in_bursts_and_silent_between_them)
{
    enum { COUNT = 200000 };
    struct pacer pacer = pacer_of(0, 1, 9);
    uint64_t before_ns = pacer_next_ns(&pacer);
    int short_ones = 0, pauses = 0;

    for (int i = 0; i < COUNT; i++) {
        uint64_t at_ns = pacer_next_ns(&pacer);
        cr_assert_geq(at_ns, before_ns);
        short_ones += at_ns - before_ns < CLOCK_NS_PER_SECOND / RATE / FACTOR;
        pauses += at_ns - before_ns > 5 * CLOCK_NS_PER_MS; // e^-20 within a burst
        before_ns = at_ns;
    }
    // 1 - 1/e of the distances within a burst; one in 80 is a pause, nine in ten of them so long.
    cr_assert(fabs(short_ones / (double)COUNT - 0.632 * 79 / 80) < 0.01, "%d", short_ones);
    cr_assert(fabs(pauses / (double)COUNT - 0.92 / 80) < 0.002, "%d", pauses);
}

Test(workloads_burst, all_threads_of_a_guest_burst_together_and_guests_do_not)
{
    struct due_count dues[3];
    double together = 0, apart = 0;

    for (uint32_t i = 0; i < 3; i++) {
        struct pacer pacer = i < 2 ? pacer_of(i, 2, 7) : pacer_of(0, 2, 8);
        due_count_init(&dues[i], &pacer);
    }
    for (uint64_t i = 1; i <= 20000; i++) {
        double counts[3];

        for (int k = 0; k < 3; k++)
            counts[k] = (double)due_count_take(&dues[k], i * 10 * CLOCK_NS_PER_MS) - RATE / 200.0;
        together += counts[0] * counts[1];
        apart += counts[0] * counts[2];
    }
    cr_assert_gt(together, 0);
    cr_assert_lt(fabs(apart), 0.1 * together, "%g and %g", apart, together);
}

Test(workloads_burst, same_seed_same_times_other_seed_others)
{
    struct pacer first = pacer_of(0, 1, 1), second = pacer_of(0, 1, 1), other = pacer_of(0, 1, 2);
    int same = 0;

    for (int i = 0; i < 1000; i++) {
        uint64_t at_ns = pacer_next_ns(&first);
        cr_assert_eq(at_ns, pacer_next_ns(&second));
        same += at_ns == pacer_next_ns(&other);
    }
    cr_assert_eq(same, 0);
}

Test(workloads_burst, never_overflows_at_absurdly_low_rates)
{
    struct load load = {.arrivals = LOAD_BURSTY,
                        .rate = {.value = 1e-6},
                        .burst = {LOAD_BURST_PERMILLE_MAX, LOAD_BURST_LENGTH_MAX_NS}};
    struct pacer pacer;
    uint64_t before_ns = 0;

    pacer_init(&pacer, &load, 1023, 1024, 1, 0);
    for (int i = 0; i < 20; i++) {
        uint64_t at_ns = pacer_next_ns(&pacer);
        cr_assert_geq(at_ns, before_ns);
        cr_assert_leq(at_ns, UINT64_C(1) << 62);
        before_ns = at_ns;
    }
}
