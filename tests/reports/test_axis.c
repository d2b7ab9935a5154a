// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/axis.h"

static void expect_label(enum quantity quantity, double value, const char *expected)
{
    char label[AXIS_LABEL_SIZE];
    cr_expect_str_eq(axis_label(label, quantity, value), expected);
}

Test(reports_axis, labels_are_short)
{
    expect_label(QUANTITY_RATE, 2500, "2.5k");
    expect_label(QUANTITY_RATE, 0, "0");
    expect_label(QUANTITY_RATE, 1e6, "1M");
    expect_label(QUANTITY_DURATION, 2e8, "200 ms");
    expect_label(QUANTITY_DURATION, 5e9, "5 s");
    expect_label(QUANTITY_BYTES, 64 << 20, "64 MiB");
    expect_label(QUANTITY_SHARE, 0.4, "40 %");
    expect_label(QUANTITY_INDEX, 0.6, "0.6");
}

Test(reports_axis, steps_are_round)
{
    cr_expect_float_eq(axis_step(QUANTITY_RATE, 3200, 4), 1000, 1e-9);
    cr_expect_float_eq(axis_step(QUANTITY_INDEX, 1.08, 4), 0.2, 1e-12);
    cr_expect_float_eq(axis_step(QUANTITY_BYTES, 200 << 20, 4), 50 << 20, 1e-6);
}

Test(reports_axis, logarithmic_ticks_lie_inside)
{
    struct strbuf script = {0};
    axis_log_y(&script, QUANTITY_DURATION, 3e5, 1.2e6);
    cr_expect_str_eq(strbuf_text(&script), "set logscale y\nset yrange [300000:1200000]\n"
                                           "set ytics ('500 us' 500000, '1 ms' 1000000)\n");
    strbuf_done(&script);
}

Test(reports_axis, guests_have_ticks_where_they_were_measured)
{
    struct strbuf script = {0};
    const uint32_t few[] = {1, 2, 4, 6, 7, 8};
    axis_guests(&script, few, 6, 7);
    cr_expect(strstr(strbuf_text(&script), "('1' 1, '2' 2, '4' 4, '6' 6, '7' 7, '8' 8)"), "%s",
              strbuf_text(&script));
    cr_expect_null(strstr(strbuf_text(&script), "logscale"));
    strbuf_done(&script);
}

Test(reports_axis, crowded_ticks_give_way_to_the_maximum)
{
    struct strbuf script = {0};
    const uint32_t many[] = {1, 2, 4, 8, 16, 32, 64, 128, 192, 193, 194, 200, 256};
    axis_guests(&script, many, 13, 193);
    const char *text = strbuf_text(&script);
    cr_expect(strstr(text, "set logscale x 2"));
    cr_expect(strstr(text, "'193' 193"), "%s", text);
    cr_expect(strstr(text, "'1' 1"));
    cr_expect_null(strstr(text, "'192' 192"));
    cr_expect_null(strstr(text, "'194' 194"));
    strbuf_done(&script);
}
