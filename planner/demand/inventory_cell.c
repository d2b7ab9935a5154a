// SPDX-License-Identifier: GPL-3.0-or-later
// Cells on top of what reads quantities everywhere: signs, bounds and words that differ here.
#include "planner/demand/inventory_cell.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
enum { TEXT_MOST = 40 }; // of a cell, in messages

static int check_sign(const char *text, struct err *err)
{
    return *text == '-' ? err_input(err, "'%.*s' is negative", TEXT_MOST, text) : 0;
}

static bool is_plain(const char *text)
{
    return text[strspn(text, "0123456789.")] == '\0';
}

static int check_most(const char *text, double value, double most, struct err *err)
{
    if (value <= most)
        return 0;
    return err_input(err, "'%s' is more than there can be (%.15g)", text, most);
}

int inventory_cell_number(const char *text, double most, double *ret_value, struct err *err)
{
    double value = 0;
    int r = check_sign(text, err);
    if (r == 0)
        r = units_parse_number(text, &value, err);
    if (r == 0)
        r = check_most(text, value, most, err);
    if (r == 0)
        *ret_value = value;
    return r;
}

// A size with its unit, or a number that counts so many bytes each.
static int parse_bytes(const char *text, double bare_bytes, double *ret_bytes, struct err *err)
{
    double value = 0;
    uint64_t bytes = 0;
    if (!is_plain(text)) {
        int r = units_parse_bytes(text, &bytes, err);
        *ret_bytes = (double)bytes;
        return r;
    }
    int r = units_parse_number(text, &value, err);
    if (r == 0 && bare_bytes <= 0 && value > 0)
        return err_input(err, "'%s': the unit is missing, as in '4 GiB'", text);
    *ret_bytes = value * bare_bytes;
    return r;
}

int inventory_cell_bytes(const char *text, double bare_bytes, double most, double *ret_bytes,
                         struct err *err)
{
    double bytes = 0;
    int r = check_sign(text, err);
    if (r == 0)
        r = units_check_point(text, err);
    if (r == 0)
        r = parse_bytes(text, bare_bytes, &bytes, err);
    if (r == 0)
        r = check_most(text, bytes, most, err);
    if (r == 0)
        *ret_bytes = bytes;
    return r;
}

int inventory_cell_rate(const char *text, double *ret_hz, struct err *err)
{
    struct rate rate;
    if (is_plain(text))
        return units_parse_number(text, ret_hz, err);
    int r = units_check_point(text, err);
    if (r == 0)
        r = units_parse_rate(text, &rate, err);
    if (r == 0 && rate.is_share)
        return err_input(err, "'%s': operations a second are wanted, as 200/s", text);
    if (r == 0)
        *ret_hz = rate.value;
    return r;
}

int inventory_cell_bits(const char *text, double *ret_bits_hz, struct err *err)
{
    double value;
    if (is_plain(text) && units_parse_number(text, &value, NULL) == 0 && value == 0) {
        *ret_bits_hz = 0;
        return 0;
    }
    return units_parse_bit_rate(text, ret_bits_hz, err);
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
