// SPDX-License-Identifier: GPL-3.0-or-later
// Shortest exact texts: the largest unit that divides an integer, the fewest decimals that give a
// real number back. Whether they do is asked of the parser itself, not assumed.
#include "common/model/exact.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"

struct unit {
    const char *name;
    uint64_t size;
};

static char *in_largest_unit(uint64_t value, const struct unit *units)
{
    while (units->size > 1 && (value == 0 || value % units->size != 0))
        units++;
    return alloc_printf("%" PRIu64 "%s", value / units->size, units->name);
}

char *exact_bytes(uint64_t bytes)
{
    static const struct unit units[] = {
        {"TiB", UINT64_C(1) << 40},
        {"GiB", UINT64_C(1) << 30},
        {"MiB", UINT64_C(1) << 20},
        {"KiB", UINT64_C(1) << 10},
        {"", 1},
    };
    return in_largest_unit(bytes, units);
}

char *exact_duration(uint64_t ns)
{
    static const struct unit units[] = {
        {"s", 1000000000},
        {"ms", 1000000},
        {"us", 1000},
        {"ns", 1},
    };
    return in_largest_unit(ns, units);
}

typedef bool (*reads_back)(const char *text, double value);

// The fewest decimals with which scale * value, followed by suffix, reads back as value.
static char *fewest_decimals(double value, double scale, const char *suffix, reads_back same)
{
    for (int decimals = 0; decimals <= 20; decimals++) {
        char *text = alloc_printf("%.*f%s", decimals, value * scale, suffix);
        if (same(text, value))
            return text;
        free(text);
    }
    return NULL;
}

static bool same_number(const char *text, double value)
{
    return strtod(text, NULL) == value;
}

static bool same_share(const char *text, double value)
{
    double ratio;
    return units_parse_share(text, &ratio, NULL) == 0 && ratio == value;
}

static bool same_rate(const char *text, double value)
{
    struct rate rate;
    return units_parse_rate(text, &rate, NULL) == 0 && rate.value == value;
}

// When no short text does, as many digits as a double has.
static char *or_all_digits(char *text, double value, const char *suffix)
{
    return text ? text : alloc_printf("%.17g%s", value, suffix);
}

char *exact_number(double number)
{
    return or_all_digits(fewest_decimals(number, 1, "", same_number), number, "");
}

char *exact_share(double ratio)
{
    return or_all_digits(fewest_decimals(ratio, 100, "%", same_share), ratio, "");
}

char *exact_rate(const struct rate *rate)
{
    if (rate->is_share)
        return or_all_digits(fewest_decimals(rate->value, 100, "%", same_rate), rate->value * 100,
                             "%");
    return or_all_digits(fewest_decimals(rate->value, 1, "/s", same_rate), rate->value, "/s");
}
