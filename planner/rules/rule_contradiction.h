// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that cannot hold together, or not at all, where that shows without a search.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_CONTRADICTION_H
#define FULLHOUSE_PLANNER_RULES_RULE_CONTRADICTION_H

struct err;
struct estate;
struct rule_set;

// -EINVAL naming the rules. The set's rules are resolved.
int rule_contradictions_check(const struct rule_set *set, const struct estate *estate,
                              struct err *err);

#endif
