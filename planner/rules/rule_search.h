// SPDX-License-Identifier: GPL-3.0-or-later
// One case of hosts lost, tried on the shadow: its guests are taken off, placed on the others one
// by one under room and all other rules, and everything is put back.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_SEARCH_H
#define FULLHOUSE_PLANNER_RULES_RULE_SEARCH_H

#include "planner/rules/rule_restarts.h"

// Which hosts may be restarted on, beside the case's own.
typedef bool restart_target_fn(const void *context, uint32_t host);

// The plan as it is where it still holds, else as first fit decreasing, best fit or a small search
// find it, is written to ret_list (for count guests that need to restart; owned by the caller).
// False: none was found; then those that first fit decreasing left over have PLACE_NONE.
bool restart_search(struct rule_restarts *restarts, const struct restart *restart, size_t index,
                    restart_target_fn *is_target, const void *context,
                    struct restart_entry **ret_list, size_t *ret_count);

#endif
