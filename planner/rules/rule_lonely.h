// SPDX-License-Identifier: GPL-3.0-or-later
// Lonely: hosts of the guests hold no others. So it concerns every guest that comes to such a host.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_LONELY_H
#define FULLHOUSE_PLANNER_RULES_RULE_LONELY_H

#include "planner/rules/rule_family.h"

// The first lonely rule whose guests are on the host and which the guest is not of, or NULL.
const struct rule *rule_lonely_against(const struct rule_state *state, uint32_t guest,
                                       uint32_t host);

#endif
