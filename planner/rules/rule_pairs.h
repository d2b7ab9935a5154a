// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of rules that share guests and cannot hold together.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_PAIRS_H
#define FULLHOUSE_PLANNER_RULES_RULE_PAIRS_H

struct err;
struct rule_set;

// -EINVAL naming both rules. The set's rules are resolved.
int rule_pairs_check(const struct rule_set *set, struct err *err);

#endif
