// SPDX-License-Identifier: GPL-3.0-or-later
// Which rules are broken with guests on some hosts, and which of them were not before.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_BROKEN_H
#define FULLHOUSE_PLANNER_RULES_RULE_BROKEN_H

#include <stdbool.h>
#include <stdint.h>

struct amounts;
struct rule;
struct rule_set;

// [rule] whether it is broken; the caller frees it. NULL without rules.
bool *rule_broken_of(const struct amounts *amounts, const struct rule_set *rules,
                     const int32_t *host, bool continuous_only);
// The first rule that is broken now and was not then, or NULL.
const struct rule *rule_broken_anew(const struct rule_set *rules, const bool *now,
                                    const bool *then);

#endif
