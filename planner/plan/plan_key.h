// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a plan beside its assumptions: of the plan itself, of a class of guests and of a
// licence, each with its unit, what it is without being said, and how its text is read.
#ifndef FULLHOUSE_PLANNER_PLAN_PLAN_KEY_H
#define FULLHOUSE_PLANNER_PLAN_PLAN_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/plan/plan.h"

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

// Readers that several tables share. Each keeps *field on failure.
int plan_key_text(char **field, const char *text, struct err *err);
int plan_key_name(char **field, const char *text, struct err *err); // letters, digits, - _ .
int plan_key_count(uint32_t *field, const char *text, uint32_t least, uint32_t most,
                   struct err *err);
int plan_key_number(double *field, const char *text, double least, double most, struct err *err);
int plan_key_bytes(double *field, const char *text, struct err *err);
int plan_key_yes(bool *field, const char *text, struct err *err);
// With an interval where it has one.
int plan_key_uncertain(struct uncertain *field, const char *text, uncertain_parse_fn *parse,
                       double least, double most, struct err *err);
int plan_key_growth(struct uncertain *field, const char *text, struct err *err);

#endif
