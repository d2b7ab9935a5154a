// SPDX-License-Identifier: GPL-3.0-or-later
// Plain numbers and changes: read to the last digit, and refused with what would be right.
#include <criterion/criterion.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/units.h"

static void reads_number(const char *text, double wanted)
{
    double number = 0;
    struct err err = {0};
    cr_assert_eq(units_parse_number(text, &number, &err), 0, "%s", err_text(&err));
    cr_expect_eq(number, wanted, "%s", text);
}

static void reads_change(const char *text, double wanted)
{
    double ratio = 0;
    struct err err = {0};
    cr_assert_eq(units_parse_change(text, &ratio, &err), 0, "%s", err_text(&err));
    cr_expect_eq(ratio, wanted, "%s", text);
}

Test(base_units_number, reads_to_the_last_digit)
{
    reads_number("0", 0);
    reads_number("-3", -3);
    reads_number("0.1", 0.1);
    reads_number("12000.75", 12000.75);
    reads_change("20%", 0.2);
    reads_change("0.1%", 0.001);
    reads_change("-3 %", -0.03);
    reads_change("150%", 1.5);
    reads_change("0.2", 0.2);
    reads_change("1", 1);
}

static void refuses(const char *text, const char *why)
{
    double number = 7;
    struct err err = {0};
    cr_expect_lt(units_parse_number(text, &number, &err), 0, "%s", text);
    cr_expect(strstr(err_text(&err), why), "%s: %s", text, err_text(&err));
    cr_expect_eq(number, 7);
    err_done(&err);
}

Test(base_units_number, refuses_all_else)
{
    refuses("", "0.25");
    refuses("-", "0.25");
    refuses("+1", "0.25");
    refuses(".5", "0.25");
    refuses("5.", "0.25");
    refuses("1e5", "0.25");
    refuses("0x1p3", "0.25");
    refuses("1 000", "0.25");
    refuses("NaN", "finite");
    refuses("-inf", "finite");
    refuses("0,5", "as 0.5");
}

Test(base_units_number, refuses_a_change_without_its_percent_sign)
{
    double ratio;
    struct err err = {0};
    cr_expect_lt(units_parse_change("20", &ratio, &err), 0);
    cr_expect_str_eq(err_text(&err), "'20': is the '%' missing? 20% or a ratio in -1..1 is wanted");
    err_done(&err);
    cr_expect_lt(units_parse_change("5 percent", &ratio, NULL), 0);
    cr_expect_lt(units_parse_change("5%%", &ratio, NULL), 0);
}
