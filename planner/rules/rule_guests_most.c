// SPDX-License-Identifier: GPL-3.0-or-later
// Guests-most: so many guests, or so many of some guests, on each of the hosts at most.
#include "planner/rules/rule_family.h"

static uint64_t count_on(const struct rule_state *state, const struct rule *rule, uint32_t host)
{
    if (rule->is_for_all)
        return state->places.count[host];
    uint64_t count = 0;
    uint32_t link = state->places.first[host];
    for (; link != PLACE_NONE; link = state->places.next[link])
        count += rule_is_about(rule, link / 2);
    return count;
}

static bool guests_most_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                               uint32_t guest, uint32_t host)
{
    (void)set;
    return rule_group_of(rule, host) == RULE_NONE ||
           rule_places_is_on(&state->places, guest, host) ||
           count_on(state, rule, host) < rule->most;
}

static void guests_most_broken(struct rule_state *state, const struct rule *rule,
                               struct rule_blame *blame)
{
    for (uint32_t h = 0; h < state->places.hosts; h++) {
        if (rule_group_of(rule, h) == RULE_NONE || count_on(state, rule, h) <= rule->most)
            continue;
        uint32_t link = state->places.first[h];
        for (; link != PLACE_NONE; link = state->places.next[link])
            if (rule_is_about(rule, link / 2))
                rule_blame_add(blame, link / 2);
    }
}

const struct rule_family rule_family_guests_most = {
    .allows = guests_most_allows,
    .broken = guests_most_broken,
};
