// SPDX-License-Identifier: GPL-3.0-or-later
// Counts, for each broken rule, the guests concerned: the measure of how broken it is.
#include "planner/moves/moves_mending.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/amount/amounts.h"
#include "planner/rules/rule.h"
#include "planner/rules/rule_state.h"

struct moves_mending {
    const struct rule_set *rules;
    struct rule_state *state;
};

// [rule] 1 + guests concerned where it is broken, else 0.
struct tally {
    const struct rule_set *rules;
    size_t *broken;
};

static void count_broken(void *context, const struct rule *rule, const uint32_t *guests,
                         size_t count)
{
    struct tally *tally = context;
    (void)guests;
    for (size_t r = 0; r < rule_set_count(tally->rules); r++)
        if (rule_set_at(tally->rules, r) == rule)
            tally->broken[r] += 1 + count;
}

// The caller frees it.
static size_t *tally_of(const struct rule_set *rules, struct rule_state *state)
{
    struct tally tally = {
        .rules = rules,
        .broken = alloc_zeroed(rule_set_count(rules) + 1, sizeof(*tally.broken)),
    };
    rule_state_broken(state, count_broken, &tally);
    return tally.broken;
}

static void count_none(void *context, const struct rule *rule, const uint32_t *guests, size_t count)
{
    (void)context, (void)rule, (void)guests, (void)count;
}

static struct rule_state *state_of(const struct amounts *amounts, const struct rule_set *rules,
                                   const int32_t *host, bool continuous_only)
{
    struct rule_state *state = rule_state_new(rules, amounts, continuous_only);
    for (uint32_t g = 0; g < amounts->guests; g++)
        if (host[g] >= 0)
            rule_state_arrive(state, g, (uint32_t)host[g]);
    return state;
}

struct moves_mending *moves_mending_new(const struct amounts *amounts, const struct rule_set *rules,
                                        const int32_t *host, bool continuous_only)
{
    if (!rules || rule_set_count(rules) == 0)
        return NULL;
    struct moves_mending mending = {rules, state_of(amounts, rules, host, continuous_only)};
    if (rule_state_broken(mending.state, count_none, NULL) == 0) {
        rule_state_free(mending.state);
        return NULL;
    }
    struct moves_mending *made = alloc_zeroed(1, sizeof(*made));
    *made = mending;
    return made;
}

void moves_mending_free(struct moves_mending *mending)
{
    if (mending)
        rule_state_free(mending->state);
    free(mending);
}

// Of no rule more than before; of some rule less, where wanted.
static bool is_no_worse(const size_t *before, const size_t *after, size_t rules, bool wants_less)
{
    bool is_less = false;
    for (size_t r = 0; r < rules; r++) {
        if (after[r] > before[r] && (wants_less || before[r] == 0))
            return false;
        is_less |= after[r] < before[r];
    }
    return is_less || !wants_less;
}

bool moves_mending_may(struct moves_mending *mending, uint32_t guest, int32_t from, int32_t to)
{
    size_t rules = rule_set_count(mending->rules);
    scope_free size_t *before = tally_of(mending->rules, mending->state);
    rule_state_arrive(mending->state, guest, (uint32_t)to);
    scope_free size_t *during = tally_of(mending->rules, mending->state);
    if (from >= 0)
        rule_state_leave(mending->state, guest, (uint32_t)from);
    scope_free size_t *after = tally_of(mending->rules, mending->state);
    if (from >= 0)
        rule_state_arrive(mending->state, guest, (uint32_t)from);
    rule_state_leave(mending->state, guest, (uint32_t)to);
    return is_no_worse(before, during, rules, false) && is_no_worse(before, after, rules, true);
}

void moves_mending_go(struct moves_mending *mending, uint32_t guest, int32_t from, int32_t to)
{
    if (to >= 0)
        rule_state_arrive(mending->state, guest, (uint32_t)to);
    if (from >= 0)
        rule_state_leave(mending->state, guest, (uint32_t)from);
}

size_t moves_mending_broken_anew(const struct amounts *amounts, const struct rule_set *rules,
                                 const int32_t *host, const int32_t *before)
{
    size_t anew = 0;
    if (!rules || rule_set_count(rules) == 0)
        return 0;
    struct rule_state *now = state_of(amounts, rules, host, false);
    scope_free size_t *broken = tally_of(rules, now);
    rule_state_free(now);
    struct rule_state *then = state_of(amounts, rules, before, false);
    scope_free size_t *was = tally_of(rules, then);
    rule_state_free(then);
    for (size_t r = 0; r < rule_set_count(rules); r++)
        anew += broken[r] > 0 && was[r] == 0;
    return anew;
}
