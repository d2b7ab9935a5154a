// SPDX-License-Identifier: GPL-3.0-or-later
// What the tables of keys share: the search for a key, and growth, which more than one has.
#include "planner/plan/plan_key.h"

#include <stdlib.h>
#include <string.h>

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
