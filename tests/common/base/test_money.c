// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <math.h>

#include "common/base/money.h"

static void expect(char *format(char *, double), double amount, const char *text)
{
    char buffer[MONEY_TEXT_SIZE];
    cr_expect_str_eq(format(buffer, amount), text, "%.17g: '%s' instead of '%s'", amount, buffer,
                     text);
}

Test(base_money, groups_thousands)
{
    expect(money_exact, 0, "0.00");
    expect(money_exact, 999, "999.00");
    expect(money_exact, 1000, "1,000.00");
    expect(money_exact, 1243500.25, "1,243,500.25");
    expect(money_exact, -1234.5, "-1,234.50");
    expect(money_exact, 999999.999, "1,000,000.00");
    expect(money_exact, -0.001, "0.00");
}

Test(base_money, rounds_by_size)
{
    expect(money_round, 1243500.25, "1,243,500");
    expect(money_round, 28.8, "28.80");
    expect(money_round, 999.999, "1,000");
    expect(money_round, 0, "0.00");
    expect(money_round, 0.00312, "0.0031");
    expect(money_round, -0.5, "-0.5");
}

Test(base_money, shortens_to_three_digits)
{
    expect(money_short, 1243500, "1.24M");
    expect(money_short, 812345, "812k");
    expect(money_short, 28.8, "28.8");
    expect(money_short, 999.6, "1.00k");
    expect(money_short, 999999, "1.00M");
    expect(money_short, 0, "0");
    expect(money_short, -45678, "-45.7k");
}

Test(base_money, absent_amounts_are_empty)
{
    expect(money_exact, NAN, "");
    expect(money_round, INFINITY, "");
    expect(money_short, 1e15, "");
    expect(money_exact, -1e300, "");
}

Test(base_money, spans_need_two_ends)
{
    char buffer[MONEY_SPAN_SIZE];
    cr_expect_str_eq(money_span(buffer, 1118000, 1410000), "1.12M to 1.41M");
    cr_expect_str_eq(money_span(buffer, NAN, 1), "");
    cr_expect_str_eq(money_span(buffer, 5000, 5001), "");
}
