// SPDX-License-Identifier: GPL-3.0-or-later
// What the rules come to, asked once at the start and once at the end.
#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/rules/rule.h"
#include "planner/rules/rule_state.h"
#include "reports/consolidation_say.h"

struct rules {
    struct consolidation_rule *list;
    size_t count;
    bool is_after;
};

static void note_broken(void *context, const struct rule *rule, const uint32_t *guests,
                        size_t count)
{
    struct rules *rules = context;
    (void)guests;
    for (size_t i = 0; i < rules->count; i++) {
        struct consolidation_rule *known = &rules->list[i];
        if (known->rule != rule)
            continue;
        if (rules->is_after)
            known->is_broken_after = true;
        else {
            known->is_broken_before = true;
            known->guests_before += count;
        }
    }
}

static void ask(const struct consolidation *consolidation, struct rules *rules)
{
    struct rule_state *state =
        rule_state_new(consolidation->request->rules, &consolidation->amounts, false);
    for (size_t g = 0; state && g < consolidation->estate.guest_count; g++) {
        int32_t host =
            rules->is_after ? consolidation->moves.end[g] : consolidation->estate.guests[g].host;
        if (host != ESTATE_NOWHERE)
            rule_state_arrive(state, (uint32_t)g, (uint32_t)host);
    }
    if (state)
        rule_state_broken(state, note_broken, rules);
    rule_state_free(state);
}

struct consolidation_rule *consolidation_rules(const struct consolidation *consolidation,
                                               size_t *ret_count)
{
    const struct rule_set *set = consolidation->request->rules;
    struct rules rules = {.count = set ? rule_set_count(set) : 0};
    *ret_count = rules.count;
    if (rules.count == 0)
        return NULL;
    rules.list = alloc_zeroed(rules.count, sizeof *rules.list);
    for (size_t i = 0; i < rules.count; i++)
        rules.list[i].rule = rule_set_at(set, i);
    ask(consolidation, &rules);
    rules.is_after = true;
    ask(consolidation, &rules);
    return rules.list;
}
