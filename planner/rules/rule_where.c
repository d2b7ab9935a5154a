// SPDX-License-Identifier: GPL-3.0-or-later
// Where each guest may be by the rules that ask about it alone. Its rules are listed by guest, and
// a host is asked of them.
#include "planner/rules/rule_where.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "planner/rules/rule_cases.h"
#include "planner/rules/rule_resolved.h"

struct rule_where {
    const struct rule_set *set;
    size_t *start; // [guest + 1] into rules
    const struct rule **rules;
    struct strbuf blamed;
};

bool rule_where_is_static(const struct rule *rule)
{
    return rule->kind == RULE_FENCE || rule->kind == RULE_BAN || rule->kind == RULE_AMONG ||
           rule->kind == RULE_PIN;
}

struct rule_where *rule_where_new(const struct rule_set *set)
{
    struct rule_where *where = alloc_zeroed(1, sizeof(*where));
    size_t *start = where->start = alloc_zeroed(set->guests + 2, sizeof(*start));
    where->set = set;
    for (size_t i = 0; i < set->count; i++)
        for (size_t m = 0; rule_where_is_static(set->list[i]) && m < set->list[i]->member_count;
             m++)
            start[set->list[i]->members[m] + 2]++;
    for (size_t g = 2; g < set->guests + 2; g++)
        start[g] += start[g - 1];
    where->rules = alloc_zeroed(start[set->guests + 1] + 1, sizeof(*where->rules));
    for (size_t i = 0; i < set->count; i++)
        for (size_t m = 0; rule_where_is_static(set->list[i]) && m < set->list[i]->member_count;
             m++)
            where->rules[start[set->list[i]->members[m] + 1]++] = set->list[i];
    return where;
}

void rule_where_free(struct rule_where *where)
{
    if (!where)
        return;
    free(where->start);
    free(where->rules);
    strbuf_done(&where->blamed);
    free(where);
}

bool rule_where_is_bound(const struct rule_where *where, uint32_t guest)
{
    return where->start[guest + 1] > where->start[guest];
}

static bool one_allows(const struct rule_where *where, const struct rule *rule, uint32_t guest,
                       uint32_t host)
{
    int32_t start = where->set->start[guest];
    bool is_meant = rule_group_of(rule, host) != RULE_NONE;
    if (rule->kind == RULE_PIN)
        return start < 0 || (uint32_t)start == host;
    return rule->kind == RULE_BAN ? !is_meant : is_meant;
}

static bool allows(const struct rule_where *where, uint32_t guest, uint32_t host, bool with_pins)
{
    for (size_t i = where->start[guest]; i < where->start[guest + 1]; i++)
        if ((with_pins || where->rules[i]->kind != RULE_PIN) &&
            !one_allows(where, where->rules[i], guest, host))
            return false;
    return true;
}

bool rule_where_allows(const struct rule_where *where, uint32_t guest, uint32_t host)
{
    return allows(where, guest, host, true);
}

bool rule_where_is_any(const struct rule_where *where, uint32_t guest)
{
    for (uint32_t h = 0; h < where->set->hosts; h++)
        if (rule_where_allows(where, guest, h))
            return true;
    return false;
}

bool rule_where_is_as_before(const struct rule_where *where, uint32_t guest)
{
    if (guest == 0 || rule_where_pin(where, guest))
        return false;
    size_t count = where->start[guest + 1] - where->start[guest];
    return where->start[guest] - where->start[guest - 1] == count &&
           memcmp(&where->rules[where->start[guest]], &where->rules[where->start[guest - 1]],
                  count * sizeof(*where->rules)) == 0;
}

const struct rule *rule_where_first(const struct rule_where *where, uint32_t guest)
{
    return rule_where_is_bound(where, guest) ? where->rules[where->start[guest]] : NULL;
}

const struct rule *rule_where_pin(const struct rule_where *where, uint32_t guest)
{
    for (size_t i = where->start[guest]; i < where->start[guest + 1]; i++)
        if (where->rules[i]->kind == RULE_PIN)
            return where->rules[i];
    return NULL;
}

static bool case_leaves(const struct rule_where *where, const struct rule_cases *cases,
                        size_t index, uint32_t guest)
{
    size_t domain = rule_cases_domain(cases, index);
    for (size_t i = cases->domain_start[domain]; i < cases->domain_start[domain + 1]; i++)
        if (rule_cases_takes(cases, index, cases->domain_hosts[i]) &&
            allows(where, guest, cases->domain_hosts[i], false))
            return true;
    return false;
}

static bool is_safe(const struct rule_where *where, const struct rule_cases *cases, uint32_t guest,
                    uint32_t host)
{
    for (size_t i = cases->of_host[host]; i < cases->of_host[host + 1]; i++)
        if (!case_leaves(where, cases, cases->by_host[i], guest))
            return false;
    return true;
}

bool rule_where_may_restart(const struct rule_where *where, const struct rule_cases *cases,
                            uint32_t guest)
{
    for (uint32_t h = 0; h < where->set->hosts; h++)
        if (rule_where_allows(where, guest, h) && is_safe(where, cases, guest, h))
            return true;
    return false;
}

const char *rule_where_blamed(struct rule_where *where, const struct rule *rule)
{
    size_t count = 0;
    strbuf_done(&where->blamed);
    for (size_t i = 0; i < where->set->count; i++) {
        const struct rule *other = where->set->list[i];
        bool is_shared = false;
        for (size_t m = 0; m < rule->member_count && !is_shared; m++)
            is_shared = rule_is_about(other, rule->members[m]);
        if (other != rule && rule_where_is_static(other) && is_shared)
            strbuf_printf(&where->blamed, "%s%s", count++ ? ", " : "", other->text);
    }
    return strbuf_text(&where->blamed);
}
