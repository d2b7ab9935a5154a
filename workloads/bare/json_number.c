// SPDX-License-Identifier: GPL-3.0-or-later
// Decimal numbers to binary ones, in plain double arithmetic: exact where one rounding does it
// (Clinger 1990, "How to read floating point numbers accurately", the fast path), else near.
#include <errno.h>
#include <float.h>
#include <stdint.h>

#include "workloads/bare/json_step.h"

// digits times ten to the exponent.
struct decimal {
    bool is_negative;
    uint64_t digits;
    int32_t exponent;
};

// Past these every double is 0 or infinite, whatever the digits.
enum { EXPONENT_MAX = 400, EXPONENT_READ_MAX = 100000000 };
// The largest power of ten that a double holds exactly.
enum { POWER_MAX = 22 };

static bool is_digit(const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '9';
}

// False when there is none.
static bool take_digits(const char **at, const char *end)
{
    const char *start = *at;

    while (is_digit(*at, end))
        ++*at;
    return *at > start;
}

static int32_t exponent_of(const char *at, const char *end)
{
    bool is_negative = *at == '-';
    int32_t exponent = 0;

    for (at += *at == '-' || *at == '+'; at < end; at++)
        if (exponent < EXPONENT_READ_MAX)
            exponent = exponent * 10 + (*at - '0');
    return is_negative ? -exponent : exponent;
}

// Of a number that is spelled right. The first 19 digits or more count, the rest only in the
// exponent.
static struct decimal decimal_of(const char *at, const char *end)
{
    struct decimal decimal = {.is_negative = *at == '-'};
    bool in_fraction = false;

    for (at += decimal.is_negative; is_digit(at, end) || (at < end && *at == '.'); at++) {
        if (*at == '.') {
            in_fraction = true;
        } else if (decimal.digits < UINT64_MAX / 10 - 1) {
            decimal.digits = decimal.digits * 10 + (uint64_t)(*at - '0');
            decimal.exponent -= in_fraction;
        } else {
            decimal.exponent += !in_fraction;
        }
    }
    if (at < end)
        decimal.exponent += exponent_of(at + 1, end);
    return decimal;
}

static double real_of(const struct decimal *decimal)
{
    static const double powers[POWER_MAX + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    bool is_small = decimal->exponent < 0;
    int32_t exponent = is_small ? -decimal->exponent : decimal->exponent;
    double number = (double)decimal->digits;

    if (exponent > EXPONENT_MAX)
        exponent = EXPONENT_MAX;
    while (exponent > 0) {
        int32_t step = exponent < POWER_MAX ? exponent : POWER_MAX;

        number = is_small ? number / powers[step] : number * powers[step];
        exponent -= step;
    }
    return decimal->is_negative ? -number : number;
}

static const char *range_problem(const char *at, const char *end, enum json_kind kind)
{
    struct decimal decimal = decimal_of(at, end);
    double number;

    if (kind == JSON_WHOLE)
        return decimal.exponent > 0 || decimal.digits > (uint64_t)INT64_MAX + decimal.is_negative
                   ? "a whole number beyond 64 bits"
                   : NULL;
    number = real_of(&decimal);
    return number > DBL_MAX || number < -DBL_MAX ? "a number too large" : NULL;
}

// Steps over one of two characters when it comes next.
static bool take_either(const char **at, const char *end, char one, char other)
{
    if (*at == end || (**at != one && **at != other))
        return false;
    ++*at;
    return true;
}

const char *json_step_number(const char **at, const char *end, enum json_kind *ret_kind)
{
    const char *start = *at;
    enum json_kind kind = JSON_WHOLE;

    take_either(at, end, '-', '-');
    if (!take_either(at, end, '0', '0') && !take_digits(at, end))
        return "a number without digits";
    if (take_either(at, end, '.', '.')) {
        kind = JSON_REAL;
        if (!take_digits(at, end))
            return "a number without digits after its point";
    }
    if (take_either(at, end, 'e', 'E')) {
        kind = JSON_REAL;
        take_either(at, end, '+', '-');
        if (!take_digits(at, end))
            return "a number without digits in its exponent";
    }
    *ret_kind = kind;
    return range_problem(start, *at, kind);
}

int json_value_unsigned(const struct json_value *value, uint64_t *ret_number)
{
    struct decimal decimal;

    if (value->kind != JSON_WHOLE)
        return -EINVAL;
    decimal = decimal_of(value->bytes, value->bytes + value->length);
    if (decimal.is_negative && decimal.digits)
        return -ERANGE;
    *ret_number = decimal.digits;
    return 0;
}

int json_value_real(const struct json_value *value, double *ret_number)
{
    struct decimal decimal;

    if (value->kind != JSON_WHOLE && value->kind != JSON_REAL)
        return -EINVAL;
    decimal = decimal_of(value->bytes, value->bytes + value->length);
    *ret_number = real_of(&decimal);
    return 0;
}
