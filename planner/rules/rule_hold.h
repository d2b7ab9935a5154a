// SPDX-License-Identifier: GPL-3.0-or-later
// Whether one case of hosts lost holds as the shadow stands; then its plan is right.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_HOLD_H
#define FULLHOUSE_PLANNER_RULES_RULE_HOLD_H

#include "planner/rules/rule_restarts.h"

// With the guest on the host already, and the plan right as it was before.
bool rule_hold(struct rule_restarts *restarts, struct restart *restart, size_t index,
               uint32_t guest, uint32_t host);
// Whatever the plan was.
bool rule_hold_searched(struct rule_restarts *restarts, struct restart *restart, size_t index);

#endif
