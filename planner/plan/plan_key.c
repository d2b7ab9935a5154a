// SPDX-License-Identifier: GPL-3.0-or-later
// What the tables of keys share: the search for a key, and values that more than one table has.
#include "planner/plan/plan_key.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"

enum { KEYS_MOST = 32, TEXT_SHOWN_MOST = 60 };
#define GROWTH_LEAST (-0.9)
#define GROWTH_MOST  10

const struct plan_key *plan_key_find(const struct plan_key *keys, const char *before,
                                     const char *word, struct err *err)
{
    const char *words[KEYS_MOST];
    size_t count = 0;
    for (; keys[count].key && count < KEYS_MOST; count++) {
        words[count] = keys[count].key;
        if (strcmp(word, words[count]) == 0)
            return &keys[count];
    }
    scope_free char *hint = nearest_hint(word, words, count);
    err_input(err, "no key '%s%.*s'%s", before, TEXT_SHOWN_MOST, word, hint);
    return NULL;
}

static void replace(char **field, char *taken)
{
    free(*field);
    *field = taken;
}

int plan_key_text(char **field, const char *text, struct err *err)
{
    if (!*text)
        return err_input(err, "nothing is said");
    for (const char *at = text; *at; at++)
        if (iscntrl((unsigned char)*at))
            return err_input(err, "a single line of text is wanted");
    replace(field, alloc_copy(text));
    return 0;
}

int plan_key_name(char **field, const char *text, struct err *err)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    if (!*text || text[strspn(text, letters)])
        return err_input(err, "'%.*s' is no name; letters, digits, - _ and . are wanted",
                         TEXT_SHOWN_MOST, text);
    return plan_key_text(field, text, err);
}

int plan_key_count(uint32_t *field, const char *text, uint32_t least, uint32_t most,
                   struct err *err)
{
    uint64_t count;
    int r = units_parse_count(text, least, most, &count, err);
    if (r == 0)
        *field = (uint32_t)count;
    return r;
}

static int check_range(const char *text, double low, double high, double least, double most,
                       struct err *err)
{
    if (low >= least && high <= most)
        return 0;
    return err_input(err, "'%s' must lie between %.10g and %.10g", text, least, most);
}

int plan_key_number(double *field, const char *text, double least, double most, struct err *err)
{
    double number;
    int r = units_parse_number(text, &number, err);
    if (r == 0)
        r = check_range(text, number, number, least, most, err);
    if (r == 0)
        *field = number;
    return r;
}

int plan_key_bytes(double *field, const char *text, struct err *err)
{
    uint64_t bytes;
    int r = units_check_point(text, err);
    if (r == 0)
        r = units_check_size(text, err);
    if (r == 0)
        r = units_parse_bytes(text, &bytes, err);
    if (r == 0 && bytes > INT64_MAX)
        r = err_input(err, "'%s': too many bytes", text);
    if (r == 0)
        *field = (double)bytes;
    return r;
}

int plan_key_yes(bool *field, const char *text, struct err *err)
{
    static const char *const words[] = {"no", "yes", "false", "true", "off", "on"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasecmp(text, words[i]) == 0) {
            *field = i % 2 == 1;
            return 0;
        }
    }
    return err_input(err, "'%.*s' is neither yes nor no", TEXT_SHOWN_MOST, text);
}

int plan_key_uncertain(struct uncertain *field, const char *text, uncertain_parse_fn *parse,
                       double least, double most, struct err *err)
{
    struct uncertain number;
    int r = uncertain_parse(text, parse, &number, err);
    if (r == 0)
        r = check_range(text, number.low, number.high, least, most, err);
    if (r == 0)
        *field = number;
    return r;
}

int plan_key_growth(struct uncertain *field, const char *text, struct err *err)
{
    struct uncertain number;
    int r = uncertain_parse(text, units_parse_change, &number, err);
    if (r == 0 && (number.low < GROWTH_LEAST || number.high > GROWTH_MOST))
        r = err_input(err, "'%s' must lie between -90%% and 1000%% a year", text);
    if (r == 0)
        *field = number;
    return r;
}
