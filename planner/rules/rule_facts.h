// SPDX-License-Identifier: GPL-3.0-or-later
// What a resolved rule came to mean, for bounds and whoever plans around it.
#ifndef FULLHOUSE_PLANNER_RULES_RULE_FACTS_H
#define FULLHOUSE_PLANNER_RULES_RULE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/rules/rule.h"

struct rule_facts {
    enum rule_kind kind;
    bool is_continuous;
    bool is_for_all;        // no guests were said: all of them
    const uint32_t *guests; // of all sets after one another, each ascending
    const uint32_t *sets;   // [index in guests] the set it is of (split)
    size_t guest_count, set_count;
    uint64_t most; // hosts lost at once (failover), guests (guests-most)
};

void rule_facts_of(const struct rule *rule, struct rule_facts *ret_facts);

// The group that the rule has the host in: those of its label, of its sets, or of a fence; a host
// by itself for a rule that names none. UINT32_MAX: outside of all.
uint32_t rule_facts_group(const struct rule *rule, uint32_t host);

#endif
