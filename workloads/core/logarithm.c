// SPDX-License-Identifier: GPL-3.0-or-later
// Splits a number by its bits and sums a series.
#include "workloads/core/logarithm.h"

#include <stdint.h>

// ln 2 in two parts; the upper one ends in zeros, so that its product with an exponent is exact.
#define LN2_UPPER 0x1.62e42feep-1
#define LN2_LOWER 0x1.a39ef35793c76p-33
#define SQRT2     0x1.6a09e667f3bcdp+0

enum { FRACTION_BITS = 52, BIAS = 1023 };

union number {
    double real;
    uint64_t bits;
};

// m in [1/sqrt(2), sqrt(2)) and k of x = 2^k m.
static double split(double x, int *ret_k)
{
    union number number = {.real = x};

    *ret_k = (int)(number.bits >> FRACTION_BITS) - BIAS;
    number.bits &= (UINT64_C(1) << FRACTION_BITS) - 1;
    number.bits |= (uint64_t)BIAS << FRACTION_BITS;
    if (number.real < SQRT2)
        return number.real;
    *ret_k += 1;
    return number.real * 0.5;
}

// 2 (s + s^3/3 + s^5/5 + ...). s^2 is at most 0.0295, so what follows the term of s^21 is below
// 2^-59 of the sum.
static double twice_artanh(double s)
{
    double square = s * s, rest = 0;

    for (int power = 21; power >= 3; power -= 2)
        rest = (rest + 1.0 / power) * square;
    return 2 * s + 2 * s * rest;
}

double logarithm(double x)
{
    int k;
    double m = split(x, &k);
    double ln_m = twice_artanh((m - 1) / (m + 1));

    return k * LN2_UPPER + (k * LN2_LOWER + ln_m);
}
