// SPDX-License-Identifier: GPL-3.0-or-later
// Digits in groups of three, whatever the locale says.
#include "common/base/money.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is_sayable(double amount)
{
    return isfinite(amount) && fabs(amount) < 1e15;
}

// Digits of a whole number with commas between thousands. buffer has room for 20 digits more.
static void add_groups(char *buffer, const char *digits)
{
    size_t length = strlen(digits);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            *buffer++ = ',';
        *buffer++ = digits[i];
    }
    *buffer = '\0';
}

// Cents are rounded before they are parted from the whole, so that 0.999 carries over.
static char *format_grouped(char buffer[MONEY_TEXT_SIZE], double amount, unsigned cents)
{
    char digits[MONEY_TEXT_SIZE / 2], rest[4] = "";
    long long parts = llround(fabs(amount) * cents);
    snprintf(digits, sizeof digits, "%lld", parts / cents);
    if (cents > 1)
        snprintf(rest, sizeof rest, ".%02d", (int)(parts % cents));
    buffer[0] = '-';
    add_groups(buffer + (amount < 0 && parts > 0), digits);
    return strcat(buffer, rest);
}

char *money_exact(char buffer[MONEY_TEXT_SIZE], double amount)
{
    buffer[0] = '\0';
    return is_sayable(amount) ? format_grouped(buffer, amount, 100) : buffer;
}

char *money_round(char buffer[MONEY_TEXT_SIZE], double amount)
{
    double size = fabs(amount);
    buffer[0] = '\0';
    if (!is_sayable(amount))
        return buffer;
    if (size >= 999.995)
        return format_grouped(buffer, amount, 1);
    if (size >= 0.995 || size == 0)
        return format_grouped(buffer, amount, 100);
    snprintf(buffer, MONEY_TEXT_SIZE, size < 1e-4 ? "%.1e" : "%.2g", amount);
    return buffer;
}

char *money_short(char buffer[MONEY_TEXT_SIZE], double amount)
{
    static const char units[] = {' ', 'k', 'M', 'G', 'T'};
    size_t unit = 0;
    buffer[0] = '\0';
    if (!is_sayable(amount))
        return buffer;
    // 999.5 is a thousand in three digits.
    for (; fabs(amount) >= 999.5 && unit + 1 < sizeof units; unit++)
        amount /= 1000;
    double size = fabs(amount);
    int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
    snprintf(buffer, MONEY_TEXT_SIZE, "%.*f%c", size == 0 ? 0 : decimals, amount, units[unit]);
    if (unit == 0)
        buffer[strlen(buffer) - 1] = '\0';
    return buffer;
}

char *money_span(char buffer[MONEY_SPAN_SIZE], double low, double high)
{
    char from[MONEY_TEXT_SIZE], to[MONEY_TEXT_SIZE];
    money_short(from, low);
    money_short(to, high);
    buffer[0] = '\0';
    if (*from && *to && strcmp(from, to) != 0)
        snprintf(buffer, MONEY_SPAN_SIZE, "%s to %s", from, to);
    return buffer;
}
