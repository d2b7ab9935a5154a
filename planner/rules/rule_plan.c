// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of one case. What no longer counts is dropped when something is added.
#include "planner/rules/rule_plan.h"

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

static bool is_user(const struct rule_restarts *restarts, const struct restart *restart,
                    size_t index, uint32_t host)
{
    const struct restart_plan *plan = &restart->plans[index];
    for (uint32_t i = 0; i < plan->count; i++)
        if (plan->list[i].host == host &&
            restart_needs(restarts, restart, index, plan->list[i].guest))
            return true;
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
