// SPDX-License-Identifier: GPL-3.0-or-later
// Failover and maintenance as rules of a state: what is broken, and which empty hosts are kept on
// for restarts.
#include <stdlib.h>

#include "planner/rules/rule_plan.h"
#include "planner/rules/rule_restarts.h"
#include "planner/rules/rule_search.h"

static struct restart *find(const struct rule_state *state, const struct rule *rule)
{
    for (size_t i = 0; i < state->restarts->count; i++)
        if (state->restarts->list[i].rule == rule)
            return &state->restarts->list[i];
    return NULL;
}

static void blame_case(struct rule_state *state, struct restart *restart, size_t index,
                       struct rule_blame *blame)
{
    struct restart_entry *list;
    size_t count;
    bool is_found = restart_search(state->restarts, restart, index, NULL, NULL, &list, &count);
    if (is_found) {
        rule_plan_replace(state->restarts, restart, index, list, count);
        rule_plan_mark(restart, index, false);
    }
    for (size_t i = 0; !is_found && i < count; i++)
        if (list[i].host == PLACE_NONE)
            rule_blame_add(blame, list[i].guest);
    free(list);
}

// A case without a plan may have got one since guests have gone.
static void restarts_broken(struct rule_state *state, const struct rule *rule,
                            struct rule_blame *blame)
{
    struct restart *restart = find(state, rule);
    for (size_t c = 0; c < restart->cases->count; c++)
        if (restart->plans[c].is_broken)
            blame_case(state, restart, c, blame);
}

const struct rule_family rule_family_failover = {.broken = restarts_broken};
const struct rule_family rule_family_maintenance = {.broken = restarts_broken};

struct spares {
    const struct rule_places *places;
    bool *is_spare;
};

static bool is_on(const void *context, uint32_t host)
{
    const struct spares *spares = context;
    return spares->places->count[host] > 0 || spares->is_spare[host];
}

// Hosts that the case needs beyond those that are on already.
static void add_spares(struct rule_state *state, const struct restart *restart, size_t index,
                       struct spares *spares)
{
    struct restart_entry *list;
    size_t count;
    bool is_found = restart_search(state->restarts, restart, index, is_on, spares, &list, &count);
    free(list);
    if (is_found)
        return;
    is_found = restart_search(state->restarts, restart, index, NULL, NULL, &list, &count);
    for (size_t i = 0; is_found && i < count; i++)
        if (spares->places->count[list[i].host] == 0)
            spares->is_spare[list[i].host] = true;
    free(list);
}

static bool uses_empty(const struct rule_state *state, const struct restart *restart, size_t index)
{
    const struct restart_plan *plan = &restart->plans[index];
    for (uint32_t i = 0; i < plan->count; i++)
        if (state->places.count[plan->list[i].host] == 0 &&
            restart_needs(state->restarts, restart, index, plan->list[i].guest))
            return true;
    return false;
}

void rule_state_spares(struct rule_state *state, bool *is_spare)
{
    struct spares spares = {&state->places, is_spare};
    for (size_t i = 0; state->restarts && i < state->restarts->count; i++) {
        const struct restart *restart = &state->restarts->list[i];
        if (restart->rule->kind != RULE_FAILOVER)
            continue;
        for (size_t c = 0; c < restart->cases->count; c++)
            if (!restart->plans[c].is_broken && uses_empty(state, restart, c))
                add_spares(state, restart, c, &spares);
    }
}
