// SPDX-License-Identifier: GPL-3.0-or-later
// Values through common/base/units, so that every number of a report parses back as an option.
#include "reports/quantity.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/base/alloc.h"

// Without a prefix for thousands: "2721x" beside "951x" is read at once, "2.72kx" is not.
static char *format_times(char buffer[UNITS_TEXT_SIZE], double number)
{
    if (fabs(number) >= 1000)
        snprintf(buffer, UNITS_TEXT_SIZE, fabs(number) < 1e9 ? "%.0fx" : "%.3gx", number);
    else
        strncat(units_format_number(buffer, number), "x", UNITS_TEXT_SIZE - strlen(buffer) - 1);
    return buffer;
}

// Its unit stands elsewhere and most often has a prefix of its own: "2810" us, not "2.81k" us.
static char *format_plain(char buffer[UNITS_TEXT_SIZE], double number)
{
    if (fabs(number) < 1000 || fabs(number) >= 1e6)
        return units_format_number(buffer, number);
    snprintf(buffer, UNITS_TEXT_SIZE, "%.0f", number);
    return buffer;
}

char *quantity_format(char buffer[UNITS_TEXT_SIZE], enum quantity quantity, double number)
{
    buffer[0] = '\0';
    if (!isfinite(number))
        return buffer;
    switch (quantity) {
    case QUANTITY_RATE:
        return units_format_rate(buffer, &(struct rate){.value = number});
    case QUANTITY_DURATION:
        return number < 0 ? buffer : units_format_duration_ns(buffer, number);
    case QUANTITY_SHARE:
        return units_format_share(buffer, number);
    case QUANTITY_BYTES:
        return number < 0 || number >= 0x1p63 ? buffer
                                              : units_format_bytes(buffer, (uint64_t)number);
    case QUANTITY_TIMES:
        return format_times(buffer, number);
    case QUANTITY_INDEX:
        snprintf(buffer, UNITS_TEXT_SIZE, "%.3f", number);
        return buffer;
    case QUANTITY_NUMBER:
        return format_plain(buffer, number);
    }
    return buffer;
}

// The unit: what follows the last digit.
static const char *unit_of(const char *text)
{
    const char *end = text + strlen(text);
    while (end > text && !isdigit((unsigned char)end[-1]))
        end--;
    return end;
}

// Formats a bound without the unit when it is the value's own. A bound below zero is none of the
// absent ones.
static void format_bound(char buffer[UNITS_TEXT_SIZE], enum quantity quantity, double bound,
                         const char *unit)
{
    bool below = bound < 0 && (quantity == QUANTITY_BYTES || quantity == QUANTITY_DURATION);
    quantity_format(buffer, quantity, below ? -bound : bound);
    if (below) {
        memmove(buffer + 1, buffer, UNITS_TEXT_SIZE - 1);
        buffer[0] = '-';
    }
    char *own = buffer + (unit_of(buffer) - buffer);
    if (strcmp(own, unit) == 0)
        *own = '\0';
}

// One by definition, as a figure over its own: no measurement, so nothing to be uncertain of.
static bool is_one_exactly(const struct estimate *estimate)
{
    return estimate->value == 1 && estimate->low == 1 && estimate->high == 1;
}

// From two boots unlike each other: the interval is right, and says that nothing is known.
static bool says_nothing(const struct estimate *estimate)
{
    return estimate->low > 0 && estimate->high / estimate->low > QUANTITY_INTERVAL_MOST;
}

struct quantity_text quantity_text(enum quantity quantity, const struct estimate *estimate)
{
    struct quantity_text text = {0};
    quantity_format(text.value, quantity, estimate->value);
    if (!text.value[0] || !isfinite(estimate->low) || !isfinite(estimate->high) ||
        is_one_exactly(estimate))
        return text;
    if (says_nothing(estimate)) {
        strcpy(text.interval, "[?]");
        return text;
    }
    char low[UNITS_TEXT_SIZE], high[UNITS_TEXT_SIZE];
    const char *unit = unit_of(text.value);
    format_bound(low, quantity, estimate->low, unit);
    format_bound(high, quantity, estimate->high, unit);
    snprintf(text.interval, sizeof(text.interval), "[%s, %s]", low, high);
    return text;
}

char *quantity_compact(enum quantity quantity, const struct estimate *estimate, bool with_interval)
{
    struct quantity_text text = quantity_text(quantity, estimate);
    if (!text.value[0])
        return alloc_copy("-");
    if (!with_interval || !text.interval[0])
        return alloc_copy(text.value);
    return alloc_printf("%s %s", text.value, text.interval);
}
