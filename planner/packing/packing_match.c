// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_match.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/packing/packing_assign.h"

enum { EXACT_MOST = 300 }; // bins of a class

// What would stay if the bin `from` of the placement were the real bin `to`.
struct stay {
    uint32_t from, to;
    double gain;
};

struct match {
    const struct packing_facts *facts;
    struct stay *stays;
    size_t stay_count;
    uint32_t *name;  // [bin] its new one
    bool *is_named;  // [bin]
    bool *is_taken;  // [bin] as a name
    uint32_t *index; // [bin] in its class, for the exact way
};

static int by_pair(const void *a, const void *b)
{
    const struct stay *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static int by_gain(const void *a, const void *b)
{
    const struct stay *x = a, *y = b;
    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    return by_pair(a, b);
}

static void give(struct match *match, uint32_t from, uint32_t to)
{
    match->name[from] = to;
    match->is_named[from] = match->is_taken[to] = true;
}

static void keep_fixed(struct match *match)
{
    const struct packing_facts *facts = match->facts;
    for (size_t i = 0; i < facts->problem->items; i++)
        if (packing_is_fixed(facts, i))
            give(match, (uint32_t)facts->problem->start[i], (uint32_t)facts->problem->start[i]);
}

static void merge(struct match *match)
{
    size_t kept = 0;
    qsort(match->stays, match->stay_count, sizeof(*match->stays), by_pair);
    for (size_t s = 0; s < match->stay_count; s++) {
        if (kept > 0 && by_pair(&match->stays[kept - 1], &match->stays[s]) == 0)
            match->stays[kept - 1].gain += match->stays[s].gain;
        else
            match->stays[kept++] = match->stays[s];
    }
    match->stay_count = kept;
}

static void find_stays(struct match *match, const int32_t *bin)
{
    const struct packing_facts *facts = match->facts;
    for (size_t i = 0; i < facts->problem->items; i++) {
        int32_t start = packing_start_of(facts, i);
        if (start < 0 || bin[i] < 0 || facts->class[start] != facts->class[bin[i]] ||
            match->is_named[bin[i]] || match->is_taken[start])
            continue;
        match->stays[match->stay_count++] =
            (struct stay){(uint32_t)bin[i], (uint32_t)start, packing_move_cost(facts, i)};
    }
    merge(match);
}

static size_t members_of(const struct match *match, uint32_t class, uint32_t *members)
{
    size_t count = 0;
    for (uint32_t b = 0; b < match->facts->problem->bins; b++)
        if (match->facts->class[b] == class && !match->is_named[b] && !match->is_taken[b]) {
            match->index[b] = (uint32_t)count;
            members[count++] = b;
        }
    return count;
}

static void name_exactly(struct match *match, uint32_t class, const uint32_t *members, size_t count)
{
    scope_free double *gains = alloc_zeroed(count * count + 1, sizeof(*gains));
    scope_free uint32_t *column = alloc_zeroed(count + 1, sizeof(*column));
    for (size_t s = 0; s < match->stay_count; s++) {
        const struct stay *stay = &match->stays[s];
        if (match->facts->class[stay->from] == class)
            gains[match->index[stay->from] * count + match->index[stay->to]] = stay->gain;
    }
    packing_assign(gains, count, column);
    for (size_t m = 0; m < count; m++)
        give(match, members[m], members[column[m]]);
}

static void name_greedily(struct match *match)
{
    qsort(match->stays, match->stay_count, sizeof(*match->stays), by_gain);
    for (size_t s = 0; s < match->stay_count; s++)
        if (!match->is_named[match->stays[s].from] && !match->is_taken[match->stays[s].to])
            give(match, match->stays[s].from, match->stays[s].to);
}

// Who got none keeps its own, or one of its class that nobody has.
static void name_rest(struct match *match)
{
    const struct packing_facts *facts = match->facts;
    size_t bins = facts->problem->bins;
    scope_free uint32_t *next = alloc_zeroed(facts->classes + 1, sizeof(*next));
    for (uint32_t b = 0; b < bins; b++)
        if (!match->is_named[b] && !match->is_taken[b])
            give(match, b, b);
    for (uint32_t b = 0; b < bins; b++) {
        uint32_t *free_one = &next[facts->class[b]];
        if (match->is_named[b])
            continue;
        while (match->is_taken[*free_one] || facts->class[*free_one] != facts->class[b])
            (*free_one)++;
        give(match, b, *free_one);
    }
}

static void name_all(struct match *match)
{
    const struct packing_facts *facts = match->facts;
    scope_free uint32_t *members = alloc_zeroed(facts->problem->bins + 1, sizeof(*members));
    bool is_small = facts->classes <= EXACT_MOST; // each class takes a pass over the bins
    for (uint32_t class = 0; class < facts->classes && is_small; class ++) {
        size_t count = members_of(match, class, members);
        if (count <= EXACT_MOST)
            name_exactly(match, class, members, count);
    }
    name_greedily(match);
    name_rest(match);
}

void packing_match_home(const struct packing_facts *facts, const int32_t *bin, int32_t *ret_bin)
{
    size_t items = facts->problem->items, bins = facts->problem->bins;
    scope_free struct stay *stays = alloc_zeroed(items + 1, sizeof(*stays));
    scope_free uint32_t *name = alloc_zeroed(bins + 1, sizeof(*name));
    scope_free uint32_t *index = alloc_zeroed(bins + 1, sizeof(*index));
    scope_free bool *is_named = alloc_zeroed(bins + 1, sizeof(*is_named));
    scope_free bool *is_taken = alloc_zeroed(bins + 1, sizeof(*is_taken));
    struct match match = {facts, stays, 0, name, is_named, is_taken, index};
    keep_fixed(&match);
    find_stays(&match, bin);
    name_all(&match);
    for (size_t i = 0; i < items; i++)
        ret_bin[i] = bin[i] < 0 ? bin[i] : (int32_t)name[bin[i]];
}
