// SPDX-License-Identifier: GPL-3.0-or-later
// Cells by hand, since strtod takes hexadecimal, "inf" and what the locale has for a point.
#include "planner/inventory_cell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
enum { TEXT_MOST = 40 }; // of a cell, in messages

// The number that a text begins with, and what stands behind it; 18 digits count.
static const char *take_number(const char *text, double *ret_value)
{
    double value = 0, scale = 1;
    bool had_point = false;
    const char *at = text;
    for (; (*at >= '0' && *at <= '9') || (*at == '.' && !had_point && at != text); at++) {
        if (*at == '.') {
            had_point = true;
            continue;
        }
        value = value * 10 + (*at - '0');
        scale *= had_point ? 10 : 1;
    }
    if (at == text || at[-1] == '.')
        return NULL;
    *ret_value = value / scale;
    return at;
}

// What is wrong with a number whatever its unit.
static int check_number(const char *text, struct err *err)
{
    double value;
    if (*text == '-')
        return err_input(err, "'%.*s' is negative", TEXT_MOST, text);
    if (strlen(text) > TEXT_MOST || !take_number(text, &value))
        return err_input(err, "'%.*s' is not a number such as '12' or '0.35'", TEXT_MOST, text);
    if (*take_number(text, &value) == ',')
        return err_input(err,
                         "'%s': a comma within a number; a point is wanted, and nothing "
                         "between thousands",
                         text);
    return 0;
}

static int check_most(const char *text, double value, double most, struct err *err)
{
    if (value <= most)
        return 0;
    return err_input(err, "'%s' is more than there can be (%.15g)", text, most);
}

int inventory_cell_number(const char *text, double most, double *ret_value, struct err *err)
{
    double value;
    int r = check_number(text, err);
    if (r < 0)
        return r;
    if (*take_number(text, &value))
        return err_input(err, "'%s': a number without a unit is wanted", text);
    r = check_most(text, value, most, err);
    if (r == 0)
        *ret_value = value;
    return r;
}

int inventory_cell_bytes(const char *text, double bare_bytes, double most, double *ret_bytes,
                         struct err *err)
{
    double value;
    uint64_t bytes;
    int r = check_number(text, err);
    if (r < 0)
        return r;
    if (*take_number(text, &value)) {
        r = units_parse_bytes(text, &bytes, err);
        if (r < 0)
            return r;
        value = (double)bytes;
    } else {
        if (bare_bytes <= 0 && value > 0)
            return err_input(err, "'%s': the unit is missing, as in '4 GiB'", text);
        value *= bare_bytes;
    }
    r = check_most(text, value, most, err);
    if (r == 0)
        *ret_bytes = value;
    return r;
}

// A number with one of those units.
static int take_unit(const char *text, const char *const *names, const double *factors,
                     size_t count, double *ret_value, struct err *err)
{
    double value;
    int r = check_number(text, err);
    if (r < 0)
        return r;
    const char *unit = take_number(text, &value);
    unit += strspn(unit, " ");
    for (size_t i = 0; i < count; i++)
        if (strcmp(unit, names[i]) == 0) {
            *ret_value = value * factors[i];
            return 0;
        }
    scope_free char *hint = nearest_hint(unit, names, count);
    return err_input(err, "'%s': unknown unit '%s'%s", text, unit, hint);
}

int inventory_cell_rate(const char *text, double *ret_hz, struct err *err)
{
    static const char *const names[] = {"/s", "k/s", ""};
    static const double factors[] = {1, 1e3, 1};
    return take_unit(text, names, factors, COUNT_OF(names), ret_hz, err);
}

int inventory_cell_bits(const char *text, double *ret_bits_hz, struct err *err)
{
    static const char *const names[] = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s"};
    static const double factors[] = {1, 1e3, 1e6, 1e9};
    double value;
    if (check_number(text, NULL) == 0 && !*take_number(text, &value) && value > 0)
        return err_input(err, "'%s': the unit is missing, as in '20 Mbit/s'", text);
    if (check_number(text, NULL) == 0 && !*take_number(text, &value)) {
        *ret_bits_hz = 0;
        return 0;
    }
    return take_unit(text, names, factors, COUNT_OF(names), ret_bits_hz, err);
}

int inventory_cell_state(const char *text, enum inventory_state *ret_state, struct err *err)
{
    static const char *const words[] = {"on",      "poweredOn", "running",    "idle",
                                        "paused",  "off",       "poweredOff", "shut off",
                                        "stopped", "suspended", "crashed",    "pmsuspended"};
    enum { ON_WORDS = 5 };
    if (!*text) {
        *ret_state = INVENTORY_ON;
        return 0;
    }
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcasecmp(text, words[i]) == 0) {
            *ret_state = i < ON_WORDS ? INVENTORY_ON : INVENTORY_OFF;
            return 0;
        }
    scope_free char *hint = nearest_hint(text, words, COUNT_OF(words));
    return err_input(err, "'%.*s' is no state%s", TEXT_MOST, text, hint);
}

int inventory_cell_yes(const char *text, bool *ret_yes, struct err *err)
{
    static const char *const yes[] = {"true", "yes", "1"}, *const no[] = {"", "false", "no", "0"};
    for (size_t i = 0; i < COUNT_OF(yes); i++)
        if (strcasecmp(text, yes[i]) == 0) {
            *ret_yes = true;
            return 0;
        }
    for (size_t i = 0; i < COUNT_OF(no); i++)
        if (strcasecmp(text, no[i]) == 0) {
            *ret_yes = false;
            return 0;
        }
    return err_input(err, "'%.*s' is neither 'True' nor 'False'", TEXT_MOST, text);
}
