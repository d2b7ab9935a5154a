// SPDX-License-Identifier: GPL-3.0-or-later
// What may be lost at once: failover counts through all choices of 1 to so many hosts of each
// group, maintenance takes each group whole.
#include "planner/rules/rule_cases.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/rules/rule_resolved.h"

enum { CASES_MOST = 100000 };

void rule_cases_free(struct rule_cases *cases)
{
    if (!cases)
        return;
    free(cases->start);
    free(cases->lost);
    free(cases->of_host);
    free(cases->by_host);
    free(cases->domain_start);
    free(cases->domain_hosts);
    free(cases);
}

static bool is_maintenance(const struct rule_cases *cases)
{
    return cases->rule->kind == RULE_MAINTENANCE;
}

bool rule_cases_loses(const struct rule_cases *cases, size_t index, uint32_t host)
{
    size_t first = cases->start[index], end = cases->start[index + 1];
    if (is_maintenance(cases))
        return rule_group_of(cases->rule, host) == rule_group_of(cases->rule, cases->lost[first]);
    for (size_t i = first; i < end; i++)
        if (cases->lost[i] == host)
            return true;
    return false;
}

size_t rule_cases_domain(const struct rule_cases *cases, size_t index)
{
    return is_maintenance(cases) ? 0 : rule_group_of(cases->rule, cases->lost[cases->start[index]]);
}

bool rule_cases_takes(const struct rule_cases *cases, size_t index, uint32_t host)
{
    uint32_t group = rule_group_of(cases->rule, host);
    bool is_within =
        is_maintenance(cases) ? group != RULE_NONE : group == rule_cases_domain(cases, index);
    return is_within && !rule_cases_loses(cases, index, host);
}

// Hosts by key, which is below count; those with RULE_NONE are left out.
static void sort_by(uint32_t (*key)(const struct rule *rule, uint32_t host),
                    const struct rule *rule, size_t hosts, size_t count, size_t **ret_start,
                    uint32_t **ret_list)
{
    size_t *start = alloc_zeroed(count + 2, sizeof(*start));
    uint32_t *list = alloc_zeroed(hosts + 1, sizeof(*list));
    for (uint32_t h = 0; h < hosts; h++)
        if (key(rule, h) != RULE_NONE)
            start[key(rule, h) + 2]++;
    for (size_t i = 2; i < count + 2; i++)
        start[i] += start[i - 1];
    for (uint32_t h = 0; h < hosts; h++)
        if (key(rule, h) != RULE_NONE)
            list[start[key(rule, h) + 1]++] = h;
    *ret_start = start;
    *ret_list = list;
}

static uint32_t is_in_any(const struct rule *rule, uint32_t host)
{
    return rule_group_of(rule, host) == RULE_NONE ? RULE_NONE : 0;
}

static void add_case(struct rule_cases *cases, const uint32_t *hosts, size_t count)
{
    size_t used = cases->start[cases->count];
    cases->lost = alloc_resized(cases->lost, used + count + 1, sizeof(*cases->lost));
    for (size_t i = 0; i < count; i++)
        cases->lost[used + i] = hosts[i];
    cases->start = alloc_resized(cases->start, cases->count + 2, sizeof(*cases->start));
    cases->start[++cases->count] = used + count;
}

// Choices of k out of n and all smaller ones; more than CASES_MOST once they are too many.
static size_t choices(size_t n, uint64_t k)
{
    double sum = 0, product = 1;
    for (uint64_t i = 1; i <= k && sum <= CASES_MOST; i++) {
        product *= (double)(n - i + 1) / (double)i;
        sum += product;
    }
    return sum > CASES_MOST ? CASES_MOST + 1 : (size_t)(sum + 0.5);
}

// The next choice of size out of count in order; false after the last.
static bool next_choice(size_t *choice, size_t size, size_t count)
{
    size_t i = size;
    while (i > 0 && choice[i - 1] == count - size + i - 1)
        i--;
    if (i == 0)
        return false;
    choice[i - 1]++;
    for (; i < size; i++)
        choice[i] = choice[i - 1] + 1;
    return true;
}

static void add_choices(struct rule_cases *cases, const uint32_t *hosts, size_t count, size_t size)
{
    scope_free size_t *choice = alloc_zeroed(size + 1, sizeof(*choice));
    scope_free uint32_t *lost = alloc_zeroed(size + 1, sizeof(*lost));
    for (size_t i = 0; i < size; i++)
        choice[i] = i;
    do {
        for (size_t i = 0; i < size; i++)
            lost[i] = hosts[choice[i]];
        add_case(cases, lost, size);
    } while (next_choice(choice, size, count));
}

// A group of no more hosts than may be lost holds none of the rule's guests: its last case leaves
// nothing to restart on.
static int add_failover(struct rule_cases *cases, size_t group, struct err *err)
{
    const struct rule *rule = cases->rule;
    size_t first = cases->domain_start[group];
    size_t count = cases->domain_start[group + 1] - first;
    size_t most = rule->most < count ? (size_t)rule->most : count;
    if (cases->count + choices(count, most) > CASES_MOST)
        return err_input(err,
                         "%s: any %zu of %zu hosts are more than the %d cases that are looked "
                         "through; smaller groups (by: rack) or fewer to be lost are wanted",
                         rule->text, most, count, CASES_MOST);
    for (size_t size = 1; size <= most; size++)
        add_choices(cases, &cases->domain_hosts[first], count, size);
    return 0;
}

static int refuse_small(const struct rule_cases *cases, size_t largest, struct err *err)
{
    const struct rule *rule = cases->rule;
    return err_input(err,
                     "%s: of %zu %s any %zu cannot restart on the others; fewer to be lost, or "
                     "more hosts in a group, are wanted",
                     rule->text, largest, largest == 1 ? "host" : "hosts", (size_t)rule->most);
}

static int add_all_failovers(const struct rule_set *set, struct rule_cases *cases, struct err *err)
{
    cases->domains = rule_group_count(set, cases->rule);
    sort_by(rule_group_of, cases->rule, set->hosts, cases->domains, &cases->domain_start,
            &cases->domain_hosts);
    size_t largest = 0;
    int status = 0;
    for (size_t g = 0; g < cases->domains; g++) {
        size_t count = cases->domain_start[g + 1] - cases->domain_start[g];
        largest = count > largest ? count : largest;
    }
    if (cases->rule->most >= largest)
        return refuse_small(cases, largest, err);
    for (size_t g = 0; status == 0 && g < cases->domains; g++)
        status = add_failover(cases, g, err);
    return status;
}

static int add_maintenance(const struct rule_set *set, struct rule_cases *cases, struct err *err)
{
    scope_free size_t *start = NULL;
    scope_free uint32_t *hosts = NULL;
    size_t groups = rule_group_count(set, cases->rule);
    cases->domains = 1;
    sort_by(is_in_any, cases->rule, set->hosts, 1, &cases->domain_start, &cases->domain_hosts);
    sort_by(rule_group_of, cases->rule, set->hosts, groups, &start, &hosts);
    if (groups < 2)
        return err_input(err,
                         "%s: there is one group only, so nothing is left to be emptied onto; "
                         "a label (by:) with two values or more is wanted",
                         cases->rule->text);
    for (size_t g = 0; g < groups; g++)
        add_case(cases, &hosts[start[g]], start[g + 1] - start[g]);
    return 0;
}

static void index_hosts(const struct rule_set *set, struct rule_cases *cases)
{
    size_t total = cases->start[cases->count];
    size_t *start = cases->of_host = alloc_zeroed(set->hosts + 2, sizeof(*start));
    cases->by_host = alloc_zeroed(total + 1, sizeof(*cases->by_host));
    for (size_t i = 0; i < total; i++)
        start[cases->lost[i] + 2]++;
    for (size_t h = 2; h < set->hosts + 2; h++)
        start[h] += start[h - 1];
    for (size_t c = 0; c < cases->count; c++)
        for (size_t i = cases->start[c]; i < cases->start[c + 1]; i++)
            cases->by_host[start[cases->lost[i] + 1]++] = (uint32_t)c;
}

int rule_cases_resolve(const struct rule_set *set, struct rule *rule, struct err *err)
{
    struct rule_cases *cases = alloc_zeroed(1, sizeof(*cases));
    cases->rule = rule;
    cases->start = alloc_zeroed(1, sizeof(*cases->start));
    int status = rule->kind == RULE_FAILOVER ? add_all_failovers(set, cases, err)
                                             : add_maintenance(set, cases, err);
    if (status < 0) {
        rule_cases_free(cases);
        return status;
    }
    index_hosts(set, cases);
    rule->cases = cases;
    return 0;
}
