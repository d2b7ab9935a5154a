// SPDX-License-Identifier: GPL-3.0-or-later
// Texts to fields, within bounds.
#include "planner/value/key_value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/units.h"

enum { TEXT_SHOWN_MOST = 60, CURRENCY_LETTERS = 3 };

static void replace(char **field, char *taken)
{
    free(*field);
    *field = taken;
}

int key_value_text(char **field, const char *text, struct err *err)
{
    if (!*text)
        return err_input(err, "nothing is said");
    for (const char *at = text; *at; at++)
        if (iscntrl((unsigned char)*at))
            return err_input(err, "a single line of text is wanted");
    replace(field, alloc_copy(text));
    return 0;
}

int key_value_name(char **field, const char *text, struct err *err)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    if (!*text || text[strspn(text, letters)])
        return err_input(err, "'%.*s' is no name; letters, digits, - _ and . are wanted",
                         TEXT_SHOWN_MOST, text);
    return key_value_text(field, text, err);
}

int key_value_count(uint32_t *field, const char *text, uint32_t least, uint32_t most,
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

int key_value_number(double *field, const char *text, double least, double most, struct err *err)
{
    double number;
    int r = units_parse_number(text, &number, err);
    if (r == 0)
        r = check_range(text, number, number, least, most, err);
    if (r == 0)
        *field = number;
    return r;
}

int key_value_bytes(double *field, const char *text, struct err *err)
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

int key_value_yes(bool *field, const char *text, struct err *err)
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

int key_value_uncertain(struct uncertain *field, const char *text, uncertain_parse_fn *parse,
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

int key_value_share(double *field, const char *text, double least, double most, struct err *err)
{
    double share;
    int r = units_parse_share(text, &share, err);
    if (r == 0)
        r = check_range(text, share, share, least, most, err);
    if (r == 0)
        *field = share;
    return r;
}

int key_value_seconds(double *field, const char *text, double least, double most, struct err *err)
{
    uint64_t ns;
    int r = units_parse_duration_ns(text, &ns, err);
    if (r < 0)
        return r;
    double seconds = (double)ns / 1e9;
    if (seconds < least || seconds > most)
        return err_input(err, "'%s' must lie between %.10gs and %.10gs", text, least, most);
    *field = seconds;
    return 0;
}

int key_value_currency(char **field, const char *text, struct err *err)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (strlen(text) != CURRENCY_LETTERS || strspn(text, capitals) != CURRENCY_LETTERS)
        return err_input(err, "'%.*s': a currency has three capital letters, as EUR",
                         TEXT_SHOWN_MOST, text);
    return key_value_text(field, text, err);
}
