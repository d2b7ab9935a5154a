// SPDX-License-Identifier: GPL-3.0-or-later
// Takes patterns and trims them to what is left.
#include "planner/packing/pattern_plan.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static void *copy_of(const void *from, size_t count, size_t size)
{
    void *copy = alloc_zeroed(count + 1, size);

    if (count)
        memcpy(copy, from, count * size);
    return copy;
}

void pattern_plan_init(struct pattern_plan *plan, struct pattern_set *set)
{
    const struct pattern_kinds *kinds = set->kinds;

    *plan = (struct pattern_plan){
        .set = set,
        .demand = copy_of(kinds->counts, kinds->kinds, sizeof(*plan->demand)),
        .bins = copy_of(kinds->bin_counts, kinds->bin_kinds, sizeof(*plan->bins)),
    };
}

void pattern_plan_done(struct pattern_plan *plan)
{
    if (!plan)
        return;
    free(plan->uses);
    free(plan->demand);
    free(plan->bins);
    *plan = (struct pattern_plan){0};
}

void pattern_plan_copy(struct pattern_plan *plan, const struct pattern_plan *from)
{
    const struct pattern_kinds *kinds = from->set->kinds;

    *plan = (struct pattern_plan){
        .set = from->set,
        .uses = copy_of(from->uses, from->count, sizeof(*plan->uses)),
        .count = from->count,
        .room = from->count,
        .demand = copy_of(from->demand, kinds->kinds, sizeof(*plan->demand)),
        .bins = copy_of(from->bins, kinds->bin_kinds, sizeof(*plan->bins)),
        .cost = from->cost,
    };
}

size_t pattern_plan_left(const struct pattern_plan *plan)
{
    size_t left = 0;

    for (size_t k = 0; k < plan->set->kinds->kinds; k++)
        left += plan->demand[k];
    return left;
}

static void note_use(struct pattern_plan *plan, size_t pattern, uint32_t times)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->uses[i].pattern == pattern) {
            plan->uses[i].times += times;
            return;
        }
    }
    if (plan->count == plan->room) {
        plan->room = plan->room ? 2 * plan->room : 16;
        plan->uses = alloc_resized(plan->uses, plan->room, sizeof(*plan->uses));
    }
    plan->uses[plan->count++] = (struct pattern_use){pattern, times};
}

static void subtract(struct pattern_plan *plan, size_t index, uint32_t times)
{
    const struct pattern *pattern = &plan->set->list[index];

    for (size_t i = 0; i < pattern->part_count; i++)
        plan->demand[pattern->parts[i].kind] -= times * pattern->parts[i].count;
    plan->bins[pattern->bin_kind] -= times;
    plan->cost += times * pattern->cost;
    note_use(plan, index, times);
}

static uint32_t times_within(const struct pattern_plan *plan, size_t index, uint32_t times)
{
    const struct pattern *pattern = &plan->set->list[index];

    if (plan->bins[pattern->bin_kind] < times)
        times = plan->bins[pattern->bin_kind];
    for (size_t i = 0; i < pattern->part_count; i++) {
        uint32_t most = plan->demand[pattern->parts[i].kind] / pattern->parts[i].count;
        times = most < times ? most : times;
    }
    return times;
}

// The pattern with no more of each kind than is left; false where nothing is.
static bool trim(struct pattern_plan *plan, size_t index, size_t *ret_index)
{
    const struct pattern *pattern = &plan->set->list[index];
    scope_free uint32_t *items = alloc_zeroed(plan->set->kinds->kinds + 1, sizeof(*items));
    bool is_any = false;

    for (size_t i = 0; i < pattern->part_count; i++) {
        uint32_t kind = pattern->parts[i].kind, count = pattern->parts[i].count;
        items[kind] = plan->demand[kind] < count ? plan->demand[kind] : count;
        is_any = is_any || items[kind] > 0;
    }
    if (is_any)
        *ret_index = pattern_set_add(plan->set, pattern->bin_kind, items);
    return is_any;
}

void pattern_plan_take(struct pattern_plan *plan, size_t pattern, uint32_t times)
{
    while (times > 0) {
        uint32_t whole = times_within(plan, pattern, times);
        if (whole > 0)
            subtract(plan, pattern, whole);
        times -= whole;
        if (plan->bins[plan->set->list[pattern].bin_kind] == 0 || times == 0 ||
            !trim(plan, pattern, &pattern))
            return;
    }
}
