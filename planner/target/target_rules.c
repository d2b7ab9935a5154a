// SPDX-License-Identifier: GPL-3.0-or-later
// Pins, and rules that keep guests together at every moment: gather and among allow the next guest
// only where the others are, so that no guest of theirs can be the first to leave.
#include "planner/target/target_rules.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/rules/rule_facts.h"

enum { OUTSIDE = UINT32_MAX };

static void pin(struct target_case *problem, const struct rule_facts *facts)
{
    size_t count = facts->is_for_all ? problem->estate->guest_count : facts->guest_count;
    for (size_t i = 0; i < count; i++) {
        size_t guest = facts->is_for_all ? i : facts->guests[i];
        problem->is_fixed[guest] = problem->start[guest] >= 0;
    }
}

// The group that all guests of the rule are in that are anywhere, if these are two at least.
static bool are_together(const struct target_case *problem, const struct rule *rule,
                         const struct rule_facts *facts, uint32_t *ret_group)
{
    size_t there = 0;
    for (size_t i = 0; i < facts->guest_count; i++) {
        int32_t host = problem->start[facts->guests[i]];
        if (host < 0)
            continue;
        uint32_t group = rule_facts_group(rule, (uint32_t)host);
        if (group == OUTSIDE || (there > 0 && group != *ret_group))
            return false;
        *ret_group = group;
        there++;
    }
    return there > 1;
}

static void anchor(struct target_case *problem, const struct rule *rule,
                   const struct rule_facts *facts)
{
    uint32_t group = OUTSIDE;
    if (!facts->is_continuous || !are_together(problem, rule, facts, &group))
        return;
    problem->anchors = alloc_resized(problem->anchors, problem->anchor_count + facts->guest_count,
                                     sizeof *problem->anchors);
    for (size_t i = 0; i < facts->guest_count; i++)
        problem->anchors[problem->anchor_count++] =
            (struct target_anchor){rule, facts->guests[i], group};
}

static int by_guest(const void *a, const void *b)
{
    uint32_t x = ((const struct target_anchor *)a)->guest;
    uint32_t y = ((const struct target_anchor *)b)->guest;
    return (x > y) - (x < y);
}

void target_rules_read(struct target_case *problem)
{
    size_t count = problem->rules ? rule_set_count(problem->rules) : 0;
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = rule_set_at(problem->rules, i);
        struct rule_facts facts;
        rule_facts_of(rule, &facts);
        if (facts.kind == RULE_PIN)
            pin(problem, &facts);
        if (facts.kind == RULE_GATHER || facts.kind == RULE_AMONG)
            anchor(problem, rule, &facts);
        problem->has_failover = problem->has_failover || facts.kind == RULE_FAILOVER;
    }
    if (problem->anchor_count > 0)
        qsort(problem->anchors, problem->anchor_count, sizeof *problem->anchors, by_guest);
}

// Of those sorted by guest, the first that is of this one.
static size_t first_of(const struct target_case *problem, uint32_t guest)
{
    size_t low = 0, high = problem->anchor_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (problem->anchors[middle].guest < guest)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct target_anchor *target_case_anchor(const struct target_case *problem, uint32_t guest,
                                               uint32_t host)
{
    for (size_t i = first_of(problem, guest);
         i < problem->anchor_count && problem->anchors[i].guest == guest; i++)
        if (rule_facts_group(problem->anchors[i].rule, host) != problem->anchors[i].group)
            return &problem->anchors[i];
    return NULL;
}

bool target_case_may(const struct target_case *problem, struct standing *standing, uint32_t guest,
                     uint32_t host)
{
    return !target_case_anchor(problem, guest, host) && standing_may(standing, guest, host);
}
