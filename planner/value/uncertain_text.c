// SPDX-License-Identifier: GPL-3.0-or-later
// A number with its interval, from text. What a single number is (a share, bytes, money) is the
// parser's business that the caller gives.
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "planner/value/uncertain.h"

#define RIGHT_FORMS "as 0.25 [0.20, 0.40] or 0.25 +-20%%"

// begin..end without the blanks at both sides.
static char *trimmed(const char *begin, const char *end)
{
    while (begin < end && (*begin == ' ' || *begin == '\t'))
        begin++;
    while (end > begin && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return alloc_printf("%.*s", (int)(end - begin), begin);
}

static int read_one(const char *begin, const char *end, uncertain_parse_fn *parse,
                    double *ret_value, struct err *err)
{
    scope_free char *text = trimmed(begin, end);
    double value = NAN;
    if (units_check_point(text, err) < 0)
        return err_input(err, "'%s'", text);
    int r = parse(text, &value, err);
    if (r == 0 && !isfinite(value))
        return err_input(err, "'%s': a finite number is wanted", text);
    if (r == 0)
        *ret_value = value;
    return r;
}

// What stands after '[': "0.20, 0.40]".
static int read_ends(const char *text, const char *inner, uncertain_parse_fn *parse,
                     struct uncertain *number, struct err *err)
{
    const char *close = strchr(inner, ']');
    const char *comma = strchr(inner, ',');
    if (!close || close[strspn(close + 1, " \t") + 1])
        return err_input(
            err, "'%s': an interval ends with ']' and nothing follows it, " RIGHT_FORMS, text);
    if (!comma || comma > close)
        return err_input(err, "'%s': an interval has two ends, " RIGHT_FORMS, text);
    if (memchr(comma + 1, ',', (size_t)(close - comma - 1)))
        return err_input(err,
                         "'%s': one comma stands between both ends, and numbers have a decimal "
                         "point, " RIGHT_FORMS,
                         text);
    int r = read_one(inner, comma, parse, &number->low, err);
    return r < 0 ? r : read_one(comma + 1, close, parse, &number->high, err);
}

// What stands after "+-": "20%", or a number as the value is one. "20%" is always of the value.
static int read_half_width(const char *half, uncertain_parse_fn *parse, struct uncertain *number,
                           struct err *err)
{
    const char *end = half + strlen(half);
    double width;
    bool is_relative = strchr(half, '%');
    int r = read_one(half, end, is_relative ? units_parse_share : parse, &width, err);
    if (r < 0)
        return r;
    width *= is_relative ? fabs(number->value) : 1;
    if (width < 0)
        return err_input(err, "'+-%s': this cannot be negative", half);
    number->low = number->value - width;
    number->high = number->value + width;
    return 0;
}

static int check_order(const char *text, const struct uncertain *number, struct err *err)
{
    if (number->low > number->high)
        return err_input(err, "'%s': low and high have changed places; [low, high] is wanted",
                         text);
    if (number->low > number->value)
        return err_input(err, "'%s': the low end lies above the value", text);
    if (number->high < number->value)
        return err_input(err, "'%s': the high end lies below the value", text);
    return 0;
}

// Where "+-" or the sign for it stands, and behind it.
static const char *find_half_width(const char *text, const char **ret_half)
{
    static const char *const marks[] = {"+-", "+/-", "\xc2\xb1"};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        const char *at = strstr(text, marks[i]);
        if (at) {
            *ret_half = at + strlen(marks[i]);
            return at;
        }
    }
    return NULL;
}

int uncertain_parse(const char *text, uncertain_parse_fn *parse, struct uncertain *ret_number,
                    struct err *err)
{
    const char *half = NULL;
    const char *bracket = strchr(text, '[');
    const char *mark = bracket ? NULL : find_half_width(text, &half);
    const char *end = bracket ? bracket : mark ? mark : text + strlen(text);
    double value;
    if (text[strspn(text, " \t")] == '[')
        return err_input(err, "'%s': a value is wanted before its interval, " RIGHT_FORMS, text);
    int r = read_one(text, end, parse, &value, err);
    if (r < 0)
        return r;
    struct uncertain number = uncertain_exact(value, ORIGIN_STATED);
    if (bracket)
        r = read_ends(text, bracket + 1, parse, &number, err);
    else if (mark)
        r = read_half_width(half, parse, &number, err);
    if (r == 0)
        r = check_order(text, &number, err);
    if (r == 0)
        *ret_number = number;
    return r;
}
