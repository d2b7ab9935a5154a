// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that say of each guest where it may be, whatever the others do: fence, ban, pin.
#include "planner/rules/rule_family.h"

typedef bool allows_fn(const struct rule_state *state, const struct rule *rule, uint32_t guest,
                       uint32_t host);

static void blame_places(struct rule_state *state, const struct rule *rule, allows_fn *allows,
                         struct rule_blame *blame)
{
    for (size_t link = 0; link < 2 * rule->member_count; link++) {
        uint32_t guest = rule->members[link / 2];
        uint32_t host = state->places.at[2 * (size_t)guest + link % 2];
        if (host != PLACE_NONE && !allows(state, rule, guest, host))
            rule_blame_add(blame, guest);
    }
}

static bool is_within(const struct rule_state *state, const struct rule *rule, uint32_t guest,
                      uint32_t host)
{
    (void)state, (void)guest;
    return rule_group_of(rule, host) != RULE_NONE;
}

static bool is_without(const struct rule_state *state, const struct rule *rule, uint32_t guest,
                       uint32_t host)
{
    return !is_within(state, rule, guest, host);
}

static bool is_home(const struct rule_state *state, const struct rule *rule, uint32_t guest,
                    uint32_t host)
{
    (void)rule;
    int32_t start = state->set->start[guest];
    return start < 0 || (uint32_t)start == host;
}

static bool fence_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                         uint32_t guest, uint32_t host)
{
    (void)set;
    return is_within(state, rule, guest, host);
}

static void fence_broken(struct rule_state *state, const struct rule *rule,
                         struct rule_blame *blame)
{
    blame_places(state, rule, is_within, blame);
}

const struct rule_family rule_family_fence = {.allows = fence_allows, .broken = fence_broken};

static bool ban_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                       uint32_t guest, uint32_t host)
{
    (void)set;
    return is_without(state, rule, guest, host);
}

static void ban_broken(struct rule_state *state, const struct rule *rule, struct rule_blame *blame)
{
    blame_places(state, rule, is_without, blame);
}

const struct rule_family rule_family_ban = {.allows = ban_allows, .broken = ban_broken};

static bool pin_allows(struct rule_state *state, const struct rule *rule, uint32_t set,
                       uint32_t guest, uint32_t host)
{
    (void)set;
    return is_home(state, rule, guest, host);
}

static void pin_broken(struct rule_state *state, const struct rule *rule, struct rule_blame *blame)
{
    blame_places(state, rule, is_home, blame);
}

const struct rule_family rule_family_pin = {.allows = pin_allows, .broken = pin_broken};
