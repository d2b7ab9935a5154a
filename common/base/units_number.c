// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers without a unit, and changes. strtod sees only what was checked letter by letter before:
// alone it would take hexadecimal, "inf" and whatever follows.
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

// The text with its commas taken out, the one at point (if any) turned into a point and every other
// point taken out.
static char *respelled(const char *text, const char *point)
{
    struct strbuf out = {0};
    for (const char *at = text; *at; at++) {
        if (at == point)
            strbuf_add(&out, ".");
        else if (*at != ',' && *at != '.')
            strbuf_add_bytes(&out, at, 1);
    }
    return strbuf_take(&out);
}

// A single comma before three digits may be either.
static bool may_be_thousands(const char *text, const char *comma)
{
    return comma > text && *text != '0' && strspn(comma + 1, "0123456789") == 3;
}

int units_check_point(const char *text, struct err *err)
{
    const char *comma = strchr(text, ',');
    if (!comma || !is_digit(comma[1]))
        return 0;
    const char *last_comma = strrchr(text, ',');
    const char *last_point = strrchr(text, '.');
    bool is_single = comma == last_comma && !last_point;
    const char *last = last_point && last_point > last_comma ? last_point : last_comma;
    bool is_grouped = comma != last_comma && !last_point;
    scope_free char *right = respelled(text, is_grouped ? NULL : last);
    scope_free char *whole = respelled(text, NULL);
    bool is_open = is_single && may_be_thousands(text, comma);
    return err_input(err, "'%s': numbers have a decimal point and no comma, as %s%s%s", text, right,
                     is_open ? " or " : "", is_open ? whole : "");
}

int units_check_size(const char *text, struct err *err)
{
    enum { SHOWN_MAX = 40 };
    if (text[strspn(text, "0123456789. ")] || !text[strcspn(text, "123456789")])
        return 0;
    return err_input(err, "'%.*s': the unit is missing; write %.*sGiB if it is that", SHOWN_MAX,
                     text, SHOWN_MAX, text);
}

static bool is_word_of_no_number(const char *text)
{
    static const char *const words[] = {"nan", "inf", "infinity"};
    text += *text == '-' || *text == '+';
    text += *text == '.';
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

// The end of "-12.5", or text itself where none begins.
static const char *skip_number(const char *text)
{
    const char *at = text + (*text == '-');
    const char *whole = at;
    while (is_digit(*at))
        at++;
    if (at == whole)
        return text;
    if (*at != '.' || !is_digit(at[1]))
        return at;
    for (at++; is_digit(*at);)
        at++;
    return at;
}

// shift: a power of ten, so that 12.5% is read in one rounding.
static int read_number(const char *text, const char *end, const char *shift, double *ret_number,
                       struct err *err)
{
    scope_free char *digits = alloc_printf("%.*s%s", (int)(end - text), text, shift);
    double number = strtod(digits, NULL);
    if (!isfinite(number))
        return err_input(err, "'%s': too large for a number", text);
    *ret_number = number;
    return 0;
}

static int refuse(const char *text, const char *example, struct err *err)
{
    if (is_word_of_no_number(text))
        return err_input(err, "'%s': a finite number is wanted, as %s", text, example);
    if (units_check_point(text, err) < 0)
        return err_input(err, "'%s'", text);
    return err_input(err, "'%s' is no number such as %s", text, example);
}

int units_parse_number(const char *text, double *ret_number, struct err *err)
{
    const char *end = skip_number(text);
    if (end == text || *end)
        return refuse(text, "0.25", err);
    return read_number(text, end, "", ret_number, err);
}

int units_parse_change(const char *text, double *ret_ratio, struct err *err)
{
    const char *end = skip_number(text);
    const char *unit = end + (*end == ' ');
    bool is_percent = strcmp(unit, "%") == 0;
    if (end == text || (*end && !is_percent))
        return refuse(text, "20%", err);
    double ratio;
    int r = read_number(text, end, is_percent ? "e-2" : "", &ratio, err);
    if (r < 0)
        return r;
    if (!is_percent && fabs(ratio) > 1)
        return err_input(err, "'%s': is the '%%' missing? %s%% or a ratio in -1..1 is wanted", text,
                         text);
    *ret_ratio = ratio;
    return 0;
}
