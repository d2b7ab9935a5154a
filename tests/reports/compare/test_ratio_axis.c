// SPDX-License-Identifier: GPL-3.0-or-later
// Extents, places and ticks of axes of ratios, and the drawings on them.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/compare/density_chart.h"
#include "reports/compare/forest.h"

static struct ratio_axis axis_of_one(double value, double low, double high)
{
    return ratio_axis_of(&(struct estimate){value, low, high}, 1, 0.03);
}

Test(reports_compare_ratio_axis, holds_one_and_twice_the_threshold)
{
    struct ratio_axis axis = ratio_axis_of(NULL, 0, 0.03);
    cr_expect_lt(axis.low, 1 / 1.06);
    cr_expect_gt(axis.high, 1.06);
    cr_expect_float_eq(ratio_axis_place(&axis, 1), 0.5, 1e-9);
}

Test(reports_compare_ratio_axis, holds_values_and_their_intervals)
{
    struct ratio_axis axis = axis_of_one(0.8, 0.7, 0.9);
    cr_expect_lt(axis.low, 0.7);
    cr_expect(ratio_axis_is_beyond(&axis, 0.5));
    cr_expect_not(ratio_axis_is_beyond(&axis, 0.7));
    cr_expect_eq(ratio_axis_place(&axis, 0.0001), 0);
    cr_expect_eq(ratio_axis_place(&axis, 1000), 1);
}

Test(reports_compare_ratio_axis, a_wild_interval_does_not_squeeze_the_others)
{
    struct ratio_axis axis = axis_of_one(1.01, 0.001, 900);
    cr_expect_gt(axis.low, 0.8);
    cr_expect_lt(axis.high, 1.25);
}

Test(reports_compare_ratio_axis, what_is_no_ratio_is_passed_over)
{
    static const struct estimate odd[] = {
        {NAN, NAN, NAN}, {0, 0, 0}, {-1, -2, 3}, {INFINITY, 0, INFINITY}};
    struct ratio_axis axis = ratio_axis_of(odd, 4, 0.03);
    cr_expect(isfinite(axis.low) && axis.low > 0);
    cr_expect(isfinite(axis.high) && axis.high < 2);
}

Test(reports_compare_ratio_axis, ticks_are_round_few_and_ascending)
{
    static const double highs[] = {1.001, 1.02, 1.1, 1.6, 2.5, 4, 9, 80, 5000, 1e9};
    for (size_t i = 0; i < sizeof highs / sizeof *highs; i++) {
        struct ratio_axis axis = axis_of_one(highs[i], highs[i], highs[i]);
        double ticks[RATIO_AXIS_TICKS];
        size_t count = ratio_axis_ticks(&axis, 5, ticks);
        bool has_one = false;
        cr_expect_geq(count, 2, "%zu ticks up to %g", count, highs[i]);
        cr_expect_leq(count, 7, "%zu ticks up to %g", count, highs[i]);
        for (size_t t = 0; t < count; t++) {
            cr_expect(t == 0 || ticks[t] > ticks[t - 1]);
            has_one = has_one || fabs(ticks[t] - 1) < 1e-9;
        }
        cr_expect(has_one, "no tick at 1 up to %g", highs[i]);
    }
}

Test(reports_compare_ratio_axis, labels_are_changes_or_factors)
{
    static const struct {
        struct ratio_axis axis;
        double ratio;
        const char *label;
    } cases[] = {
        {{0.9, 1.1}, 1, "0"},        {{0.9, 1.1}, 1.05, "+5 %"}, {{0.9, 1.1}, 0.9, "-10 %"},
        {{0.9, 3}, 1, "1x"},         {{0.9, 3}, 2.5, "2.5x"},    {{0.01, 3}, 0.01, "0.01x"},
        {{0.9, 1e5}, 1e4, "1e+04x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *label = ratio_axis_label(&cases[i].axis, cases[i].ratio);
        cr_expect_str_eq(label, cases[i].label);
        free(label);
    }
}

Test(reports_compare_ratio_axis, a_forest_row_says_what_it_shows_and_where_it_goes_on)
{
    struct strbuf out = {0};
    const struct forest forest = {{0.9, 1.1}, 0.03};
    forest_add_row(&out, &forest, &(struct forest_mark){{0.95, 0.5, 1.01}, "worse", "p99 \"x\""});
    cr_expect(strstr(strbuf_text(&out), "aria-label=\"p99 &quot;x&quot;\""));
    cr_expect(strstr(strbuf_text(&out), "class=\"worse\""));
    cr_expect(strstr(strbuf_text(&out), "‹"));
    cr_expect_null(strstr(strbuf_text(&out), "›"));
    cr_expect_null(strstr(strbuf_text(&out), "nan"));
    strbuf_done(&out);
}

Test(reports_compare_ratio_axis, drawings_take_what_is_absent)
{
    struct strbuf out = {0};
    const struct forest forest = {{0.9, 1.1}, 0};
    static const struct density_point points[] = {{1, {NAN, NAN, NAN}, "undecided"},
                                                  {2, {1.01, NAN, NAN}, "undecided"},
                                                  {400, {0.5, 0, INFINITY}, "worse"}};
    forest_add_axis(&out, &forest);
    forest_add_row(&out, &forest, &(struct forest_mark){{NAN, NAN, NAN}, "undecided", ""});
    forest_add_row(&out, &forest, &(struct forest_mark){{1.02, NAN, NAN}, "undecided", ""});
    density_chart_add(&out, &(struct density_chart){"p99", 0.03, points, 3});
    density_chart_add(&out, &(struct density_chart){"p99", 0.03, points, 0});
    cr_expect_null(strstr(strbuf_text(&out), "nan"));
    cr_expect_null(strstr(strbuf_text(&out), "inf\""));
    cr_expect(strstr(strbuf_text(&out), ">400</text>"));
    strbuf_done(&out);
}
