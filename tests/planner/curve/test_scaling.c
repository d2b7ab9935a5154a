// SPDX-License-Identifier: GPL-3.0-or-later
// One host's CPUs over another's, worked out by hand.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "planner/curve/scaling.h"

TestSuite(planner_scaling);

static struct scaling_host host_of(double cores)
{
    return (struct scaling_host){cores, NAN, {NAN, NAN, NAN}, NAN};
}

// Half the width of the interval on the logarithm, in standard errors.
static double error_of(const struct uncertain *number)
{
    return log(number->high / number->low) / (2 * 1.959963984540054);
}

static void expect(const struct scaling_host *from, const struct scaling_host *to, double value,
                   double error, enum origin origin, const char *expected)
{
    char *words = NULL;
    const struct uncertain capacity = scaling_of(from, to, 0.1, &words);
    cr_expect_float_eq(capacity.value, value, 1e-9);
    cr_expect_float_eq(error_of(&capacity), error, 1e-9);
    cr_expect_eq(capacity.origin, origin);
    cr_expect_str_eq(words, expected);
    free(words);
}

// Two doublings of cores: 0.2.
Test(planner_scaling, published_scores_go_first)
{
    struct scaling_host from = host_of(8), to = host_of(32);
    from.core_score = to.core_score = 5;
    from.alone_hz = (struct estimate){100, 99, 101};
    to.alone_hz = (struct estimate){300, 299, 301};
    from.core_hz = to.core_hz = 2e9;
    expect(&from, &to, 4, 0.2, ORIGIN_SCALED, "32 cores over 8, score a core 1 times");
    to.core_score = 10; // a third doubling
    expect(&from, &to, 8, 0.3, ORIGIN_SCALED, "32 cores over 8, score a core 2 times");
}

// A doubling of cores, half of one in speed; and both runs' own intervals.
Test(planner_scaling, then_one_guest_alone)
{
    struct scaling_host from = host_of(8), to = host_of(16);
    from.alone_hz = (struct estimate){100, 100 / 1.02, 102};
    to.alone_hz = (struct estimate){sqrt(2) * 100, sqrt(2) * 100 / 1.02, sqrt(2) * 102};
    to.core_score = 7; // of one side only
    double of_run = log(1.02) / 1.959963984540054;
    expect(&from, &to, 2 * sqrt(2), hypot(0.15, hypot(of_run, of_run)), ORIGIN_SCALED,
           "16 cores over 8, one guest alone 1.41 times as fast");
}

Test(planner_scaling, then_clocks_and_then_nothing_which_are_guesses)
{
    struct scaling_host from = host_of(16), to = host_of(16);
    from.core_hz = 2e9;
    expect(&from, &to, 1, hypot(0.05, SCALING_ERROR_NONE), ORIGIN_GUESSED,
           "16 cores over 16, a core as fast (guessed: no score, run or clock tells)");
    to.core_hz = 4e9;
    expect(&from, &to, 2, hypot(0.1, SCALING_ERROR_CLOCK), ORIGIN_GUESSED,
           "16 cores over 16, base clock 2 times (a guess at a core's speed)");
}

// As many cores with the same score are still another host.
Test(planner_scaling, another_host_is_never_the_same)
{
    struct scaling_host from = host_of(16), to = host_of(16);
    from.core_score = to.core_score = 5;
    expect(&from, &to, 1, 0.05, ORIGIN_SCALED, "16 cores over 16, score a core 1 times");
}

Test(planner_scaling, smaller_hosts_are_as_far_as_larger_ones)
{
    struct scaling_host from = host_of(32), to = host_of(8);
    from.core_score = to.core_score = 5;
    expect(&from, &to, 0.25, 0.2, ORIGIN_SCALED, "8 cores over 32, score a core 1 times");
}
