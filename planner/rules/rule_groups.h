// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts in groups, as a rule sees them: by a label, as sets that were named, or all in one. Rules
// that say the same share a table.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_GROUPS_H
#define FULLHOUSE_PLANNER_RULES_RULE_GROUPS_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct estate;
struct rule;
struct rule_set;

struct rule_groups {
    char *key;       // what it was made of, to find it again
    uint32_t *group; // [host], RULE_NONE outside of all
    size_t count;
};

// Finds or makes the table that the rule means and sets rule->groups. -EINVAL for selectors that
// mean nothing, a label no host has, hosts without it (named), sets of among that overlap.
int rule_groups_resolve(struct rule_set *set, struct rule *rule, const struct estate *estate,
                        struct err *err);
void rule_groups_free(struct rule_groups *groups);

#endif
