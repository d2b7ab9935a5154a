// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a plan beside its assumptions: of the plan itself, of a class of guests and of a
// licence, each with its unit, what it is without being said, and how its text is read.
#ifndef FULLHOUSE_PLANNER_PLAN_PLAN_KEY_H
#define FULLHOUSE_PLANNER_PLAN_PLAN_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/plan/plan.h"
#include "planner/value/key_value.h"

struct err;

struct plan_key {
    const char
        *key; // "currency", "inventory.file"; of a class or licence without its name: "count"
    const char *unit;
    const char *fallback; // what holds where nothing is said; "" for what then is not known
    const char *help;
    bool is_path; // in a file: relative to the file's folder
    // Sets it in a plan, a guest_class or a licence. 0 or -EINVAL.
    int (*set)(void *object, const char *text, struct err *err);
};

// Each ends with a key of NULL.
extern const struct plan_key plan_top_keys[];
extern const struct plan_key plan_class_keys[];
extern const struct plan_key plan_licence_keys[];

// The entry, or NULL with err: "no key 'energy.prize' (did you mean ...)"; before ("guests.web.")
// stands before the word in the message.
const struct plan_key *plan_key_find(const struct plan_key *keys, const char *before,
                                     const char *word, struct err *err);

// A change a year, with an interval where it has one.
int plan_key_growth(struct uncertain *field, const char *text, struct err *err);

#endif
