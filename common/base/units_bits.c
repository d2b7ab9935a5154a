// SPDX-License-Identifier: GPL-3.0-or-later
// Rates of a network, in bits. Decimal prefixes, as links are sold.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"

static const struct {
    const char *name;
    double factor;
} bit_units[] = {
    {"bit/s", 1}, {"kbit/s", 1e3}, {"Mbit/s", 1e6}, {"Gbit/s", 1e9}, {"Tbit/s", 1e12},
    {"bps", 1},   {"kbps", 1e3},   {"Mbps", 1e6},   {"Gbps", 1e9},   {"Tbps", 1e12},
};
enum { BIT_UNITS = sizeof(bit_units) / sizeof(bit_units[0]) };

#define WANTED "'%s': a rate in bits is wanted, as 200 Mbit/s or 10 Gbit/s"

// Bytes and bits differ by no more than the case of a letter that few look at.
static bool is_in_bytes(const char *unit)
{
    return strcasecmp(unit, "b/s") == 0 || (strlen(unit) == 4 && strcasecmp(unit + 1, "b/s") == 0);
}

static int refuse_unit(const char *text, const char *unit, struct err *err)
{
    if (is_in_bytes(unit))
        return err_input(err, WANTED " (a byte is 8 bits)", text);
    return err_input(err, WANTED, text);
}

int units_parse_bit_rate(const char *text, double *ret_bits_hz, struct err *err)
{
    size_t length = strspn(text, "-0123456789.,");
    const char *unit = text + length + (text[length] == ' ');
    scope_free char *digits = alloc_printf("%.*s", (int)length, text);
    double number;
    if (!*digits)
        return err_input(err, WANTED, text);
    int r = units_parse_number(digits, &number, err);
    if (r < 0)
        return r;
    if (number < 0)
        return err_input(err, "'%s': a rate cannot be negative", text);
    for (size_t i = 0; i < BIT_UNITS; i++) {
        if (strcasecmp(unit, bit_units[i].name) != 0)
            continue;
        *ret_bits_hz = number * bit_units[i].factor;
        return 0;
    }
    return refuse_unit(text, unit, err);
}
