// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios and figures as people read them.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "reports/compare/effect.h"

static void expect_text(char *text, const char *wanted)
{
    cr_expect_str_eq(text, wanted);
    free(text);
}

static void expect_effect(double value, double low, double high, const char *wanted)
{
    expect_text(effect_text(&(struct estimate){value, low, high}), wanted);
}

Test(reports_compare_effect, tells_a_change_in_per_cent)
{
    expect_effect(0.929, 0.910, 0.948, "-7.1 % [-9.0, -5.2]");
    expect_effect(1.03, 1.01, 1.05, "+3.0 % [+1.0, +5.0]");
    expect_effect(1.4, 0.9, 1.95, "+40 % [-10, +95]");
}

Test(reports_compare_effect, has_the_decimals_its_interval_is_worth)
{
    expect_effect(1.0012, 1.0003, 1.0021, "+0.12 % [+0.03, +0.21]");
}

Test(reports_compare_effect, nothing_has_no_sign)
{
    expect_effect(0.9999, 0.98, 1.02, "0.0 % [-2.0, +2.0]");
    expect_effect(1, 1, 1, "0.00 % [0.00, 0.00]");
}

Test(reports_compare_effect, tells_large_ones_as_factors)
{
    expect_effect(3.1, 2.9, 3.3, "3.10x [2.90, 3.30]");
    expect_effect(0.25, 0.2, 0.31, "0.250x [0.200, 0.310]");
}

Test(reports_compare_effect, nothing_at_all_is_no_factor)
{
    expect_effect(0, 0, 0, "-100 % [-100, -100]");
    expect_effect(0.3, 0, 0.7, "-70 % [-100, -30]");
    expect_text(effect_change(0), "-100 %");
}

Test(reports_compare_effect, never_hides_that_there_is_no_interval)
{
    expect_effect(0.9, NAN, NAN, "-10.0 % [?]");
    expect_effect(3, NAN, NAN, "3.00x [?]");
    expect_effect(NAN, NAN, NAN, "-");
    expect_effect(0.9, 0.01, 76, "-10.0 % [?]");
    expect_effect(INFINITY, NAN, NAN, "-");
}

Test(reports_compare_effect, gives_figures_their_units)
{
    expect_text(effect_value("1/s", 412), "412/s");
    expect_text(effect_value("ns", 1.3e6), "1.30 ms");
    expect_text(effect_value("bytes", 201326592), "192 MiB");
    expect_text(effect_value("1", 0.97), "0.970");
    expect_text(effect_value("fps", 31), "31.0 fps");
    expect_text(effect_value("fps", NAN), "-");
    expect_text(effect_value(NULL, 3), "3.00");
}

Test(reports_compare_effect, small_p_are_bounds)
{
    expect_text(effect_p(0.0004), "< 0.001");
    expect_text(effect_p(0.0214), "0.021");
    expect_text(effect_p(0.5), "0.50");
    expect_text(effect_p(1), "1.00");
    expect_text(effect_p(NAN), "-");
}
