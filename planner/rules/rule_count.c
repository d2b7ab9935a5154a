// SPDX-License-Identifier: GPL-3.0-or-later
// How many guests of a rule are in a group of hosts. Counts lie group by group, the sets of a group
// together; after them the tally.
#include "planner/rules/rule_count.h"

#include <math.h>

size_t rule_count_size(size_t groups, size_t sets)
{
    return groups * sets + 2;
}

static uint32_t group_at(const struct rule_state *state, const struct rule *rule, size_t link)
{
    uint32_t host = state->places.at[link];
    return host == PLACE_NONE ? RULE_NONE : rule_group_of(rule, host);
}

bool rule_count_has(const struct rule_state *state, const struct rule *rule, uint32_t guest,
                    uint32_t group)
{
    size_t link = 2 * (size_t)guest;
    return group != RULE_NONE &&
           (group_at(state, rule, link) == group || group_at(state, rule, link + 1) == group);
}

static uint32_t weight_of(const struct rule_state *state, const struct rule *rule, uint32_t group)
{
    return rule->is_of_cores ? (uint32_t)ceil(state->set->host_cores[group]) : 1;
}

static uint32_t *counts_of(const struct rule_state *state, const struct rule *rule)
{
    return &state->counts[rule->counts];
}

static uint32_t *tally_of(const struct rule_state *state, const struct rule *rule)
{
    return counts_of(state, rule) + rule_group_count(state->set, rule) * rule->sets;
}

static uint32_t walk_others(const struct rule_state *state, const struct rule *rule, uint32_t set,
                            uint32_t group, uint32_t guest)
{
    uint32_t count = 0;
    for (size_t m = 0; m < rule->member_count; m++)
        if (rule->set_of[m] == set && rule->members[m] != guest)
            count += rule_count_has(state, rule, rule->members[m], group);
    return count;
}

uint32_t rule_count_others(const struct rule_state *state, const struct rule *rule, uint32_t set,
                           uint32_t group, uint32_t guest)
{
    if (rule->is_walked)
        return walk_others(state, rule, set, group, guest);
    uint32_t count = counts_of(state, rule)[group * rule->sets + set];
    return count - (guest != PLACE_NONE && rule_count_has(state, rule, guest, group));
}

// Whether a member before this one, or this one's other seat, is in the group already.
static bool is_counted(const struct rule_state *state, const struct rule *rule, size_t member,
                       uint32_t group)
{
    for (size_t m = 0; m < member; m++)
        if (rule_count_has(state, rule, rule->members[m], group))
            return true;
    return false;
}

static struct rule_tally walk_tally(const struct rule_state *state, const struct rule *rule)
{
    struct rule_tally tally = {0};
    for (size_t m = 0; m < rule->member_count; m++) {
        size_t link = 2 * (size_t)rule->members[m];
        uint32_t first = group_at(state, rule, link), second = group_at(state, rule, link + 1);
        tally.guests += first != RULE_NONE || second != RULE_NONE;
        if (first != RULE_NONE && !is_counted(state, rule, m, first))
            tally.groups += weight_of(state, rule, first);
        if (second != RULE_NONE && second != first && !is_counted(state, rule, m, second))
            tally.groups += weight_of(state, rule, second);
    }
    return tally;
}

struct rule_tally rule_count_tally(const struct rule_state *state, const struct rule *rule)
{
    if (rule->is_walked)
        return walk_tally(state, rule);
    const uint32_t *tally = tally_of(state, rule);
    return (struct rule_tally){tally[0], tally[1]};
}

// The group of the guest's other seat than the one on the host.
static uint32_t other_group(const struct rule_state *state, const struct rule *rule, uint32_t guest,
                            uint32_t host)
{
    return group_at(state, rule, rule_places_link(&state->places, guest, host) ^ 1);
}

static bool is_any_in(const uint32_t *counts, size_t sets)
{
    for (size_t s = 0; s < sets; s++)
        if (counts[s] > 0)
            return true;
    return false;
}

void rule_count_arrive(struct rule_state *state, const struct rule *rule, uint32_t set,
                       uint32_t guest, uint32_t host)
{
    uint32_t group = rule_group_of(rule, host);
    uint32_t other = other_group(state, rule, guest, host);
    if (rule->is_walked || group == RULE_NONE || other == group)
        return;
    uint32_t *counts = counts_of(state, rule) + group * rule->sets;
    uint32_t *tally = tally_of(state, rule);
    tally[0] += other == RULE_NONE;
    if (!is_any_in(counts, rule->sets))
        tally[1] += weight_of(state, rule, group);
    counts[set]++;
}

void rule_count_leave(struct rule_state *state, const struct rule *rule, uint32_t set,
                      uint32_t guest, uint32_t host)
{
    uint32_t group = rule_group_of(rule, host);
    uint32_t other = other_group(state, rule, guest, host);
    if (rule->is_walked || group == RULE_NONE || other == group)
        return;
    uint32_t *counts = counts_of(state, rule) + group * rule->sets;
    uint32_t *tally = tally_of(state, rule);
    counts[set]--;
    tally[0] -= other == RULE_NONE;
    if (!is_any_in(counts, rule->sets))
        tally[1] -= weight_of(state, rule, group);
}
