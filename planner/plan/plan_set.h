// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the readers of a plan: settings with the line they stood in.
#ifndef FULLHOUSE_PLANNER_PLAN_PLAN_SET_H
#define FULLHOUSE_PLANNER_PLAN_PLAN_SET_H

#include <stdbool.h>
#include <stddef.h>

#include "planner/plan/plan.h"

struct err;

// As plan_set; line 0: a what-if.
int plan_set_at(struct plan *plan, const char *key, const char *text, unsigned line,
                struct err *err);

// The class or licence of that name, or NULL.
struct guest_class *plan_find_class(const struct plan *plan, const char *name);
struct licence *plan_find_licence(const struct plan *plan, const char *name);

// "guests.web.count" as "web" and "count", each new; false where it is no such key.
bool plan_split_key(const char *key, const char *section, char **ret_name, char **ret_word);

// The words a plan's file may begin with ("guests", "energy", "currency"), each once. Release with
// plan_sections_free.
char **plan_sections(size_t *ret_count);
void plan_sections_free(char **words, size_t count);

const struct plan_setting *plan_find_setting(const struct plan *plan, const char *key);

#endif
