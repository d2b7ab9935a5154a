// SPDX-License-Identifier: GPL-3.0-or-later
// Values converted: escapes, whole numbers, reals against the C library's, hexadecimal texts.
#include "workloads/bare/json_value.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/rng.h"
#include "workloads/bare/json_scan.h"

// The value of {"v":TEXT}; borrows from line.
static struct json_value value_of(const char *text, char line[static 256])
{
    struct json_object object;
    struct json_problem problem;
    int length = snprintf(line, 256, "{\"v\":%s}", text);

    cr_assert_eq(json_scan(line, (size_t)length, &object, &problem), 0, "%s", text);
    return *json_find(&object, "v");
}

static void says(const char *text, const char *meaning)
{
    char line[256], decoded[64];
    struct json_value value = value_of(text, line);

    cr_assert_eq(json_value_text(&value, decoded, sizeof decoded), 0, "%s", text);
    cr_assert_str_eq(decoded, meaning);
}

Test(bare_json_value, decodes_escapes)
{
    says("\"\"", "");
    says("\"plain ü\"", "plain ü");
    says("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
    says("\"\\u0041\\u00e4\\u20AC\\uD83D\\uDE00\"", "Aä€😀");
    says("\"\\u0001\x7f\"", "\x01\x7f");
}

Test(bare_json_value, keeps_within_the_callers_bytes)
{
    char line[256], text[6] = "?????";
    struct json_value value = value_of("\"abcü\"", line);

    cr_assert_eq(json_value_text(&value, text, 6), 0);
    cr_assert_str_eq(text, "abcü");
    cr_assert_eq(json_value_text(&value, text, 5), -EMSGSIZE);
    cr_assert_str_eq(text, "abc");
    cr_assert_eq(json_value_text(&value, text, 1), -EMSGSIZE);
    cr_assert_str_eq(text, "");
    value = value_of("\"\"", line);
    cr_assert_eq(json_value_text(&value, text, 1), 0);
}

Test(bare_json_value, other_kinds_are_no_text)
{
    static const char *const others[] = {"1", "1.5", "null", "true", "[\"a\"]", "{\"a\":\"b\"}"};

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char line[256], text[8];
        struct json_value value = value_of(others[i], line);

        cr_assert_eq(json_value_text(&value, text, sizeof text), -EINVAL);
    }
}

Test(bare_json_value, reads_whole_numbers)
{
    static const struct {
        const char *text;
        int rc;
        uint64_t number;
    } cases[] = {
        {"0", 0, 0},
        {"-0", 0, 0},
        {"7", 0, 7},
        {"9223372036854775807", 0, INT64_MAX},
        {"-1", -ERANGE, 99},
        {"-9223372036854775808", -ERANGE, 99},
        {"1.0", -EINVAL, 99},
        {"1e3", -EINVAL, 99},
        {"\"1\"", -EINVAL, 99},
        {"null", -EINVAL, 99},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char line[256];
        struct json_value value = value_of(cases[i].text, line);
        uint64_t number = 99;

        cr_assert_eq(json_value_unsigned(&value, &number), cases[i].rc, "%s", cases[i].text);
        cr_assert_eq(number, cases[i].number, "%s", cases[i].text);
    }
}

static double real_of(const char *text)
{
    char line[256];
    struct json_value value = value_of(text, line);
    double number = NAN;

    cr_assert_eq(json_value_real(&value, &number), 0, "%s", text);
    return number;
}

Test(bare_json_value, reads_reals_exactly)
{
    static const char *const texts[] = {
        "0",      "-0.0",    "1",         "0.5",         "1e-6",        "1e9",
        "1e22",   "1E-22",   "-12.5e+3",  "0.1",         "123456.789",  "999999999999999e22",
        "1000.0", "0.00001", "4503599.5", "0.000001e12", "33333.33333", "9007199254740992",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        cr_assert_eq(real_of(texts[i]), strtod(texts[i], NULL), "%s", texts[i]);
    cr_assert(signbit(real_of("-0.0")));
}

// Units in the last place between two finite numbers of the same sign.
static double distance(double left, double right)
{
    return left == right ? 0
                         : fabs(left - right) / (nextafter(fabs(right), INFINITY) - fabs(right));
}

Test(bare_json_value, up_to_15_digits_are_exact)
{
    struct rng rng;

    rng_init(&rng, 1);
    for (int i = 0; i < 20000; i++) {
        char text[64];

        snprintf(text, sizeof text, "%lld.%llue%d", (long long)rng_below(&rng, 10000000),
                 1 + (unsigned long long)rng_below(&rng, 9999999), (int)rng_below(&rng, 30) - 15);
        cr_assert_eq(real_of(text), strtod(text, NULL), "%s", text);
    }
}

Test(bare_json_value, more_digits_are_near)
{
    struct rng rng;

    rng_init(&rng, 2);
    for (int i = 0; i < 20000; i++) {
        double number = rng_unit(&rng) * pow(10, (double)rng_below(&rng, 16) - 6);
        char text[64];

        snprintf(text, sizeof text, "%.17g", number);
        cr_assert_leq(distance(real_of(text), number), 2, "%s", text);
    }
}

Test(bare_json_value, large_exponents_are_near)
{
    struct rng rng;

    rng_init(&rng, 3);
    for (int i = 0; i < 20000; i++) {
        char text[64];

        snprintf(text, sizeof text, "%.*ge%d", 1 + (int)rng_below(&rng, 25), 1 + rng_unit(&rng) * 8,
                 (int)rng_below(&rng, 614) - 306);
        cr_assert_leq(distance(real_of(text), strtod(text, NULL)), 20, "%s", text);
    }
    cr_assert_eq(real_of("1e-400"), 0);
    cr_assert_eq(real_of("0e99999999999"), 0);
    cr_assert_eq(real_of("0.000000000000000000000000000000000000000000000000001e51"), 1);
    cr_assert_eq(real_of("1000000000000000000000000000000000000000000000000000.0e-51"), 1);
}

Test(bare_json_value, reads_16_hexadecimal_digits_only)
{
    static const char *const wrong[] = {"\"\"",
                                        "\"0123456789abcde\"",
                                        "\"0123456789abcdef0\"",
                                        "\"0123456789ABCDEF\"",
                                        "\"0x23456789abcdef\"",
                                        "\" 123456789abcdef\"",
                                        "\"0123456789abcdeü\"",
                                        "1234567890123456",
                                        "null"};
    char line[256];
    struct json_value value = value_of("\"0123456789abcde\\u0066\"", line);
    uint64_t number = 0;

    cr_assert_eq(json_value_hex(&value, &number), 0);
    cr_assert_eq(number, UINT64_C(0x0123456789abcdef));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        value = value_of(wrong[i], line);
        number = 77;
        cr_assert_eq(json_value_hex(&value, &number), -EINVAL, "%s", wrong[i]);
        cr_assert_eq(number, 77);
    }
}

Test(bare_json_value, compares_texts_by_what_they_say)
{
    static const struct {
        const char *left, *right;
        bool same;
    } cases[] = {
        {"\"\"", "\"\"", true},
        {"\"a\"", "\"\\u0061\"", true},
        {"\"/\"", "\"\\/\"", true},
        {"\"ü\"", "\"\\u00fc\"", true},
        {"\"a\"", "\"ab\"", false},
        {"\"ab\"", "\"a\"", false},
        {"\"\"", "\"a\"", false},
        {"\"\\n\"", "\"n\"", false},
        {"\"😀\"", "\"\\ud83d\\ude00\"", true},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char left_line[256], right_line[256];
        struct json_value left = value_of(cases[i].left, left_line);
        struct json_value right = value_of(cases[i].right, right_line);

        cr_assert_eq(json_value_same_text(&left, &right), cases[i].same, "%zu", i);
    }
}
