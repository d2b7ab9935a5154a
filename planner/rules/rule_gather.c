// SPDX-License-Identifier: GPL-3.0-or-later
// Gather: all of the guests in one group of hosts. Among: in one of several groups that are named.
// One that is broken hinders none of its guests that move, until it holds: they could not come
// together otherwise.
#include "planner/rules/rule_count.h"

static bool is_placed(const struct rule_state *state, const struct rule *rule, uint32_t guest)
{
    for (size_t seat = 0; seat < 2; seat++) {
        uint32_t host = state->places.at[2 * (size_t)guest + seat];
        if (host != PLACE_NONE && rule_group_of(rule, host) != RULE_NONE)
            return true;
    }
    return false;
}

static bool is_apart(struct rule_tally tally)
{
    return tally.guests > 1 && tally.groups > 1;
}

// A guest that moves alone may be in two groups on the way.
static bool gather_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                          uint32_t guest, uint32_t host)
{
    struct rule_tally tally = rule_count_tally(state, rule);
    bool moves = is_placed(state, rule, guest);
    if (tally.guests == moves || (moves && is_apart(tally)))
        return true;
    return tally.groups == 1 &&
           rule_count_others(state, rule, set, rule_group_of(rule, host), guest) > 0;
}

static void gather_broken(struct rule_state *state, const struct rule *rule,
                          struct rule_blame *blame)
{
    if (!is_apart(rule_count_tally(state, rule)))
        return;
    for (size_t m = 0; m < rule->member_count; m++)
        if (is_placed(state, rule, rule->members[m]))
            rule_blame_add(blame, rule->members[m]);
}

const struct rule_family rule_family_gather = {
    .allows = gather_allows,
    .arrive = rule_count_arrive,
    .leave = rule_count_leave,
    .broken = gather_broken,
    .is_counted = true,
    .is_far = true,
};

static bool among_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                         uint32_t guest, uint32_t host)
{
    return rule_group_of(rule, host) != RULE_NONE && gather_allows(state, rule, set, guest, host);
}

static void among_broken(struct rule_state *state, const struct rule *rule,
                         struct rule_blame *blame)
{
    gather_broken(state, rule, blame);
    for (size_t link = 0; link < 2 * rule->member_count; link++) {
        uint32_t guest = rule->members[link / 2];
        uint32_t host = state->places.at[2 * (size_t)guest + link % 2];
        if (host != PLACE_NONE && rule_group_of(rule, host) == RULE_NONE)
            rule_blame_add(blame, guest);
    }
}

const struct rule_family rule_family_among = {
    .allows = among_allows,
    .arrive = rule_count_arrive,
    .leave = rule_count_leave,
    .broken = among_broken,
    .is_counted = true,
    .is_far = true,
};
