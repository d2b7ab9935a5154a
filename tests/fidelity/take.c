// SPDX-License-Identifier: GPL-3.0-or-later
// By pointer, by histogram, by expression.
#include "tests/fidelity/take.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <regex.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static const char MEDIAN[] = "median ";
enum { SHOWN_MAX = 400 }; // of an output in a message

static int bad(struct err *err, const char *what, const char *how, const char *output)
{
    err_system(err, EBADMSG, "%s '%s': %.*s", what, how, SHOWN_MAX, output);
    return -EBADMSG;
}

// --- JSON --------------------------------------------------------------------------------------

static json_t *document(const char *output)
{
    const char *begin = output[0] == '{' ? output : strstr(output, "\n{");

    return begin ? json_loads(begin, JSON_DISABLE_EOF_CHECK, NULL) : NULL;
}

// The escapes ~0 and ~1 are not needed here and not known.
static const json_t *walk(const json_t *value, const char *pointer)
{
    scope_free char *path = alloc_copy(pointer + 1);
    char *rest = NULL;

    for (char *key = strtok_r(path, "/", &rest); key && value; key = strtok_r(NULL, "/", &rest))
        value = json_is_array(value) ? json_array_get(value, strtoul(key, NULL, 10))
                                     : json_object_get(value, key);
    return value;
}

struct bin {
    double value;
    double count;
};

static int compare_bins(const void *left, const void *right)
{
    double a = ((const struct bin *)left)->value, b = ((const struct bin *)right)->value;

    return (a > b) - (a < b);
}

static double median_of(const json_t *histogram)
{
    scope_free struct bin *bins = alloc_zeroed(json_object_size(histogram) + 1, sizeof(struct bin));
    size_t used = 0;
    double total = 0, seen = 0;
    const char *key;
    json_t *count;

    json_object_foreach((json_t *)histogram, key, count)
    {
        bins[used++] = (struct bin){atof(key), json_number_value(count)};
        total += json_number_value(count);
    }
    qsort(bins, used, sizeof *bins, compare_bins);
    for (size_t i = 0; i < used; i++) {
        seen += bins[i].count;
        if (seen >= total / 2)
            return bins[i].value;
    }
    return NAN;
}

static int take_from_json(const char *output, const char *how, double *ret_number, struct err *err)
{
    bool median = how[0] != '/';
    const char *pointer = median ? how + strlen(MEDIAN) : how;
    json_t *root = document(output);
    const json_t *value = walk(root, pointer);
    double number = NAN;

    if (median && json_is_object(value))
        number = median_of(value);
    else if (!median && json_is_number(value))
        number = json_number_value(value);
    json_decref(root);
    if (!isfinite(number))
        return bad(err, "no number in JSON at", how, output);
    *ret_number = number;
    return 0;
}

// --- text --------------------------------------------------------------------------------------

static int take_from_text(const char *output, const char *how, double *ret_number, struct err *err)
{
    regmatch_t groups[2];
    regex_t expression;
    bool has_group;
    double number;
    char *end;
    int rc;

    if (regcomp(&expression, how, REG_EXTENDED | REG_NEWLINE) != 0)
        return bad(err, "no expression with one group:", how, "");
    has_group = expression.re_nsub == 1;
    rc = regexec(&expression, output, 2, groups, 0);
    regfree(&expression);
    if (!has_group)
        return bad(err, "no expression with one group:", how, "");
    if (rc != 0)
        return bad(err, "nothing matches", how, output);
    number = strtod(output + groups[1].rm_so, &end);
    if (end == output + groups[1].rm_so)
        return bad(err, "no number where this matches:", how, output);
    *ret_number = number;
    return 0;
}

int take_number(const char *output, const char *how, double *ret_number, struct err *err)
{
    if (how[0] == '/' || strncmp(how, MEDIAN, strlen(MEDIAN)) == 0)
        return take_from_json(output, how, ret_number, err);
    return take_from_text(output, how, ret_number, err);
}
