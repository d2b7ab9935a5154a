// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the placement together from nothing and asks.
#include "planner/rules/rule_broken.h"

#include "common/base/alloc.h"
#include "planner/amount/amounts.h"
#include "planner/rules/rule.h"
#include "planner/rules/rule_state.h"

struct broken {
    const struct rule_set *rules;
    bool *is_broken; // [rule]
};

static void mark(void *context, const struct rule *rule, const uint32_t *guests, size_t count)
{
    struct broken *broken = context;
    (void)guests, (void)count;
    for (size_t r = 0; r < rule_set_count(broken->rules); r++)
        if (rule_set_at(broken->rules, r) == rule)
            broken->is_broken[r] = true;
}

bool *rule_broken_of(const struct amounts *amounts, const struct rule_set *rules,
                     const int32_t *host, bool continuous_only)
{
    if (!rules || rule_set_count(rules) == 0)
        return NULL;
    struct broken broken = {rules, alloc_zeroed(rule_set_count(rules), sizeof(bool))};
    struct rule_state *state = rule_state_new(rules, amounts, continuous_only);
    rule_state_load(state, host, amounts->guests);
    rule_state_broken(state, mark, &broken);
    rule_state_free(state);
    return broken.is_broken;
}

const struct rule *rule_broken_anew(const struct rule_set *rules, const bool *now, const bool *then)
{
    for (size_t r = 0; now && then && r < rule_set_count(rules); r++)
        if (now[r] && !then[r])
            return rule_set_at(rules, r);
    return NULL;
}
