// SPDX-License-Identifier: GPL-3.0-or-later
// Whole numbers and spans of them from text, with their limits named in the error.
#include "common/base/units.h"

#include <inttypes.h>

#include "common/base/err.h"
#include "common/base/units_digits.h"

// Takes one number from the front of *text; false when there is none or it passes 64 bits.
static bool take_number(const char **text, uint64_t *ret_number)
{
    return units_is_digit(**text) && units_take_digits(text, ret_number);
}

static bool in_range(uint64_t number, uint64_t min, uint64_t max)
{
    return number >= min && number <= max;
}

int units_parse_count(const char *text, uint64_t min, uint64_t max, uint64_t *ret_count,
                      struct err *err)
{
    const char *rest = text;
    uint64_t count;
    if (!take_number(&rest, &count) || *rest || !in_range(count, min, max))
        return err_input(err, "'%s' is not a whole number in %" PRIu64 "..%" PRIu64, text, min,
                         max);
    *ret_count = count;
    return 0;
}

// "4" and "1..8" alike; false for any other text.
static bool take_span(const char *text, uint64_t *ret_first, uint64_t *ret_last)
{
    if (!take_number(&text, ret_first))
        return false;
    *ret_last = *ret_first;
    if (text[0] == '.' && text[1] == '.') {
        text += 2;
        if (!take_number(&text, ret_last))
            return false;
    }
    return *text == '\0';
}

int units_parse_span(const char *text, uint64_t min, uint64_t max, uint64_t *ret_first,
                     uint64_t *ret_last, struct err *err)
{
    uint64_t first;
    uint64_t last;
    if (!take_span(text, &first, &last))
        return err_input(err, "'%s' is neither a whole number nor a span such as '1..8'", text);
    if (first > last)
        return err_input(err, "'%s': the first end is above the last", text);
    if (!in_range(first, min, max) || !in_range(last, min, max))
        return err_input(err, "'%s': both ends must lie in %" PRIu64 "..%" PRIu64, text, min, max);
    *ret_first = first;
    *ret_last = last;
    return 0;
}
