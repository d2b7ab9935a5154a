// SPDX-License-Identifier: GPL-3.0-or-later
// Licence: the guests on so many hosts at most, or on hosts with so many cores together. A host
// counts whole as soon as one of the guests is on it, also one that only passes.
#include <math.h>

#include "planner/rules/rule_count.h"

static bool is_elsewhere(const struct rule_state *state, uint32_t guest)
{
    const uint32_t *at = &state->places.at[2 * (size_t)guest];
    return at[0] != PLACE_NONE || at[1] != PLACE_NONE;
}

// A guest that moves to a host which counts already makes nothing worse, nor does one that restarts
// there.
static bool licence_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                           uint32_t guest, uint32_t host)
{
    bool counts = rule_count_others(state, rule, set, host, PLACE_NONE) > 0;
    if (counts && (state->is_shadow || is_elsewhere(state, guest)))
        return true;
    double host_cores = rule->is_of_cores ? ceil(state->set->host_cores[host]) : 1;
    double more = counts ? 0 : host_cores;
    return rule_count_tally(state, rule).groups + more <= (double)rule->most;
}

static void licence_broken(struct rule_state *state, const struct rule *rule,
                           struct rule_blame *blame)
{
    if (rule_count_tally(state, rule).groups <= rule->most)
        return;
    for (size_t m = 0; m < rule->member_count; m++) {
        const uint32_t *at = &state->places.at[2 * (size_t)rule->members[m]];
        if (at[0] != PLACE_NONE || at[1] != PLACE_NONE)
            rule_blame_add(blame, rule->members[m]);
    }
}

const struct rule_family rule_family_licence = {
    .allows = licence_allows,
    .arrive = rule_count_arrive,
    .leave = rule_count_leave,
    .broken = licence_broken,
    .is_counted = true,
    .is_far = true,
};
