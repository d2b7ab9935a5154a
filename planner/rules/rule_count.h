// SPDX-License-Identifier: GPL-3.0-or-later
// How many guests of a rule are in a group of hosts. A guest that is on two hosts of a group counts
// once there. Rules of few guests are counted when asked, the others keep counts.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_COUNT_H
#define FULLHOUSE_PLANNER_RULES_RULE_COUNT_H

#include "planner/rules/rule_family.h"

struct rule_tally {
    uint32_t guests; // of the rule that are in some group
    uint32_t groups; // that hold any; for a licence of cores, the cores of such hosts
};

// Counts that a rule of so many groups and sets needs.
size_t rule_count_size(size_t groups, size_t sets);

bool rule_count_has(const struct rule_state *state, const struct rule *rule, uint32_t guest,
                    uint32_t group);
// Guests of the set in the group, the one given left out (PLACE_NONE: none is).
uint32_t rule_count_others(const struct rule_state *state, const struct rule *rule, uint32_t set,
                           uint32_t group, uint32_t guest);
struct rule_tally rule_count_tally(const struct rule_state *state, const struct rule *rule);

void rule_count_arrive(struct rule_state *state, const struct rule *rule, uint32_t set,
                       uint32_t guest, uint32_t host);
void rule_count_leave(struct rule_state *state, const struct rule *rule, uint32_t set,
                      uint32_t guest, uint32_t host);

#endif
