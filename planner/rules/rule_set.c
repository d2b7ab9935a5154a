// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of a request, in the order they were written.
#include "planner/rules/rule.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "planner/rules/rule_cases.h"
#include "planner/rules/rule_resolve.h"
#include "planner/rules/rule_resolved.h"
#include "planner/rules/rule_words.h"

struct rule_set *rule_set_new(void)
{
    return alloc_zeroed(1, sizeof(struct rule_set));
}

static void list_done(struct rule_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->list[i]);
    free(list->list);
}

void rule_free(struct rule *rule)
{
    if (!rule)
        return;
    list_done(&rule->guests);
    list_done(&rule->hosts);
    free(rule->where);
    free(rule->text);
    free(rule->by);
    rule_cases_free(rule->cases);
    free(rule->members);
    free(rule->set_of);
    free(rule);
}

void rule_set_free(struct rule_set *set)
{
    if (!set)
        return;
    rule_set_unresolve(set);
    for (size_t i = 0; i < set->count; i++)
        rule_free(set->list[i]);
    free(set->list);
    free(set);
}

bool rule_is_about(const struct rule *rule, uint32_t guest)
{
    size_t low = 0, high = rule->member_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (rule->members[middle] < guest)
            low = middle + 1;
        else
            high = middle;
    }
    return rule->is_for_all || (low < rule->member_count && rule->members[low] == guest);
}

int rule_set_add(struct rule_set *set, const struct rule_words *words, struct err *err)
{
    struct rule *rule;
    int status = rule_words_read(words, &rule, err);
    if (status < 0) {
        if (words->where)
            err_prefix(err, "%s", words->where);
        return status;
    }
    rule->index = set->count;
    set->list = alloc_resized(set->list, set->count + 1, sizeof(struct rule *));
    set->list[set->count++] = rule;
    return 0;
}

size_t rule_set_count(const struct rule_set *set)
{
    return set ? set->count : 0;
}

const struct rule *rule_set_at(const struct rule_set *set, size_t index)
{
    return set->list[index];
}

const char *rule_text(const struct rule *rule)
{
    return rule->text;
}

bool rule_is_continuous(const struct rule *rule)
{
    return rule->is_continuous;
}

enum rule_kind rule_kind_of(const struct rule *rule)
{
    return rule->kind;
}
