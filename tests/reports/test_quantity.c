// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "reports/quantity.h"

static void expect_compact(enum quantity quantity, struct estimate estimate, const char *expected)
{
    char *text = quantity_compact(quantity, &estimate, true);
    cr_expect_str_eq(text, expected);
    free(text);
}

Test(reports_quantity, drops_the_unit_that_bounds_share)
{
    expect_compact(QUANTITY_DURATION, (struct estimate){412e3, 398e3, 431e3}, "412 us [398, 431]");
    expect_compact(QUANTITY_DURATION, (struct estimate){998e3, 970e3, 1.02e6},
                   "998 us [970, 1.02 ms]");
    expect_compact(QUANTITY_SHARE, (struct estimate){0.981, 0.97, 0.992}, "98.1% [97.0, 99.2]");
    expect_compact(QUANTITY_TIMES, (struct estimate){4.1, 3.6, 4.9}, "4.10x [3.60, 4.90]");
    expect_compact(QUANTITY_TIMES, (struct estimate){951, 2.778, 2721}, "951x [2.78, 2721]");
    expect_compact(QUANTITY_BYTES, (struct estimate){190 << 20, 188 << 20, 193 << 20},
                   "190 MiB [188, 193]");
    expect_compact(QUANTITY_INDEX, (struct estimate){0.9991, 0.998, 1}, "0.999 [0.998, 1.000]");
}

Test(reports_quantity, tells_absence)
{
    expect_compact(QUANTITY_RATE, (struct estimate){NAN, NAN, NAN}, "-");
    expect_compact(QUANTITY_DURATION, (struct estimate){-1, NAN, NAN}, "-");
    expect_compact(QUANTITY_BYTES, (struct estimate){INFINITY, 0, 0}, "-");
    expect_compact(QUANTITY_BYTES, (struct estimate){1e300, 0, 0}, "-");
    expect_compact(QUANTITY_DURATION, (struct estimate){412e3, NAN, NAN}, "412 us");
}

Test(reports_quantity, leaves_the_interval_out_when_told)
{
    struct estimate estimate = {412e3, 398e3, 431e3};
    char *text = quantity_compact(QUANTITY_DURATION, &estimate, false);
    cr_expect_str_eq(text, "412 us");
    free(text);
}

Test(reports_quantity, a_bound_may_lie_below_zero)
{
    struct quantity_text text =
        quantity_text(QUANTITY_BYTES, &(struct estimate){32 * 0x1p20, -46 * 0x1p20, 112 * 0x1p20});
    cr_expect_str_eq(text.value, "32.0 MiB");
    cr_expect_str_eq(text.interval, "[-46.0, 112]");
}

Test(reports_quantity, one_by_definition_has_no_interval)
{
    cr_expect_str_eq(quantity_text(QUANTITY_TIMES, &(struct estimate){1, 1, 1}).interval, "");
    cr_expect_str_neq(quantity_text(QUANTITY_TIMES, &(struct estimate){1, 0.99, 1}).interval, "");
}

Test(reports_quantity, an_interval_that_says_nothing_is_not_spelt_out)
{
    struct estimate wide = {.value = 81.5e6, .low = 0.117, .high = 5.6e19};
    struct estimate wide_enough = {.value = 1, .low = 0.05, .high = 20};
    struct quantity_text text = quantity_text(QUANTITY_DURATION, &wide);

    cr_assert_str_eq(text.value, "81.5 ms");
    cr_assert_str_eq(text.interval, "[?]");
    text = quantity_text(QUANTITY_TIMES, &wide_enough);
    cr_assert_str_eq(text.interval, "[0.0500, 20.0]");
}
