// SPDX-License-Identifier: GPL-3.0-or-later
// Spread: at most so many of the guests in one group of hosts. Split: guests of different sets
// never in one. A guest and its own copy do not hinder each other, and one that stays within its
// group makes nothing worse.
#include "planner/rules/rule_count.h"

static bool spread_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                          uint32_t guest, uint32_t host)
{
    uint32_t group = rule_group_of(rule, host);
    return rule_count_has(state, rule, guest, group) ||
           rule_count_others(state, rule, set, group, guest) < rule->most;
}

// Members that are in a group where fails says so.
static void blame_groups(struct rule_state *state, const struct rule *rule,
                         bool (*fails)(const struct rule_state *state, const struct rule *rule,
                                       uint32_t member, uint32_t group),
                         struct rule_blame *blame)
{
    for (uint32_t m = 0; m < rule->member_count; m++)
        for (size_t seat = 0; seat < 2; seat++) {
            uint32_t host = state->places.at[2 * (size_t)rule->members[m] + seat];
            if (host != PLACE_NONE && fails(state, rule, m, rule_group_of(rule, host)))
                rule_blame_add(blame, rule->members[m]);
        }
}

static bool is_crowded(const struct rule_state *state, const struct rule *rule, uint32_t member,
                       uint32_t group)
{
    return rule_count_others(state, rule, rule->set_of[member], group, PLACE_NONE) > rule->most;
}

static void spread_broken(struct rule_state *state, const struct rule *rule,
                          struct rule_blame *blame)
{
    blame_groups(state, rule, is_crowded, blame);
}

const struct rule_family rule_family_spread = {
    .allows = spread_allows,
    .arrive = rule_count_arrive,
    .leave = rule_count_leave,
    .broken = spread_broken,
    .is_counted = true,
    .is_far = true,
};

static bool is_shared(const struct rule_state *state, const struct rule *rule, uint32_t own,
                      uint32_t group)
{
    for (uint32_t set = 0; set < rule->sets; set++)
        if (set != own && rule_count_others(state, rule, set, group, PLACE_NONE) > 0)
            return true;
    return false;
}

static bool split_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                         uint32_t guest, uint32_t host)
{
    uint32_t group = rule_group_of(rule, host);
    return rule_count_has(state, rule, guest, group) || !is_shared(state, rule, set, group);
}

static bool is_mixed(const struct rule_state *state, const struct rule *rule, uint32_t member,
                     uint32_t group)
{
    return is_shared(state, rule, rule->set_of[member], group);
}

static void split_broken(struct rule_state *state, const struct rule *rule,
                         struct rule_blame *blame)
{
    blame_groups(state, rule, is_mixed, blame);
}

const struct rule_family rule_family_split = {
    .allows = split_allows,
    .arrive = rule_count_arrive,
    .leave = rule_count_leave,
    .broken = split_broken,
    .is_counted = true,
    .is_far = true,
};
