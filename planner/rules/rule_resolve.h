// SPDX-License-Identifier: GPL-3.0-or-later
// What rule_set_resolve found, thrown away again.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_RESOLVE_H
#define FULLHOUSE_PLANNER_RULES_RULE_RESOLVE_H

struct rule_set;

void rule_set_unresolve(struct rule_set *set);

#endif
