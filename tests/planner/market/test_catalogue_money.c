// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/market/catalogue_money.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stddef.h>

#include "common/base/err.h"
#include "common/base/scope.h"

static void splits(const char *text, const char *amount_wanted, const char *code_wanted)
{
    scope_free char *amount = NULL;
    scope_free char *code = NULL;
    struct err err = {0};
    cr_assert_eq(catalogue_money_split(text, &amount, &code, &err), 0, "%s", err_text(&err));
    cr_expect_str_eq(amount, amount_wanted);
    if (code_wanted)
        cr_expect_str_eq(code, code_wanted);
    else
        cr_expect_null(code);
}

Test(planner_catalogue_money, takes_the_currency_from_an_amount)
{
    splits("1200", "1200", NULL);
    splits("1200 EUR", "1200", "EUR");
    splits("chf 1200.50", "1200.50", "CHF");
    splits("€1200", "1200", "EUR");
    splits("1200€ +-5%", "1200    +-5%", "EUR");
    splits("1200 ±5%", "1200 ±5%", NULL);
    splits("£ 1200 [1100, 1300]", "1200 [1100, 1300]", "GBP");
    splits("US$ 1200", "1200", "USD");
    splits("EUR 1200 EUR", "1200", "EUR");
    splits("1200\xc2\xa0€", "1200", "EUR");
    splits("1200\xe2\x80\xaf€", "1200", "EUR");
}

static void refuses(const char *text, const char *message)
{
    char *amount, *code;
    struct err err = {0};
    cr_expect_eq(catalogue_money_split(text, &amount, &code, &err), -EINVAL, "%s", text);
    cr_expect_str_eq(err_text(&err), message);
    err_done(&err);
}

Test(planner_catalogue_money, refuses_what_is_no_currency_and_no_amount)
{
    refuses("1200 Euro", "'Euro' is no currency; its three letters are wanted, such as EUR or USD");
    refuses("1200 ₿", "'₿' is no currency; its three letters are wanted, such as EUR or USD");
    refuses("EUR 5 CHF", "two currencies, EUR and CHF, for one amount");
    refuses("EUR", "'EUR' is no amount of money such as 18000");
}
