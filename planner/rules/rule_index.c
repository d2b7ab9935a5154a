// SPDX-License-Identifier: GPL-3.0-or-later
// Which rules a guest or a host has to do with: lists in one block, counted first, then filled.
#include "planner/rules/rule_index.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/rules/rule_resolved.h"

static bool is_restart(const struct rule *rule)
{
    return rule->kind == RULE_FAILOVER || rule->kind == RULE_MAINTENANCE;
}

static void choose(const struct rule_set *set, bool continuous_only, bool without_restarts,
                   struct rule_index *index)
{
    index->rules = alloc_zeroed(set->count + 1, sizeof(*index->rules));
    index->lonely = alloc_zeroed(set->count + 1, sizeof(*index->lonely));
    index->restarts = alloc_zeroed(set->count + 1, sizeof(*index->restarts));
    for (size_t i = 0; i < set->count; i++) {
        const struct rule *rule = set->list[i];
        if ((continuous_only && !rule->is_continuous) ||
            (without_restarts && (is_restart(rule) || rule->kind == RULE_PIN)))
            continue;
        index->rules[index->count++] = rule;
        if (rule->kind == RULE_LONELY)
            index->lonely[index->lonely_count++] = rule;
        if (is_restart(rule))
            index->restarts[index->restart_count++] = rule;
    }
}

static bool concerns_host(const struct rule *rule, size_t host)
{
    return rule->is_for_all && !is_restart(rule) &&
           rule_group_of(rule, (uint32_t)host) != RULE_NONE;
}

// From how many there are of each to where each begins; the last is where all end.
static size_t to_starts(size_t *starts, size_t count)
{
    size_t sum = 0;
    for (size_t i = 0; i <= count; i++) {
        size_t own = starts[i];
        starts[i] = sum;
        sum += own;
    }
    return sum;
}

// Filling moved each start to the next one's.
static void back_by_one(size_t *starts, size_t count)
{
    for (size_t i = count; i > 0; i--)
        starts[i] = starts[i - 1];
    starts[0] = 0;
}

static size_t members_of(const struct rule *rule)
{
    return is_restart(rule) ? 0 : rule->member_count;
}

static void index_guests(const struct rule_set *set, struct rule_index *index)
{
    size_t *starts = index->guest_start = alloc_zeroed(set->guests + 1, sizeof(*starts));
    for (size_t i = 0; i < index->count; i++)
        for (size_t m = 0; m < members_of(index->rules[i]); m++)
            starts[index->rules[i]->members[m]]++;
    index->of_guest = alloc_zeroed(to_starts(starts, set->guests) + 1, sizeof(*index->of_guest));
    for (size_t i = 0; i < index->count; i++) {
        const struct rule *rule = index->rules[i];
        for (size_t m = 0; m < members_of(rule); m++)
            index->of_guest[starts[rule->members[m]]++] =
                (struct rule_entry){rule, rule->set_of[m]};
    }
    back_by_one(starts, set->guests);
}

static void index_hosts(const struct rule_set *set, struct rule_index *index)
{
    size_t *starts = index->host_start = alloc_zeroed(set->hosts + 1, sizeof(*starts));
    for (size_t i = 0; i < index->count; i++)
        for (size_t h = 0; h < set->hosts; h++)
            starts[h] += concerns_host(index->rules[i], h);
    index->of_host = alloc_zeroed(to_starts(starts, set->hosts) + 1, sizeof(*index->of_host));
    for (size_t i = 0; i < index->count; i++)
        for (size_t h = 0; h < set->hosts; h++)
            if (concerns_host(index->rules[i], h))
                index->of_host[starts[h]++] = (struct rule_entry){index->rules[i], 0};
    back_by_one(starts, set->hosts);
}

struct rule_index *rule_index_new(const struct rule_set *set, bool continuous_only,
                                  bool without_restarts)
{
    struct rule_index *index = alloc_zeroed(1, sizeof(*index));
    choose(set, continuous_only, without_restarts, index);
    index_guests(set, index);
    index_hosts(set, index);
    return index;
}

void rule_index_free(struct rule_index *index)
{
    if (!index)
        return;
    free(index->rules);
    free(index->lonely);
    free(index->restarts);
    free(index->guest_start);
    free(index->host_start);
    free(index->of_guest);
    free(index->of_host);
    free(index);
}
