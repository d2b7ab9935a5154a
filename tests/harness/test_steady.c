// SPDX-License-Identifier: GPL-3.0-or-later
// When a warm-up is over: what is quiet at once, what is noisy after a few windows more, what still
// climbs not yet. Series are simulated, with fixed seeds, and both errors counted.
#include "bench/steady.h"

#include <criterion/criterion.h>
#include <math.h>

#include "common/base/rng.h"

Test(harness_steady, needs_enough_windows)
{
    const double totals[STEADY_WINDOWS] = {100, 100, 100};
    for (size_t count = 0; count < STEADY_WINDOWS; count++)
        cr_assert_not(steady_reached(totals, count));
    cr_assert(steady_reached(totals, STEADY_WINDOWS));
    cr_assert_not(steady_reached(NULL, 0));
}

Test(harness_steady, looks_at_the_last_windows_only)
{
    const double rising[] = {1, 50, 98, 100, 102};
    cr_assert_not(steady_reached(rising, 3));
    cr_assert_not(steady_reached(rising, 4));
    cr_assert(steady_reached(rising, 5));
    const double falls_at_last[] = {100, 100, 100, 50};
    cr_assert_not(steady_reached(falls_at_last, 4));
}

Test(harness_steady, bears_its_spread_in_three_windows_and_no_more)
{
    const double within[] = {97.51, 100, 102.49}, beyond[] = {97.4, 100, 102.6};
    cr_assert(steady_reached(within, 3));
    cr_assert_not(steady_reached(beyond, 3));
}

Test(harness_steady, what_does_nothing_rests_but_not_at_once)
{
    const double silent[STEADY_NOISY_WINDOWS] = {0};
    for (size_t count = 0; count < STEADY_NOISY_WINDOWS; count++)
        cr_assert_not(steady_reached(silent, count));
    cr_assert(steady_reached(silent, STEADY_NOISY_WINDOWS));
    const double begins[] = {0, 0, 0, 0, 50, 100};
    cr_assert_not(steady_reached(begins, 5));
    cr_assert_not(steady_reached(begins, 6));
}

Test(harness_steady, what_ends_now_and_then_rests)
{
    const double rare[] = {0, 1, 0, 0, 1, 0};
    cr_assert(steady_reached(rare, 5) || steady_reached(rare, 6));
}

Test(harness_steady, oscillation_rests)
{
    const double waves[] = {100, 160, 100, 40, 100, 160, 100, 40};
    bool rests = false;
    for (size_t count = 1; count <= 8; count++)
        rests = rests || steady_reached(waves, count);
    cr_assert(rests);
}

// --- simulated ----------------------------------------------------------------------------------

enum { SERIES = 2000, MOST = 8 };

// The value without noise in that window, 1 at rest.
typedef double (*shape)(size_t window);

static double constant(size_t window)
{
    (void)window;
    return 1;
}

static double ramp(size_t window) // 30 % to 100 % within seven windows
{
    return fmin(1, 0.3 + 0.1 * (double)window);
}

static double step(size_t window)
{
    return window < 4 ? 0.5 : 1;
}

static double approach(size_t window)
{
    return 1 - 0.8 * exp(-(double)window / 1.5);
}

static double normal(struct rng *rng)
{
    return sqrt(-2 * log(1 - rng_unit(rng))) * cos(2 * M_PI * rng_unit(rng));
}

// Stops before 90 % of the rest's value are reached, and series that reach MOST windows in vain.
struct errors {
    double false_stops, missed;
};

static struct errors simulate(shape of, double noise)
{
    struct errors errors = {0};
    struct rng rng;
    rng_init(&rng, 17);
    for (int s = 0; s < SERIES; s++) {
        double totals[MOST];
        size_t count = 0;
        bool rests = false;
        while (count < MOST && !rests) {
            totals[count] = 1000 * of(count) * exp(noise * normal(&rng));
            rests = steady_reached(totals, ++count);
        }
        errors.false_stops += rests && of(count - 1) < 0.9;
        errors.missed += !rests;
    }
    errors.false_stops /= SERIES;
    errors.missed /= SERIES;
    return errors;
}

static void expect_errors(const char *what, shape of, double noise, double false_stops,
                          double missed)
{
    const struct errors seen = simulate(of, noise);
    cr_expect(seen.false_stops <= false_stops && seen.missed <= missed,
              "%s with noise of %.2f: %.3f stop too early, %.3f never", what, noise,
              seen.false_stops, seen.missed);
}

Test(harness_steady, noise_comes_to_rest)
{
    expect_errors("constant", constant, 0.02, 0, 0.01);
    expect_errors("constant", constant, 0.10, 0, 0.10);
    expect_errors("constant", constant, 0.50, 0, 0.10);
}

Test(harness_steady, what_climbs_is_not_taken_for_rest)
{
    expect_errors("ramp", ramp, 0.02, 0.01, 1);
    expect_errors("ramp", ramp, 0.10, 0.10, 1);
    expect_errors("step", step, 0.10, 0.15, 1);
    expect_errors("approach", approach, 0.10, 0.20, 1);
}
