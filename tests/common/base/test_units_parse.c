// SPDX-License-Identifier: GPL-3.0-or-later
// Quantities from text: what is right to the last bit, what is refused, and what the refusal says.
#include "common/base/units.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"

struct whole_case {
    const char *text;
    uint64_t value;
};

typedef int whole_parser(const char *, uint64_t *, struct err *);

static void accepts(whole_parser *parse, const struct whole_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct err err = {0};
        uint64_t value = 0;
        cr_assert_eq(parse(cases[i].text, &value, &err), 0, "'%s': %s", cases[i].text,
                     err_text(&err));
        cr_assert_eq(value, cases[i].value, "'%s' gave %lu", cases[i].text, value);
    }
}

static void refuses(whole_parser *parse, const char *const *texts)
{
    for (; *texts; texts++) {
        struct err err = {0};
        uint64_t value = 77;
        cr_assert_eq(parse(*texts, &value, &err), -EINVAL, "'%s' gave %lu", *texts, value);
        cr_assert_eq(value, 77, "'%s' touched the result", *texts);
        cr_assert_eq(err.kind, ERR_INPUT);
        cr_assert(strstr(err_text(&err), *texts), "%s", err_text(&err));
        cr_assert_eq(parse(*texts, &value, NULL), -EINVAL);
        err_done(&err);
    }
}

#define ACCEPTS(parse, cases) accepts(parse, cases, sizeof(cases) / sizeof((cases)[0]))

Test(base_units, reads_bytes)
{
    static const struct whole_case cases[] = {
        {"0", 0},
        {"512", 512},
        {"512B", 512},
        {"64KiB", 65536},
        {"64kib", 65536},
        {"64 KiB", 65536},
        {"1.5 GiB", UINT64_C(1610612736)},
        {"2G", UINT64_C(2147483648)},
        {"2g", UINT64_C(2147483648)},
        {"96M", 100663296},
        {"1k", 1024},
        {"3T", UINT64_C(3298534883328)},
        {"1kB", 1000},
        {"1KB", 1000},
        {"1.5MB", 1500000},
        {"2GB", UINT64_C(2000000000)},
        {"1TB", UINT64_C(1000000000000)},
        {"0.1 KiB", 102},
        {"18446744073709551615", UINT64_MAX},
        {"15EiB", UINT64_C(15) << 60},
        {"9007199254740993", UINT64_C(9007199254740993)}, // 2^53 + 1: no double holds it
        {"1.00000000000000000000000000001 KiB", 1024},
    };
    ACCEPTS(units_parse_bytes, cases);
}

Test(base_units, refuses_bytes_that_are_none)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "-1",
                                        "-0",
                                        "+1",
                                        "abc",
                                        "KiB",
                                        "1..5K",
                                        "1.K",
                                        ".5K",
                                        "1e3",
                                        "0x10",
                                        "1 ",
                                        "1K ",
                                        " 1K",
                                        "1  K",
                                        "1KiBB",
                                        "1 K iB",
                                        "nan",
                                        "inf",
                                        "1,5GiB",
                                        "1.5",
                                        "1.5B",
                                        "1QiB",
                                        "16EiB",
                                        "18446744073709551616",
                                        "99999999999999999999999",
                                        "17179869184G",
                                        "1\n",
                                        "18446744073709551615KiB",
                                        NULL};
    refuses(units_parse_bytes, texts);
}

Test(base_units, reads_durations)
{
    static const struct whole_case cases[] = {
        {"0s", 0},
        {"250ns", 250},
        {"20us", 20000},
        {"20 ms", 20000000},
        {"1.5s", 1500000000},
        {"30m", UINT64_C(1800000000000)},
        {"30min", UINT64_C(1800000000000)},
        {"2.5 min", UINT64_C(150000000000)},
        {"2h", UINT64_C(7200000000000)},
        {"20MS", 20000000},
        {"0.1 s", 100000000},
        {"0.0000000004s", 0},
        {"0.0000000005s", 1},
        {"18446744073709551615ns", UINT64_MAX},
        {"18446744073.709551615s", UINT64_MAX},
    };
    ACCEPTS(units_parse_duration_ns, cases);
}

Test(base_units, refuses_durations_that_are_none)
{
    static const char *const texts[] = {"",
                                        "5",
                                        "0",
                                        "-1s",
                                        "1w",
                                        "1sec",
                                        "s",
                                        "1s ",
                                        "1.s",
                                        "1s1",
                                        "1m30s",
                                        "infs",
                                        "1e9ns",
                                        "1/s",
                                        "5124096h",
                                        "18446744073709551616ns",
                                        "18446744073.7095516155s",
                                        NULL};
    refuses(units_parse_duration_ns, texts);
}

static void is_rate(const char *text, bool is_share, double value)
{
    struct err err = {0};
    struct rate rate = {0};
    cr_assert_eq(units_parse_rate(text, &rate, &err), 0, "'%s': %s", text, err_text(&err));
    cr_assert_eq(rate.is_share, is_share);
    cr_assert_eq(rate.value, value, "'%s' gave %.17g", text, rate.value);
}

Test(base_units, reads_rates)
{
    is_rate("25%", true, 0.25);
    is_rate("100%", true, 1);
    is_rate("12.5 %", true, 0.125);
    is_rate("0.1%", true, 0.001);
    is_rate("1000/s", false, 1000);
    is_rate("1000", false, 1000);
    is_rate("2k/s", false, 2000);
    is_rate("1.5M/s", false, 1.5e6);
    is_rate("3 G/s", false, 3e9);
    is_rate("0.5", false, 0.5);
}

Test(base_units, refuses_rates_that_are_none)
{
    static const char *const texts[] = {"",
                                        "0",
                                        "0%",
                                        "0/s",
                                        "0.0k/s",
                                        "100.1%",
                                        "-5%",
                                        "%",
                                        "/s",
                                        "5/m",
                                        "5m/s",
                                        "5%%",
                                        "5 %/s",
                                        "nan",
                                        "inf",
                                        "1e3/s",
                                        "25% ",
                                        "5/s.",
                                        "99999999999999999999/s",
                                        NULL};
    for (const char *const *text = texts; *text; text++) {
        struct rate rate = {.value = 77};
        struct err err = {0};
        cr_assert_eq(units_parse_rate(*text, &rate, &err), -EINVAL, "'%s'", *text);
        cr_assert_eq(rate.value, 77);
        cr_assert_eq(err.kind, ERR_INPUT);
        err_done(&err);
    }
}

Test(base_units, reads_shares)
{
    static const struct {
        const char *text;
        double ratio;
    } cases[] = {{"95%", 0.95}, {"0.95", 0.95},   {"0", 0},         {"1", 1},         {"100%", 1},
                 {"0%", 0},     {"99.9%", 0.999}, {"0.123", 0.123}, {"33.3 %", 0.333}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double ratio = -1;
        cr_assert_eq(units_parse_share(cases[i].text, &ratio, NULL), 0, "%s", cases[i].text);
        cr_assert_float_eq(ratio, cases[i].ratio, 1e-16, "%s: %.17g", cases[i].text, ratio);
    }
}

Test(base_units, refuses_shares_that_are_none)
{
    static const char *const texts[] = {"", "1.01", "100.01%", "95", "-1%", "x", "%", "0.5x", NULL};
    for (const char *const *text = texts; *text; text++) {
        double ratio = 77;
        cr_assert_eq(units_parse_share(*text, &ratio, NULL), -EINVAL, "'%s'", *text);
        cr_assert_eq(ratio, 77);
    }
}

static void says(int code, struct err *err, const char *words)
{
    cr_assert_eq(code, -EINVAL);
    cr_assert(strstr(err_text(err), words), "'%s' lacks '%s'", err_text(err), words);
    err_done(err);
}

Test(base_units, explains_what_would_be_right)
{
    struct err err = {0};
    uint64_t value;
    double ratio;
    struct rate rate;
    says(units_parse_bytes("64KiiB", &value, &err), &err, "did you mean 'KiB'?");
    says(units_parse_bytes("64Q", &value, &err), &err, "one of: B, KiB, MiB, GiB");
    says(units_parse_bytes("-4K", &value, &err), &err, "cannot be negative");
    says(units_parse_bytes("1.5", &value, &err), &err, "whole");
    says(units_parse_bytes("much", &value, &err), &err, "such as '512MiB'");
    says(units_parse_duration_ns("20", &value, &err), &err, "unit is missing, one of: ns, us, ms");
    says(units_parse_duration_ns("20mim", &value, &err), &err, "did you mean 'min'?");
    says(units_parse_duration_ns("9999999h", &value, &err), &err, "64 bits");
    says(units_parse_rate("5m/s", &rate, &err), &err, "did you mean 'M/s'?");
    says(units_parse_rate("250%", &rate, &err), &err, "100%");
    says(units_parse_rate("0", &rate, &err), &err, "above 0");
    says(units_parse_share("95", &ratio, &err), &err, "is the '%' missing?");
    // What came in is shown, never taken for a format.
    says(units_parse_bytes("%s%n", &value, &err), &err, "'%s%n'");
}
