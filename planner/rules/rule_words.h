// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of rule needs to be told, and takes: one table. Knows no estate.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_WORDS_H
#define FULLHOUSE_PLANNER_RULES_RULE_WORDS_H

struct err;
struct rule;
struct rule_words;

// A new rule that has all the words can say without an estate. -EINVAL with what is wrong and what
// would be right, without where.
int rule_words_read(const struct rule_words *words, struct rule **ret_rule, struct err *err);

#endif
