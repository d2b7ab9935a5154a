// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of rule does: the table, and the guests a broken rule concerns.
#include "planner/rules/rule_family.h"

#include "common/base/alloc.h"

static const struct rule_family *const families[RULE_KINDS] = {
    [RULE_SPREAD] = &rule_family_spread,
    [RULE_GATHER] = &rule_family_gather,
    [RULE_FENCE] = &rule_family_fence,
    [RULE_BAN] = &rule_family_ban,
    [RULE_LONELY] = &rule_family_lonely,
    [RULE_AMONG] = &rule_family_among,
    [RULE_SPLIT] = &rule_family_split,
    [RULE_FAILOVER] = &rule_family_failover,
    [RULE_MAINTENANCE] = &rule_family_maintenance,
    [RULE_LICENCE] = &rule_family_licence,
    [RULE_PIN] = &rule_family_pin,
    [RULE_NUMA] = &rule_family_numa,
    [RULE_GUESTS_MOST] = &rule_family_guests_most,
    [RULE_RESERVE] = &rule_family_reserve,
};

const struct rule_family *rule_family_of(enum rule_kind kind)
{
    return families[kind];
}

void rule_blame_add(struct rule_blame *blame, uint32_t guest)
{
    blame->is_broken = true;
    if (blame->count == blame->capacity) {
        blame->capacity = blame->capacity ? 2 * blame->capacity : 8;
        blame->guests = alloc_resized(blame->guests, blame->capacity, sizeof(*blame->guests));
    }
    blame->guests[blame->count++] = guest;
}
