// SPDX-License-Identifier: GPL-3.0-or-later
// Reserve: so much of a resource stays free on each of the hosts, as an amount or as a share of
// what may be given out there. Cores are cores of the host, whatever may be given out of each.
#include <math.h>

#include "planner/rules/rule_family.h"
#include "planner/rules/rule_room.h"

// What guests may take with the reserve kept; AMOUNT_UNLIMITED where there is no limit to keep off.
static int64_t limit_of(const struct rule_state *state, const struct rule *rule, uint32_t host)
{
    int64_t room = state->amounts->room[host][rule->resource];
    if (rule_group_of(rule, host) == RULE_NONE || room == AMOUNT_UNLIMITED)
        return AMOUNT_UNLIMITED;
    double kept = rule->amount;
    if (!isnan(rule->share))
        kept = rule->share * (double)room;
    else if (rule->resource == AMOUNT_CPU)
        kept = rule->amount / state->set->host_cores[host] * (double)room;
    return kept >= (double)room ? 0 : room - (int64_t)ceil(kept);
}

static bool reserve_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                           uint32_t guest, uint32_t host)
{
    (void)set;
    int64_t limit = limit_of(state, rule, host);
    return limit == AMOUNT_UNLIMITED || state->amounts->size[guest][rule->resource] == 0 ||
           rule_room_is_within(state->room, guest, host, rule->resource, limit);
}

static void reserve_broken(struct rule_state *state, const struct rule *rule,
                           struct rule_blame *blame)
{
    for (uint32_t h = 0; h < state->places.hosts; h++) {
        int64_t limit = limit_of(state, rule, h);
        if (limit == AMOUNT_UNLIMITED ||
            rule_room_is_within(state->room, PLACE_NONE, h, rule->resource, limit))
            continue;
        uint32_t link = state->places.first[h];
        for (; link != PLACE_NONE; link = state->places.next[link])
            if (state->amounts->size[link / 2][rule->resource] > 0)
                rule_blame_add(blame, link / 2);
    }
}

const struct rule_family rule_family_reserve = {
    .allows = reserve_allows,
    .broken = reserve_broken,
};
