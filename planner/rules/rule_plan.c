// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of one case. What no longer counts is dropped when something is added.
#include "planner/rules/rule_plan.h"

#include <stdlib.h>

#include "common/base/alloc.h"

uint32_t rule_plan_find(const struct restart_plan *plan, uint32_t guest)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->list[i].guest == guest)
            return plan->list[i].host;
    return PLACE_NONE;
}

void rule_plan_remove(struct restart_plan *plan, uint32_t guest)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < plan->count; i++)
        if (plan->list[i].guest != guest)
            plan->list[kept++] = plan->list[i];
    plan->count = kept;
}

static void drop_idle(const struct rule_restarts *restarts, const struct restart *restart,
                      size_t index)
{
    struct restart_plan *plan = &restart->plans[index];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < plan->count; i++)
        if (restart_needs(restarts, restart, index, plan->list[i].guest))
            plan->list[kept++] = plan->list[i];
    plan->count = kept;
}

void rule_plan_use(struct restart *restart, size_t index, uint32_t host)
{
    struct restart_users *users = &restart->users[host];
    for (uint32_t i = 0; i < users->count; i++)
        if (users->list[i] == index)
            return;
    if (users->count >= users->capacity) {
        users->capacity = users->capacity ? 2 * users->capacity : 4;
        users->list = alloc_resized(users->list, users->capacity, sizeof(*users->list));
    }
    users->list[users->count++] = (uint32_t)index;
}

void rule_plan_add(const struct rule_restarts *restarts, struct restart *restart, size_t index,
                   uint32_t guest, uint32_t host)
{
    struct restart_plan *plan = &restart->plans[index];
    if (plan->count >= plan->capacity)
        drop_idle(restarts, restart, index);
    if (plan->count >= plan->capacity) {
        plan->capacity = plan->capacity ? 2 * plan->capacity : 4;
        plan->list = alloc_resized(plan->list, plan->capacity, sizeof(*plan->list));
    }
    plan->list[plan->count++] = (struct restart_entry){guest, host};
    rule_plan_use(restart, index, host);
}

void rule_plan_replace(const struct rule_restarts *restarts, struct restart *restart, size_t index,
                       const struct restart_entry *list, size_t count)
{
    restart->plans[index].count = 0;
    for (size_t i = 0; i < count; i++)
        rule_plan_add(restarts, restart, index, list[i].guest, list[i].host);
}

void rule_plan_mark(struct restart *restart, size_t index, bool is_broken)
{
    restart->broken += is_broken;
    restart->broken -= restart->plans[index].is_broken;
    restart->plans[index].is_broken = is_broken;
}

void rule_plan_load(const struct rule_restarts *restarts, const struct restart *restart,
                    size_t index, uint32_t host, int64_t load[AMOUNT_COUNT])
{
    const struct restart_plan *plan = &restart->plans[index];
    for (uint32_t i = 0; i < plan->count; i++) {
        const struct restart_entry *entry = &plan->list[i];
        if (entry->host != host || !restart_needs(restarts, restart, index, entry->guest))
            continue;
        for (int r = 0; r < AMOUNT_COUNT; r++)
            load[r] += restarts->shadow->amounts->size[entry->guest][r];
    }
}

// Also of a guest that only survives elsewhere because it is being moved.
static bool is_user(const struct rule_restarts *restarts, const struct restart *restart,
                    size_t index, uint32_t host)
{
    const struct restart_plan *plan = &restart->plans[index];
    for (uint32_t i = 0; i < plan->count; i++) {
        const uint32_t *at = &restarts->shadow->places.at[2 * (size_t)plan->list[i].guest];
        for (int seat = 0; plan->list[i].host == host && seat < 2; seat++)
            if (at[seat] != PLACE_NONE && rule_cases_loses(restart->cases, index, at[seat]))
                return true;
    }
    return false;
}

void rule_plan_clean_users(const struct rule_restarts *restarts, struct restart *restart,
                           uint32_t host)
{
    struct restart_users *users = &restart->users[host];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < users->count; i++)
        if (is_user(restarts, restart, users->list[i], host))
            users->list[kept++] = users->list[i];
    users->count = kept;
}

void rule_plans_keep(struct kept_plans *kept, struct restart *restart, uint32_t host)
{
    const struct rule_cases *cases = restart->cases;
    for (size_t i = cases->of_host[host]; i < cases->of_host[host + 1]; i++) {
        const struct restart_plan *plan = &restart->plans[cases->by_host[i]];
        struct kept_plan copy = {restart, cases->by_host[i], *plan};
        copy.plan.list = alloc_zeroed(plan->count + 1, sizeof(*plan->list));
        copy.plan.capacity = plan->count;
        for (uint32_t e = 0; e < plan->count; e++)
            copy.plan.list[e] = plan->list[e];
        kept->list = alloc_resized(kept->list, kept->count + 1, sizeof(*kept->list));
        kept->list[kept->count++] = copy;
    }
}

void rule_plans_restore(struct kept_plans *kept)
{
    for (size_t i = 0; i < kept->count; i++) {
        struct kept_plan *copy = &kept->list[i];
        rule_plan_mark(copy->restart, copy->index, copy->plan.is_broken);
        free(copy->restart->plans[copy->index].list);
        copy->restart->plans[copy->index] = copy->plan;
        for (uint32_t e = 0; e < copy->plan.count; e++)
            rule_plan_use(copy->restart, copy->index, copy->plan.list[e].host);
    }
    free(kept->list);
    *kept = (struct kept_plans){0};
}
