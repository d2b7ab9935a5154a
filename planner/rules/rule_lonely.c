// SPDX-License-Identifier: GPL-3.0-or-later
// Lonely: hosts of the guests hold no others.
#include "planner/rules/rule_lonely.h"

#include "planner/rules/rule_count.h"

const struct rule *rule_lonely_against(const struct rule_state *state, uint32_t guest,
                                       uint32_t host)
{
    if (state->index->lonely_count == 0 || state->lonely[host] == 0)
        return NULL;
    for (size_t i = 0; i < state->index->lonely_count; i++) {
        const struct rule *rule = state->index->lonely[i];
        if (rule_count_others(state, rule, 0, host, guest) > 0 && !rule_is_about(rule, guest))
            return rule;
    }
    return NULL;
}

// Of one that is of the rule: no others are there.
static bool lonely_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                          uint32_t guest, uint32_t host)
{
    uint32_t there = state->places.count[host] - rule_places_is_on(&state->places, guest, host);
    return there == 0 || there == rule_count_others(state, rule, set, host, guest);
}

static void lonely_arrive(struct rule_state *state, const struct rule *rule, uint32_t set,
                          uint32_t guest, uint32_t host)
{
    rule_count_arrive(state, rule, set, guest, host);
    state->lonely[host]++;
}

static void lonely_leave(struct rule_state *state, const struct rule *rule, uint32_t set,
                         uint32_t guest, uint32_t host)
{
    rule_count_leave(state, rule, set, guest, host);
    state->lonely[host]--;
}

static void blame_host(const struct rule_state *state, uint32_t host, struct rule_blame *blame)
{
    uint32_t link = state->places.first[host];
    for (; link != PLACE_NONE; link = state->places.next[link])
        rule_blame_add(blame, link / 2);
}

static void lonely_broken(struct rule_state *state, const struct rule *rule,
                          struct rule_blame *blame)
{
    for (size_t h = 0; h < state->places.hosts; h++) {
        uint32_t own = rule_count_others(state, rule, 0, (uint32_t)h, PLACE_NONE);
        if (own > 0 && own < state->places.count[h])
            blame_host(state, (uint32_t)h, blame);
    }
}

const struct rule_family rule_family_lonely = {
    .allows = lonely_allows,
    .arrive = lonely_arrive,
    .leave = lonely_leave,
    .broken = lonely_broken,
    .is_counted = true,
};
