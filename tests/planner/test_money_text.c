// SPDX-License-Identifier: GPL-3.0-or-later
// Groups, cents, signs, and what cannot be said.
#include "planner/money_text.h"

#include <criterion/criterion.h>
#include <math.h>

#include "common/base/scope.h"

static void expect(double amount, const char *currency, const char *wanted)
{
    scope_free char *got = money_text(amount, currency);
    cr_expect_str_eq(got, wanted);
}

static void expect_exact(double amount, const char *wanted)
{
    scope_free char *got = money_text_exact(amount);
    cr_expect_str_eq(got, wanted);
}

Test(planner_money_text, groups_thousands_and_keeps_cents_of_small_amounts)
{
    expect(14.2, "EUR", "14.20 EUR");
    expect(999.994, "EUR", "999.99 EUR");
    expect(1000, "EUR", "1,000 EUR");
    expect(612345.5, "USD", "612,346 USD");
    expect(1234567, "", "1,234,567");
    expect(-1234567, "EUR", "-1,234,567 EUR");
    expect(0, "EUR", "0.00 EUR");
    expect(-0.001, "EUR", "0.00 EUR");
}

Test(planner_money_text, is_exact_to_the_cent_where_asked)
{
    expect_exact(612345, "612,345.00");
    expect_exact(-0.5, "-0.50");
    expect_exact(1e12 + 0.01, "1,000,000,000,000.01");
}

Test(planner_money_text, says_nothing_of_what_is_no_amount)
{
    expect(NAN, "EUR", "-");
    expect(INFINITY, "EUR", "-");
    expect_exact(NAN, "-");
}
