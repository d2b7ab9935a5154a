// SPDX-License-Identifier: GPL-3.0-or-later
// Numa: each of the guests within one NUMA node of its host. Guests of no such rule take from all
// nodes of a host what is left.
#include "planner/rules/rule_family.h"
#include "planner/rules/rule_nodes.h"

static bool numa_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                        uint32_t guest, uint32_t host)
{
    (void)set;
    return rule_group_of(rule, host) == RULE_NONE ||
           rule_places_is_on(&state->places, guest, host) ||
           rule_nodes_may(state->nodes, &state->places, guest, host);
}

static void numa_arrive(struct rule_state *state, const struct rule *rule, uint32_t set,
                        uint32_t guest, uint32_t host)
{
    (void)set;
    if (rule_group_of(rule, host) != RULE_NONE)
        rule_nodes_arrive(state->nodes, &state->places, guest, host);
}

static void numa_leave(struct rule_state *state, const struct rule *rule, uint32_t set,
                       uint32_t guest, uint32_t host)
{
    (void)set;
    if (rule_group_of(rule, host) != RULE_NONE)
        rule_nodes_leave(state->nodes, &state->places, guest, host);
}

static void numa_broken(struct rule_state *state, const struct rule *rule, struct rule_blame *blame)
{
    for (uint32_t h = 0; h < state->places.hosts; h++)
        if (rule_group_of(rule, h) != RULE_NONE)
            rule_nodes_broken(state->nodes, &state->places, h, blame);
}

const struct rule_family rule_family_numa = {
    .allows = numa_allows,
    .arrive = numa_arrive,
    .leave = numa_leave,
    .broken = numa_broken,
};
