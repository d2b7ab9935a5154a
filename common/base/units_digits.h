// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the parsers of units: the run of digits every quantity begins with.
#ifndef FULLHOUSE_COMMON_BASE_UNITS_DIGITS_H
#define FULLHOUSE_COMMON_BASE_UNITS_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

static inline bool units_is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

// Moves *text behind its digits, of which there may be none (0). False when they pass 64 bits.
static inline bool units_take_digits(const char **text, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (; units_is_digit(**text); (*text)++)
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(**text - '0'), &value))
            return false;
    *ret_value = value;
    return true;
}

#endif
