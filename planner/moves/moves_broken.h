// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: rules that are broken with guests on some hosts.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_BROKEN_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_BROKEN_H

#include <stdbool.h>
#include <stdint.h>

struct amounts;
struct rule;
struct rule_set;

// [rule] whether it is broken; the caller frees it. NULL without rules.
bool *moves_broken_of(const struct amounts *amounts, const struct rule_set *rules,
                      const int32_t *host, bool continuous_only);
// The first rule that is broken now and was not then, or NULL.
const struct rule *moves_broken_anew(const struct rule_set *rules, const bool *now,
                                     const bool *then);

#endif
