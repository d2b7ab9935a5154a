// SPDX-License-Identifier: GPL-3.0-or-later
// Rules against where guests are now. Without rules it holds nothing.
#include "planner/rules/rule_state.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/rules/rule_resolved.h"

struct rule_state {
    const struct rule_set *set;
    const struct amounts *amounts;
    bool continuous_only;
};

struct rule_state *rule_state_new(const struct rule_set *set, const struct amounts *amounts,
                                  bool continuous_only)
{
    struct rule_state *state = alloc_zeroed(1, sizeof(*state));
    *state = (struct rule_state){set, amounts, continuous_only};
    return state;
}

struct rule_state *rule_state_copy(const struct rule_state *state)
{
    struct rule_state *copy = alloc_zeroed(1, sizeof(*copy));
    *copy = *state;
    return copy;
}

void rule_state_free(struct rule_state *state)
{
    free(state);
}

const struct rule *rule_state_against(struct rule_state *state, uint32_t guest, uint32_t host)
{
    (void)state, (void)guest, (void)host;
    return NULL;
}

void rule_state_arrive(struct rule_state *state, uint32_t guest, uint32_t host)
{
    (void)state, (void)guest, (void)host;
}

void rule_state_leave(struct rule_state *state, uint32_t guest, uint32_t host)
{
    (void)state, (void)guest, (void)host;
}

size_t rule_state_broken(struct rule_state *state, rule_broken_fn *broken, void *context)
{
    (void)state, (void)broken, (void)context;
    return 0;
}
