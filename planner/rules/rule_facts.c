// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/rules/rule_facts.h"

#include "planner/rules/rule_resolved.h"

void rule_facts_of(const struct rule *rule, struct rule_facts *ret_facts)
{
    *ret_facts = (struct rule_facts){
        .kind = rule->kind,
        .is_continuous = rule->is_continuous,
        .is_for_all = rule->is_for_all,
        .guests = rule->members,
        .sets = rule->set_of,
        .guest_count = rule->member_count,
        .set_count = rule->sets,
        .most = rule->most,
    };
}

uint32_t rule_facts_group(const struct rule *rule, uint32_t host)
{
    return rule_group_of(rule, host);
}
