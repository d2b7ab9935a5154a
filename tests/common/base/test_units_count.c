// SPDX-License-Identifier: GPL-3.0-or-later
// Whole numbers and spans from text: limits inclusive, nothing but digits.
#include "common/base/units.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"

Test(base_units_count, accepts_both_limits)
{
    uint64_t count = 0;
    cr_assert_eq(units_parse_count("1", 1, 8, &count, NULL), 0);
    cr_assert_eq(count, 1);
    cr_assert_eq(units_parse_count("0008", 1, 8, &count, NULL), 0);
    cr_assert_eq(count, 8);
    cr_assert_eq(units_parse_count("18446744073709551615", 0, UINT64_MAX, &count, NULL), 0);
    cr_assert_eq(count, UINT64_MAX);
}

Test(base_units_count, refuses_what_is_no_whole_number_in_range)
{
    static const char *const texts[] = {"",
                                        "0",
                                        "9",
                                        "-1",
                                        "+1",
                                        "1.0",
                                        "1 ",
                                        " 1",
                                        "1k",
                                        "0x1",
                                        "abc",
                                        "1e0",
                                        "18446744073709551617",
                                        NULL};
    for (const char *const *text = texts; *text; text++) {
        struct err err = {0};
        uint64_t count = 77;
        cr_assert_eq(units_parse_count(*text, 1, 8, &count, &err), -EINVAL, "'%s'", *text);
        cr_assert_eq(count, 77);
        cr_assert(strstr(err_text(&err), "1..8"), "%s", err_text(&err));
        err_done(&err);
    }
}

static void is_span(const char *text, uint64_t first, uint64_t last)
{
    uint64_t got_first = 0;
    uint64_t got_last = 0;
    cr_assert_eq(units_parse_span(text, 1, 4096, &got_first, &got_last, NULL), 0, "%s", text);
    cr_assert_eq(got_first, first);
    cr_assert_eq(got_last, last);
}

Test(base_units_count, reads_spans)
{
    is_span("4", 4, 4);
    is_span("1..8", 1, 8);
    is_span("8..8", 8, 8);
    is_span("1..4096", 1, 4096);
}

Test(base_units_count, refuses_spans_that_are_none)
{
    static const char *const texts[] = {"",
                                        "..",
                                        "1..",
                                        "..8",
                                        "8..1",
                                        "0..8",
                                        "1..4097",
                                        "1...8",
                                        "1..2..3",
                                        "1-8",
                                        "1,8",
                                        "1 ..8",
                                        "1.. 8",
                                        "-1..8",
                                        "1..8x",
                                        "1.8",
                                        "a..b",
                                        "0",
                                        "1..18446744073709551617",
                                        NULL};
    for (const char *const *text = texts; *text; text++) {
        struct err err = {0};
        uint64_t first = 77;
        uint64_t last = 78;
        cr_assert_eq(units_parse_span(*text, 1, 4096, &first, &last, &err), -EINVAL, "'%s'", *text);
        cr_assert(first == 77 && last == 78, "'%s' touched the result", *text);
        cr_assert_eq(err.kind, ERR_INPUT);
        err_done(&err);
    }
}
