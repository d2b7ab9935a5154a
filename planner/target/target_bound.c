// SPDX-License-Identifier: GPL-3.0-or-later
// Rule by rule. Sums of sizes (planner/packing/packing_bound.h) do for parts of a fleet, too: the
// guests that a rule sets apart become a fleet of their own.
#include "planner/target/target_bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/rules/rule_facts.h"
#include "planner/target/target_loss.h"
#include "planner/target/target_pack.h"

enum { OUTSIDE = UINT32_MAX, SETS_MOST = 16 };

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Of the cheapest so many hosts that may hold guests.
static double cost_of_cheapest(const struct target_case *problem, size_t count)
{
    size_t hosts = problem->estate->host_count, open = 0;
    scope_free double *costs = alloc_zeroed(hosts + 1, sizeof *costs);
    double sum = 0;
    for (size_t h = 0; h < hosts; h++)
        if (!problem->amounts->is_closed[h])
            costs[open++] = target_case_host_cost(problem, h);
    qsort(costs, open, sizeof *costs, by_value);
    for (size_t i = 0; i < count && i < open; i++)
        sum += costs[i];
    return sum;
}

// Whether every host is in a group: outside of them some rules say nothing.
static bool are_all_grouped(const struct target_case *problem, const struct rule *rule)
{
    for (uint32_t h = 0; h < problem->estate->host_count; h++)
        if (rule_facts_group(rule, h) == OUTSIDE)
            return false;
    return true;
}

static void by_spread(struct target_found *found, const struct rule *rule,
                      const struct rule_facts *facts)
{
    uint64_t most = facts->most > 0 ? facts->most : 1;
    if (!are_all_grouped(found->problem, rule))
        return;
    target_found_raise(found,
                       cost_of_cheapest(found->problem, (facts->guest_count + most - 1) / most),
                       "guests that are spread need so many hosts");
}

static void mark(const struct rule_facts *facts, uint32_t set, bool *is_in)
{
    for (size_t i = 0; i < facts->guest_count; i++)
        if (facts->sets[i] == set)
            is_in[facts->guests[i]] = true;
}

static void by_lonely(struct target_found *found, const struct rule_facts *facts)
{
    const struct target_case *problem = found->problem;
    size_t guests = problem->estate->guest_count;
    scope_free bool *is_in = alloc_zeroed(guests + 1, sizeof *is_in);
    for (size_t i = 0; i < facts->guest_count; i++)
        is_in[facts->guests[i]] = true;
    double bound = target_pack_bound(problem, is_in, NULL);
    for (size_t g = 0; g < guests; g++)
        is_in[g] = !is_in[g];
    target_found_raise(found, bound + target_pack_bound(problem, is_in, NULL),
                       "lonely guests and the others share no host");
}

static void by_split(struct target_found *found, const struct rule *rule,
                     const struct rule_facts *facts)
{
    const struct target_case *problem = found->problem;
    double bound = 0;
    if (facts->set_count > SETS_MOST || !are_all_grouped(problem, rule))
        return;
    for (uint32_t set = 0; set < facts->set_count; set++) {
        scope_free bool *is_in = alloc_zeroed(problem->estate->guest_count + 1, sizeof *is_in);
        mark(facts, set, is_in);
        bound += target_pack_bound(problem, is_in, NULL);
    }
    target_found_raise(found, bound, "guests that are split share no host");
}

static void by_fence(struct target_found *found, const struct rule *rule,
                     const struct rule_facts *facts)
{
    const struct target_case *problem = found->problem;
    size_t hosts = problem->estate->host_count;
    scope_free bool *is_in = alloc_zeroed(problem->estate->guest_count + 1, sizeof *is_in);
    scope_free bool *is_open = alloc_zeroed(hosts + 1, sizeof *is_open);
    for (size_t i = 0; i < facts->guest_count; i++)
        is_in[facts->guests[i]] = true;
    for (uint32_t h = 0; h < hosts; h++)
        is_open[h] = rule_facts_group(rule, h) != OUTSIDE;
    target_found_raise(found, target_pack_bound(problem, is_in, is_open),
                       "guests of a fence need hosts within it");
}

// Whichever hosts are lost, those left hold everybody, wherever they are pinned.
static void by_failover(struct target_found *found)
{
    const struct target_case *problem = found->problem;
    scope_free bool *is_in = problem->has_failover ? target_loss_guests(problem) : NULL;
    size_t lost = is_in ? target_loss_hosts(problem, is_in) : 0;
    if (lost > 0)
        target_found_raise(
            found, target_pack_bound_unfixed(problem, is_in) + cost_of_cheapest(problem, lost),
            "what is left when hosts are lost holds everybody");
}

void target_bound_by_rules(struct target_found *found)
{
    const struct target_case *problem = found->problem;
    enum target_aim aim = problem->options->aim;
    size_t count = problem->rules ? rule_set_count(problem->rules) : 0;
    if (aim != TARGET_FEWEST && aim != TARGET_CHEAPEST)
        return;
    if (!target_found_is_at_bound(found))
        by_failover(found);
    for (size_t i = 0; i < count && !target_found_is_at_bound(found); i++) {
        const struct rule *rule = rule_set_at(problem->rules, i);
        struct rule_facts facts;
        rule_facts_of(rule, &facts);
        if (facts.is_for_all)
            continue;
        if (facts.kind == RULE_SPREAD)
            by_spread(found, rule, &facts);
        if (facts.kind == RULE_LONELY)
            by_lonely(found, &facts);
        if (facts.kind == RULE_SPLIT)
            by_split(found, rule, &facts);
        if (facts.kind == RULE_FENCE)
            by_fence(found, rule, &facts);
    }
}
