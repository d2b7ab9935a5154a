// SPDX-License-Identifier: GPL-3.0-or-later
// From words to guests and hosts, and what is needed to ask quickly afterwards.
#include "planner/rules/rule_resolve.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/estate/estate.h"
#include "planner/rules/rule.h"
#include "planner/rules/rule_cases.h"
#include "planner/rules/rule_contradiction.h"
#include "planner/rules/rule_count.h"
#include "planner/rules/rule_family.h"
#include "planner/rules/rule_groups.h"
#include "planner/rules/rule_index.h"
#include "planner/rules/rule_resolved.h"
#include "planner/rules/rule_select.h"

// A rule of few guests is counted when asked, so that thousands of them need no memory for each
// host; how few follows from what all counts together come to.
enum { WALKED_LEAST = 8, COUNTS_MOST = 1 << 22 };

static void forget(struct rule *rule)
{
    rule_cases_free(rule->cases);
    free(rule->members);
    free(rule->set_of);
    rule->cases = NULL;
    rule->members = rule->set_of = NULL;
    rule->member_count = rule->sets = 0;
    rule->groups = NULL;
}

void rule_set_unresolve(struct rule_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        forget(set->list[i]);
    for (size_t i = 0; i < set->group_tables; i++)
        rule_groups_free(set->groups[i]);
    for (int i = 0; i < 4; i++) {
        rule_index_free(set->indices[i / 2][i % 2]);
        set->indices[i / 2][i % 2] = NULL;
    }
    free(set->groups);
    free(set->start);
    free(set->host_cores);
    set->groups = NULL;
    set->group_tables = 0;
    set->start = NULL;
    set->host_cores = NULL;
}

static void add_members(struct rule *rule, const bool *is_meant, size_t guests, uint32_t set)
{
    size_t more = 0;
    for (size_t g = 0; g < guests; g++)
        more += is_meant[g];
    size_t total = rule->member_count + more + 1;
    rule->members = alloc_resized(rule->members, total, sizeof(*rule->members));
    rule->set_of = alloc_resized(rule->set_of, total, sizeof(*rule->set_of));
    for (size_t g = 0; g < guests; g++)
        if (is_meant[g]) {
            rule->members[rule->member_count] = (uint32_t)g;
            rule->set_of[rule->member_count++] = set;
        }
}

// Several sets of a rule that has no use for several are one.
static int resolve_guests(struct rule *rule, const struct estate *estate, struct err *err)
{
    size_t guests = estate->guest_count;
    scope_free bool *is_meant = alloc_zeroed(guests + 1, sizeof(*is_meant));
    rule->is_for_all = rule->guests.count == 0;
    for (size_t i = 0; i < rule->guests.count; i++) {
        int status = rule_select_guests(estate, rule->guests.list[i], is_meant, err);
        if (status < 0)
            return err_prefix(err, "guests");
        if (rule->kind != RULE_SPLIT && i + 1 < rule->guests.count)
            continue;
        add_members(rule, is_meant, guests, (uint32_t)rule->sets++);
        memset(is_meant, 0, guests * sizeof(*is_meant));
    }
    return 0;
}

static int resolve_rule(struct rule_set *set, struct rule *rule, const struct estate *estate,
                        struct err *err)
{
    int status = resolve_guests(rule, estate, err);
    if (status == 0)
        status = rule_groups_resolve(set, rule, estate, err);
    if (status == 0 && (rule->kind == RULE_FAILOVER || rule->kind == RULE_MAINTENANCE))
        return rule_cases_resolve(set, rule, err);
    if (status < 0)
        err_prefix(err, "%s: %s", rule->where, rule_kind_name(rule->kind));
    return status;
}

static size_t counts_of(const struct rule_set *set, const struct rule *rule)
{
    return rule_family_of(rule->kind)->is_counted
               ? rule_count_size(rule_group_count(set, rule), rule->sets)
               : 0;
}

static size_t counts_beyond(const struct rule_set *set, size_t few)
{
    size_t counts = 0;
    for (size_t i = 0; i < set->count; i++)
        if (set->list[i]->member_count > few)
            counts += counts_of(set, set->list[i]);
    return counts;
}

static void lay_out_counts(struct rule_set *set)
{
    size_t few = WALKED_LEAST;
    while (few < set->guests && counts_beyond(set, few) > COUNTS_MOST)
        few *= 2;
    set->counts = 0;
    for (size_t i = 0; i < set->count; i++) {
        struct rule *rule = set->list[i];
        rule->is_walked = rule->member_count <= few;
        rule->counts = set->counts;
        set->counts += rule->is_walked ? 0 : counts_of(set, rule);
    }
}

static void copy_facts(struct rule_set *set, const struct estate *estate)
{
    set->hosts = estate->host_count;
    set->guests = estate->guest_count;
    set->start = alloc_zeroed(set->guests + 1, sizeof(*set->start));
    set->host_cores = alloc_zeroed(set->hosts + 1, sizeof(*set->host_cores));
    for (size_t g = 0; g < set->guests; g++)
        set->start[g] = estate->guests[g].host;
    for (size_t h = 0; h < set->hosts; h++)
        set->host_cores[h] = estate->hosts[h].cores;
}

int rule_set_resolve(struct rule_set *set, const struct estate *estate, struct err *err)
{
    rule_set_unresolve(set);
    copy_facts(set, estate);
    int status = 0;
    for (size_t i = 0; status == 0 && i < set->count; i++)
        status = resolve_rule(set, set->list[i], estate, err);
    if (status == 0)
        status = rule_contradictions_check(set, estate, err);
    if (status < 0) {
        rule_set_unresolve(set);
        return status;
    }
    lay_out_counts(set);
    for (int i = 0; i < 4; i++)
        set->indices[i / 2][i % 2] = rule_index_new(set, i / 2, i % 2);
    return 0;
}
