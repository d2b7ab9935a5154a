// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts in groups, as a rule sees them.
#include "planner/rules/rule_groups.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/name_index.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "planner/estate/estate.h"
#include "planner/rules/rule_resolved.h"
#include "planner/rules/rule_select.h"

enum { HOSTS_SHOWN_MOST = 5 };

void rule_groups_free(struct rule_groups *groups)
{
    if (!groups)
        return;
    free(groups->key);
    free(groups->group);
    free(groups);
}

static char *key_of(const struct rule *rule)
{
    scope_strbuf struct strbuf key = {0};
    bool is_sets = rule->kind == RULE_AMONG, is_each = rule->kind == RULE_MAINTENANCE;
    strbuf_printf(&key, "%s|%s",
                  is_sets   ? "sets"
                  : is_each ? "each"
                            : "",
                  rule->by ? rule->by : "");
    for (size_t i = 0; i < rule->hosts.count; i++)
        strbuf_printf(&key, "|%s", rule->hosts.list[i]);
    return strbuf_take(&key);
}

// Hosts of all the rule's sets; every one where it names none.
static int select_hosts(const struct rule *rule, const struct estate *estate, bool *is_meant,
                        struct err *err)
{
    int status = 0;
    for (size_t i = 0; status == 0 && i < rule->hosts.count; i++)
        status = rule_select_hosts(estate, rule->hosts.list[i], is_meant, err);
    for (size_t h = 0; rule->hosts.count == 0 && h < estate->host_count; h++)
        is_meant[h] = true;
    return status;
}

static int refuse_unlabelled(const struct estate *estate, const bool *is_meant, const char *by,
                             struct err *err)
{
    scope_strbuf struct strbuf names = {0};
    size_t count = 0;
    for (size_t h = 0; h < estate->host_count; h++) {
        if (!is_meant[h] || estate_label(&estate->hosts[h].labels, by))
            continue;
        if (count++ < HOSTS_SHOWN_MOST)
            strbuf_printf(&names, "%s%s", count > 1 ? ", " : "", estate->hosts[h].name);
    }
    return err_input(err, "by: %zu %s no label '%s': %s%s; each host needs it", count,
                     count == 1 ? "host has" : "hosts have", by, strbuf_text(&names),
                     count > HOSTS_SHOWN_MOST ? ", ..." : "");
}

static int group_by_label(const struct rule *rule, const struct estate *estate,
                          const bool *is_meant, struct rule_groups *groups, struct err *err)
{
    __attribute__((cleanup(name_index_done))) struct name_index values = {0};
    int status = rule_select_check_label(estate, rule->by, err);
    if (status < 0)
        return err_prefix(err, "by");
    for (size_t h = 0; h < estate->host_count; h++) {
        if (!is_meant[h])
            continue;
        const char *value = estate_label(&estate->hosts[h].labels, rule->by);
        if (!value)
            return refuse_unlabelled(estate, is_meant, rule->by, err);
        size_t group = name_index_find(&values, value);
        if (group == NAME_INDEX_NONE) {
            group = groups->count++;
            name_index_add(&values, value);
        }
        groups->group[h] = (uint32_t)group;
    }
    return 0;
}

static int group_by_sets(const struct rule *rule, const struct estate *estate,
                         struct rule_groups *groups, struct err *err)
{
    scope_free bool *is_meant = alloc_zeroed(estate->host_count + 1, sizeof(*is_meant));
    for (size_t i = 0; i < rule->hosts.count; i++) {
        memset(is_meant, 0, estate->host_count * sizeof(*is_meant));
        int status = rule_select_hosts(estate, rule->hosts.list[i], is_meant, err);
        if (status < 0)
            return status;
        for (size_t h = 0; h < estate->host_count; h++) {
            if (is_meant[h] && groups->group[h] != RULE_NONE)
                return err_input(err, "hosts: '%s' is in both '%s' and '%s'; sets must not overlap",
                                 estate->hosts[h].name, rule->hosts.list[groups->group[h]],
                                 rule->hosts.list[i]);
            if (is_meant[h])
                groups->group[h] = (uint32_t)i;
        }
    }
    groups->count = rule->hosts.count;
    return 0;
}

static void group_meant(const struct rule *rule, const struct estate *estate, const bool *is_meant,
                        struct rule_groups *groups)
{
    bool is_each = rule->kind == RULE_MAINTENANCE;
    for (size_t h = 0; h < estate->host_count; h++)
        if (is_meant[h])
            groups->group[h] = is_each ? (uint32_t)groups->count++ : 0;
    if (!is_each)
        groups->count = 1;
}

static int fill(const struct rule *rule, const struct estate *estate, struct rule_groups *groups,
                struct err *err)
{
    scope_free bool *is_meant = alloc_zeroed(estate->host_count + 1, sizeof(*is_meant));
    if (rule->kind == RULE_AMONG)
        return group_by_sets(rule, estate, groups, err);
    int status = select_hosts(rule, estate, is_meant, err);
    if (status == 0 && rule->by)
        status = group_by_label(rule, estate, is_meant, groups, err);
    else if (status == 0)
        group_meant(rule, estate, is_meant, groups);
    return status;
}

static const struct rule_groups *find(const struct rule_set *set, const char *key)
{
    for (size_t i = 0; i < set->group_tables; i++)
        if (strcmp(set->groups[i]->key, key) == 0)
            return set->groups[i];
    return NULL;
}

// Each host stands for itself: no table is needed.
static bool is_by_host(const struct rule *rule)
{
    return !rule->by && rule->hosts.count == 0 && rule->kind != RULE_FAILOVER;
}

int rule_groups_resolve(struct rule_set *set, struct rule *rule, const struct estate *estate,
                        struct err *err)
{
    rule->groups = NULL;
    if (is_by_host(rule))
        return 0;
    scope_free char *key = key_of(rule);
    rule->groups = find(set, key);
    if (rule->groups)
        return 0;
    struct rule_groups *groups = alloc_zeroed(1, sizeof(*groups));
    groups->group = alloc_zeroed(estate->host_count + 1, sizeof(*groups->group));
    for (size_t h = 0; h < estate->host_count; h++)
        groups->group[h] = RULE_NONE;
    int status = fill(rule, estate, groups, err);
    if (status < 0) {
        rule_groups_free(groups);
        return status;
    }
    groups->key = scope_take(key);
    set->groups = alloc_resized(set->groups, set->group_tables + 1, sizeof(*set->groups));
    set->groups[set->group_tables++] = groups;
    rule->groups = groups;
    return 0;
}

size_t rule_group_count(const struct rule_set *set, const struct rule *rule)
{
    return rule->groups ? rule->groups->count : set->hosts;
}

uint32_t rule_group_of(const struct rule *rule, uint32_t host)
{
    return rule->groups ? rule->groups->group[host] : host;
}
