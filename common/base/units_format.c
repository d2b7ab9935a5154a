// SPDX-License-Identifier: GPL-3.0-or-later
// Quantities as text for people: three significant digits and a unit that keeps them short. Knows
// nothing of tables or alignment. What is no number reads "n/a", what has no bound "inf".
#include "common/base/units.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct unit {
    const char *name; // with the space that stands before it
    double factor;
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

// Outside of these a plain decimal is longer than anyone reads.
#define LARGEST_PLAIN  1e15
#define SMALLEST_PLAIN 1e-18

// The decimals that leave three significant digits of a positive number, rounding included.
static int decimals_of(double number)
{
    int decimals = 2;
    for (double limit = 9.995; decimals > 0 && number >= limit; limit *= 10)
        decimals--;
    for (double limit = 0.9995; decimals < 20 && number < limit; limit /= 10)
        decimals++;
    return decimals;
}

// The number with all but its first three digits zero.
static double keep_three_digits(double number)
{
    double step = 1;
    while (number / step >= 999.5)
        step *= 10;
    return step * (double)(uint64_t)(number / step + 0.5);
}

// A finite number >= 0. Wholes of four digits stay as they are: 1012 KiB.
static void print_number(char text[UNITS_TEXT_SIZE], double number)
{
    if (number == 0)
        snprintf(text, UNITS_TEXT_SIZE, "0");
    else if (number >= LARGEST_PLAIN || number < SMALLEST_PLAIN)
        snprintf(text, UNITS_TEXT_SIZE, "%.2e", number);
    else if (number >= 9999.5)
        snprintf(text, UNITS_TEXT_SIZE, "%.0f", keep_three_digits(number));
    else
        snprintf(text, UNITS_TEXT_SIZE, "%.*f", decimals_of(number), number);
}

// The largest unit that leaves one or more, judged after rounding: 999.7 us is 1.00 ms.
static const struct unit *choose_unit(double number, const struct unit *units, size_t count)
{
    size_t chosen = 0;
    while (chosen + 1 < count) {
        double limit = units[chosen + 1].factor / units[chosen].factor;
        double half_digit = limit > 100 ? 0.5 : 0.05;
        if (number / units[chosen].factor < limit - half_digit)
            break;
        chosen++;
    }
    return &units[chosen];
}

static char *format_in(char buffer[UNITS_TEXT_SIZE], double number, const struct unit *units,
                       size_t count)
{
    const char *sign = number < 0 ? "-" : "";
    double size = fabs(number);
    if (isfinite(size)) {
        const struct unit *unit = choose_unit(size, units, count);
        double shown = size / unit->factor;
        // 59.96 s went up to minutes because it rounds to one: as one it is shown.
        if (unit != units && shown < 1)
            shown = 1;
        char digits[UNITS_TEXT_SIZE];
        print_number(digits, shown);
        // Digits and unit are far shorter than the room; the precision tells the compiler so.
        snprintf(buffer, UNITS_TEXT_SIZE, "%s%.32s%s", sign, digits, unit->name);
    } else {
        snprintf(buffer, UNITS_TEXT_SIZE, "%s%s", isnan(size) ? "" : sign,
                 isnan(size) ? "n/a" : "inf");
    }
    return buffer;
}

char *units_format_bytes(char buffer[UNITS_TEXT_SIZE], uint64_t bytes)
{
    static const struct unit units[] = {{" B", 1},        {" KiB", 0x1p10}, {" MiB", 0x1p20},
                                        {" GiB", 0x1p30}, {" TiB", 0x1p40}, {" PiB", 0x1p50},
                                        {" EiB", 0x1p60}};
    // "16.0 EiB" would be one more than 64 bits count, and would not parse back.
    const double largest = 15.9 * 0x1p60;
    if (bytes < 1024)
        snprintf(buffer, UNITS_TEXT_SIZE, "%" PRIu64 " B", bytes);
    else
        format_in(buffer, fmin((double)bytes, largest), units, COUNT_OF(units));
    return buffer;
}

// "2.50 min" to "2.5 min", "45.0 min" to "45 min": hundredths of a minute are nobody's digits.
static void drop_trailing_zeros(char *text)
{
    char *point = strchr(text, '.');
    char *unit = strchr(text, ' ');
    if (!point || !unit)
        return;
    char *end = unit;
    while (end[-1] == '0')
        end--;
    if (end - 1 == point)
        end--;
    memmove(end, unit, strlen(unit) + 1);
}

char *units_format_duration_ns(char buffer[UNITS_TEXT_SIZE], double ns)
{
    static const struct unit units[] = {{" ns", 1},  {" us", 1e3},   {" ms", 1e6},
                                        {" s", 1e9}, {" min", 60e9}, {" h", 3600e9}};
    format_in(buffer, ns, units, COUNT_OF(units));
    if (strstr(buffer, " min") || strstr(buffer, " h"))
        drop_trailing_zeros(buffer);
    return buffer;
}

char *units_format_rate(char buffer[UNITS_TEXT_SIZE], const struct rate *rate)
{
    static const struct unit units[] = {{"/s", 1}, {"k/s", 1e3}, {"M/s", 1e6}, {"G/s", 1e9}};
    if (rate->is_share)
        return units_format_share(buffer, rate->value);
    return format_in(buffer, rate->value, units, COUNT_OF(units));
}

char *units_format_share(char buffer[UNITS_TEXT_SIZE], double ratio)
{
    static const struct unit percent = {"%", 1};
    return format_in(buffer, ratio * 100, &percent, 1);
}

char *units_format_number(char buffer[UNITS_TEXT_SIZE], double number)
{
    static const struct unit units[] = {{"", 1},     {"k", 1e3},  {"M", 1e6}, {"G", 1e9},
                                        {"T", 1e12}, {"P", 1e15}, {"E", 1e18}};
    return format_in(buffer, number, units, COUNT_OF(units));
}
