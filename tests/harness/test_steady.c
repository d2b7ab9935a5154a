// SPDX-License-Identifier: GPL-3.0-or-later
// When a warm-up is over.
#include "bench/steady.h"

#include <criterion/criterion.h>

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

Test(harness_steady, bears_its_spread_and_no_more)
{
    const double within[] = {97.51, 100, 102.49}, beyond[] = {97.4, 100, 102.6};
    cr_assert(steady_reached(within, 3));
    cr_assert_not(steady_reached(beyond, 3));
}

Test(harness_steady, is_not_what_does_nothing)
{
    const double idle[] = {0, 0, 0};
    cr_assert_not(steady_reached(idle, 3));
}
