// SPDX-License-Identifier: GPL-3.0-or-later
// The table of assumptions, and each value from and to text by its unit.
#include "planner/value/assumption.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/money.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"

const struct assumption_record assumption_table[ASSUMPTION_TOTAL] = {
#define X(name, key, unit, value, low, high, least, most, help)                                    \
    [ASSUME_##name] = {key, ASSUMPTION_##unit, value, low, high, least, most, help},
    ASSUMPTIONS(X)
#undef X
};

enum assumption assumption_find(const char *key, struct err *err)
{
    const char *keys[ASSUMPTION_TOTAL];
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++) {
        keys[i] = assumption_table[i].key;
        if (strcmp(key, keys[i]) == 0)
            return (enum assumption)i;
    }
    scope_free char *hint = nearest_hint(key, keys, ASSUMPTION_TOTAL);
    err_input(err, "no assumption '%s'%s", key, hint);
    return ASSUMPTION_TOTAL;
}

static int parse_count(const char *text, double *ret_value, struct err *err)
{
    uint64_t count;
    int r = units_parse_count(text, 0, UINT32_MAX, &count, err);
    if (r == 0)
        *ret_value = (double)count;
    return r;
}

static int parse_bytes(const char *text, double *ret_value, struct err *err)
{
    uint64_t bytes;
    int r = units_check_size(text, err);
    if (r == 0)
        r = units_parse_bytes(text, &bytes, err);
    if (r == 0)
        *ret_value = (double)bytes;
    return r;
}

static uncertain_parse_fn *parser_of(enum assumption_unit unit)
{
    switch (unit) {
    case ASSUMPTION_SHARE:
        return units_parse_share;
    case ASSUMPTION_COUNT:
        return parse_count;
    case ASSUMPTION_CHANGE:
        return units_parse_change;
    case ASSUMPTION_BYTES:
        return parse_bytes;
    case ASSUMPTION_MONEY:
    case ASSUMPTION_NUMBER:
        break;
    }
    return units_parse_number;
}

static int check_bounds(enum assumption which, const char *text, const struct uncertain *number,
                        struct err *err)
{
    const struct assumption_record *record = &assumption_table[which];
    if (number->low >= record->least && number->high <= record->most)
        return 0;
    scope_free char *least = assumption_format(which, record->least, NULL);
    scope_free char *most = assumption_format(which, record->most, NULL);
    return err_input(err, "'%s' must lie between %s and %s", text, least, most);
}

int assumption_parse(enum assumption which, const char *text, struct uncertain *ret_number,
                     struct err *err)
{
    const struct assumption_record *record = &assumption_table[which];
    struct uncertain number;
    if (record->unit == ASSUMPTION_COUNT && (strchr(text, '[') || strstr(text, "+-")))
        return err_input(err, "'%s': a count has no interval, a whole number as %g is wanted", text,
                         record->value);
    int r = uncertain_parse(text, parser_of(record->unit), &number, err);
    if (r == 0)
        r = check_bounds(which, text, &number, err);
    if (r == 0)
        *ret_number = number;
    return r;
}

struct uncertain assumption_default(enum assumption which)
{
    const struct assumption_record *record = &assumption_table[which];
    return (struct uncertain){
        .value = record->value,
        .low = record->low,
        .high = record->high,
        .origin = ORIGIN_GUESSED,
    };
}

const char *assumption_unit_name(enum assumption_unit unit)
{
    static const char *const names[] = {
        [ASSUMPTION_MONEY] = "money",   [ASSUMPTION_SHARE] = "share",
        [ASSUMPTION_COUNT] = "count",   [ASSUMPTION_NUMBER] = "number",
        [ASSUMPTION_CHANGE] = "change", [ASSUMPTION_BYTES] = "bytes",
    };
    return names[unit];
}

// What costs little may differ by less than a cent.
static char *format_money(double value, const char *currency)
{
    char text[MONEY_TEXT_SIZE];
    bool has_less = fabs(value * 100 - round(value * 100)) > 1e-6;
    if (fabs(value) < 1)
        snprintf(text, sizeof(text), "%.*f", has_less ? 4 : 2, value);
    else
        money_round(text, value);
    return alloc_printf("%s%s%s", text, currency ? " " : "", currency ? currency : "");
}

char *assumption_format(enum assumption which, double value, const char *currency)
{
    char bytes[UNITS_TEXT_SIZE];
    switch (assumption_table[which].unit) {
    case ASSUMPTION_MONEY:
        return format_money(value, currency);
    case ASSUMPTION_SHARE:
    case ASSUMPTION_CHANGE:
        return alloc_printf("%.4g%%", value * 100);
    case ASSUMPTION_COUNT:
        return alloc_printf("%.0f", value);
    case ASSUMPTION_BYTES:
        return alloc_copy(units_format_bytes(bytes, (uint64_t)value));
    case ASSUMPTION_NUMBER:
        break;
    }
    return alloc_printf("%.4g", value);
}

char *assumption_format_uncertain(enum assumption which, const struct uncertain *number,
                                  const char *currency)
{
    scope_free char *value = assumption_format(which, number->value, currency);
    scope_free char *low = assumption_format(which, number->low, currency);
    scope_free char *high = assumption_format(which, number->high, currency);
    if (uncertain_is_exact(number))
        return scope_take(value);
    return alloc_printf("%s [%s, %s]", value, low, high);
}
