// SPDX-License-Identifier: GPL-3.0-or-later
// Quantities from text. Numbers are read by hand and kept as integers to the end: strtod would take
// hexadecimal, "inf" and the locale's comma, and would round what 64 bits hold exactly.
#include "common/base/units.h"

#include <string.h>
#include <strings.h>

#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/strbuf.h"
#include "common/base/units_digits.h"

// whole + fraction / scale, and the text behind the number.
struct quantity {
    uint64_t whole;
    uint64_t fraction;
    uint64_t scale; // a power of ten
    const char *unit;
};

struct unit {
    const char *name;
    uint64_t factor;
};

enum { MAX_UNITS = 24 };
#define MAX_SCALE UINT64_C(1000000000000000000)

// Digits beyond the 18th lie below every resolution we have; they are checked and dropped.
static const char *take_fraction(const char *text, struct quantity *quantity)
{
    for (; units_is_digit(*text); text++) {
        if (quantity->scale == MAX_SCALE)
            continue;
        quantity->fraction = quantity->fraction * 10 + (uint64_t)(*text - '0');
        quantity->scale *= 10;
    }
    return text;
}

// The number and what follows it. kind is the word for the quantity in messages, example a right
// one.
static int take_quantity(const char *text, const char *kind, const char *example,
                         struct quantity *ret_quantity, struct err *err)
{
    struct quantity quantity = {.scale = 1};
    const char *rest = text;
    if (*text == '-')
        return err_input(err, "'%s': %s cannot be negative", text, kind);
    if (!units_is_digit(*rest))
        return err_input(err, "'%s' is not %s such as '%s'", text, kind, example);
    if (!units_take_digits(&rest, &quantity.whole))
        return err_input(err, "'%s': too large for %s", text, kind);
    if (*rest == '.') {
        if (!units_is_digit(rest[1]))
            return err_input(err, "'%s': digits are missing after the point", text);
        rest = take_fraction(rest + 1, &quantity);
    }
    // A single space may stand between number and unit, none at the end.
    quantity.unit = *rest == ' ' && rest[1] ? rest + 1 : rest;
    *ret_quantity = quantity;
    return 0;
}

static int refuse_unit(const char *text, const char *unit, const struct unit *units, size_t count,
                       struct err *err)
{
    const char *names[MAX_UNITS];
    scope_strbuf struct strbuf accepted = {0};
    for (size_t i = 0; i < count; i++) {
        names[i] = units[i].name;
        strbuf_printf(&accepted, "%s%s", i ? ", " : "", units[i].name);
    }
    if (!*unit)
        return err_input(err, "'%s': the unit is missing, one of: %s", text,
                         strbuf_text(&accepted));
    const char *nearest = nearest_word(unit, names, count);
    return err_input(err, "'%s': unknown unit '%s'%s%s%s, one of: %s", text, unit,
                     nearest ? " (did you mean '" : "", nearest ? nearest : "",
                     nearest ? "'?)" : "", strbuf_text(&accepted));
}

static const struct unit *find_unit(const char *name, const struct unit *units, size_t count,
                                    int (*compare)(const char *, const char *))
{
    for (size_t i = 0; i < count; i++)
        if (compare(units[i].name, name) == 0)
            return &units[i];
    return NULL;
}

// The quantity times factor, rounded to the nearest whole; false when it passes 64 bits.
static bool scale_whole(const struct quantity *quantity, uint64_t factor, uint64_t *ret_value)
{
    unsigned __int128 part = (unsigned __int128)quantity->fraction * factor;
    unsigned __int128 value = (unsigned __int128)quantity->whole * factor +
                              (part + quantity->scale / 2) / quantity->scale;
    if (value > UINT64_MAX)
        return false;
    *ret_value = (uint64_t)value;
    return true;
}

// The quantity over divisor, a small power of ten: up to 2^53 the numerator and the whole divisor
// are exact, and the one division gives the nearest double.
static double to_double(const struct quantity *quantity, double divisor)
{
    unsigned __int128 numerator =
        (unsigned __int128)quantity->whole * quantity->scale + quantity->fraction;
    return (double)numerator / ((double)quantity->scale * divisor);
}

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const struct unit byte_units[] = {
    {"B", 1},
    {"KiB", UINT64_C(1) << 10},
    {"MiB", UINT64_C(1) << 20},
    {"GiB", UINT64_C(1) << 30},
    {"TiB", UINT64_C(1) << 40},
    {"PiB", UINT64_C(1) << 50},
    {"EiB", UINT64_C(1) << 60},
    {"K", UINT64_C(1) << 10},
    {"M", UINT64_C(1) << 20},
    {"G", UINT64_C(1) << 30},
    {"T", UINT64_C(1) << 40},
    {"kB", UINT64_C(1000)},
    {"MB", UINT64_C(1000000)},
    {"GB", UINT64_C(1000000000)},
    {"TB", UINT64_C(1000000000000)},
};

int units_parse_bytes(const char *text, uint64_t *ret_bytes, struct err *err)
{
    struct quantity quantity;
    int failed = take_quantity(text, "a size", "512MiB", &quantity, err);
    if (failed)
        return failed;
    const char *name = *quantity.unit ? quantity.unit : "B";
    const struct unit *unit = find_unit(name, byte_units, COUNT_OF(byte_units), strcasecmp);
    if (!unit)
        return refuse_unit(text, quantity.unit, byte_units, COUNT_OF(byte_units), err);
    if (unit->factor == 1 && quantity.scale > 1)
        return err_input(err, "'%s': a number of bytes is whole", text);
    if (!scale_whole(&quantity, unit->factor, ret_bytes))
        return err_input(err, "'%s': more bytes than 64 bits can count", text);
    return 0;
}

#define NS_PER_SECOND UINT64_C(1000000000)

static const struct unit duration_units[] = {
    {"ns", 1},
    {"us", 1000},
    {"ms", 1000000},
    {"s", NS_PER_SECOND},
    {"m", 60 * NS_PER_SECOND},
    {"min", 60 * NS_PER_SECOND},
    {"h", 3600 * NS_PER_SECOND},
    {"d", 86400 * NS_PER_SECOND},
};

int units_parse_duration_ns(const char *text, uint64_t *ret_ns, struct err *err)
{
    struct quantity quantity;
    int failed = take_quantity(text, "a duration", "20ms", &quantity, err);
    if (failed)
        return failed;
    const struct unit *unit =
        find_unit(quantity.unit, duration_units, COUNT_OF(duration_units), strcasecmp);
    if (!unit)
        return refuse_unit(text, quantity.unit, duration_units, COUNT_OF(duration_units), err);
    if (!scale_whole(&quantity, unit->factor, ret_ns))
        return err_input(err, "'%s': more nanoseconds than 64 bits can count", text);
    return 0;
}

// Case decides here: m is no mega.
static const struct unit rate_units[] = {
    {"/s", 1}, {"k/s", 1000}, {"K/s", 1000}, {"M/s", 1000000}, {"G/s", NS_PER_SECOND}, {"%", 1},
};

int units_parse_rate(const char *text, struct rate *ret_rate, struct err *err)
{
    struct quantity quantity;
    int failed = take_quantity(text, "a rate", "1000/s' or '25%", &quantity, err);
    if (failed)
        return failed;
    const char *name = *quantity.unit ? quantity.unit : "/s";
    const struct unit *unit = find_unit(name, rate_units, COUNT_OF(rate_units), strcmp);
    if (!unit)
        return refuse_unit(text, quantity.unit, rate_units, COUNT_OF(rate_units), err);
    struct rate rate = {.is_share = strcmp(name, "%") == 0};
    rate.value = to_double(&quantity, rate.is_share ? 100 : 1) * (double)unit->factor;
    if (rate.value <= 0)
        return err_input(err, "'%s': a rate must be above 0", text);
    if (rate.is_share && rate.value > 1)
        return err_input(err, "'%s': a share ends at 100%%", text);
    *ret_rate = rate;
    return 0;
}

static const struct unit share_units[] = {{"%", 1}};

int units_parse_share(const char *text, double *ret_ratio, struct err *err)
{
    struct quantity quantity;
    int failed = take_quantity(text, "a share", "95%", &quantity, err);
    if (failed)
        return failed;
    bool is_percent = strcmp(quantity.unit, "%") == 0;
    if (*quantity.unit && !is_percent)
        return refuse_unit(text, quantity.unit, share_units, COUNT_OF(share_units), err);
    double ratio = to_double(&quantity, is_percent ? 100 : 1);
    if (ratio > 1)
        return err_input(err, "'%s': a share lies in 0..1 or 0%%..100%%%s", text,
                         is_percent ? "" : " (is the '%' missing?)");
    *ret_ratio = ratio;
    return 0;
}
