// SPDX-License-Identifier: GPL-3.0-or-later
// Private to plan_check: a contradiction, told where the key at fault stands.
#ifndef FULLHOUSE_PLANNER_PLAN_PLAN_REFUSE_H
#define FULLHOUSE_PLANNER_PLAN_PLAN_REFUSE_H

#include <stdbool.h>

struct err;
struct plan;

// "plan.yaml:12: energy.price: ..."; for a key that was not said, the line of what was said beside
// it, else the plan's name alone. Returns -EINVAL.
int plan_refuse(const struct plan *plan, const char *key, struct err *err, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// A class or a licence.
struct plan_entry {
    const struct plan *plan;
    const char *section; // "guests"
    const char *name;
    struct err *err;
};

// Whether a word of it was said ("count"), and plan_refuse of it.
bool plan_entry_said(const struct plan_entry *entry, const char *word);
int plan_refuse_word(const struct plan_entry *entry, const char *word, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Of all licences: what they are counted in and what they are for.
int plan_check_licences(const struct plan *plan, struct err *err);

#endif
