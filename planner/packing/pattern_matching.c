// SPDX-License-Identifier: GPL-3.0-or-later
// A transport problem: few patterns, many bins. Values are what need not move.
#include "planner/packing/pattern_matching.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { PASSES = 10 };
static const double work_most = 1e8; // bins looked at in a pass
static const float hair = 1e-4f;

struct matching {
    const struct pattern_kinds *kinds;
    const struct pattern_plan *plan;
    size_t bins;
    uint32_t *held;  // [bin][kind] items that start there
    double *worth;   // [kind] mean cost of moving one
    float *stays;    // [use][bin] what stays there under it
    uint32_t *times; // [use] still to be given to a bin
    uint32_t *uses;  // [bin]
};

struct match {
    float stays;
    uint32_t use, bin;
};

static void count_held(struct matching *matching, const struct packing_problem *problem,
                       const struct bound_rest *rest, const uint32_t *rest_bin)
{
    const struct pattern_kinds *kinds = matching->kinds;

    for (size_t i = 0; i < rest->items; i++) {
        uint32_t kind = kinds->kind_of[i];
        if (kind == PATTERN_NO_KIND)
            continue;
        matching->worth[kind] += problem->move_costs ? problem->move_costs[rest->item[i]] : 1;
        int32_t start = problem->start ? problem->start[rest->item[i]] : PACKING_NOWHERE;
        if (start >= 0 && rest_bin[start] != UINT32_MAX)
            matching->held[rest_bin[start] * kinds->kinds + kind]++;
    }
    for (size_t k = 0; k < kinds->kinds; k++)
        matching->worth[k] /= fmax(kinds->counts[k], 1);
}

static float stays_of(const struct matching *matching, size_t use, size_t bin)
{
    const struct pattern *pattern = &matching->plan->set->list[matching->plan->uses[use].pattern];
    const uint32_t *held = matching->held + bin * matching->kinds->kinds;
    double stays = 0;

    for (size_t i = 0; i < pattern->part_count; i++) {
        uint32_t kind = pattern->parts[i].kind, count = pattern->parts[i].count;
        stays += matching->worth[kind] * (held[kind] < count ? held[kind] : count);
    }
    return (float)stays;
}

static bool is_of_kind(const struct matching *matching, size_t use, size_t bin)
{
    size_t pattern = matching->plan->uses[use].pattern;

    return matching->plan->set->list[pattern].bin_kind == matching->kinds->bin_kind_of[bin];
}

static int by_stays(const void *a, const void *b)
{
    const struct match *x = a, *y = b;

    if (x->stays != y->stays)
        return x->stays < y->stays ? 1 : -1;
    if (x->bin != y->bin)
        return x->bin < y->bin ? -1 : 1;
    return (x->use > y->use) - (x->use < y->use);
}

static void match_greedily(struct matching *matching)
{
    size_t uses = matching->plan->count, count = 0;
    scope_free struct match *list = alloc_zeroed(uses * matching->bins + 1, sizeof(*list));

    for (size_t u = 0; u < uses; u++)
        for (size_t b = 0; b < matching->bins; b++)
            if (is_of_kind(matching, u, b))
                list[count++] = (struct match){matching->stays[u * matching->bins + b], (uint32_t)u,
                                               (uint32_t)b};
    qsort(list, count, sizeof(*list), by_stays);
    for (size_t i = 0; i < count; i++) {
        uint32_t use = list[i].use, bin = list[i].bin;
        if (matching->uses[bin] != PATTERN_NONE || matching->times[use] == 0)
            continue;
        matching->uses[bin] = use;
        matching->times[use]--;
    }
}

static float stays_now(const struct matching *matching, uint32_t use, size_t bin)
{
    return use == PATTERN_NONE ? 0 : matching->stays[use * matching->bins + bin];
}

struct change {
    float won; // by the bin's taking the other pattern
    uint32_t bin;
};

static int by_won(const void *a, const void *b)
{
    const struct change *x = a, *y = b;

    if (x->won != y->won)
        return x->won < y->won ? 1 : -1;
    return (x->bin > y->bin) - (x->bin < y->bin);
}

// Bins of one kind under one pattern (or none), by what each would win under another.
static size_t list_changes(const struct matching *matching, uint32_t bin_kind, uint32_t from,
                           uint32_t to, struct change *list)
{
    size_t count = 0;

    for (size_t b = 0; b < matching->bins; b++) {
        if (matching->uses[b] != from || matching->kinds->bin_kind_of[b] != bin_kind)
            continue;
        float won = stays_now(matching, to, b) - stays_now(matching, from, b);
        list[count++] = (struct change){won, (uint32_t)b};
    }
    qsort(list, count, sizeof(*list), by_won);
    return count;
}

// Bins of two patterns change them, pair by pair, as long as more stays.
static bool change_pair(struct matching *matching, uint32_t bin_kind, uint32_t one, uint32_t two,
                        struct change *lists)
{
    struct change *ones = lists, *twos = lists + matching->bins;
    size_t count = list_changes(matching, bin_kind, one, two, ones);
    size_t others = list_changes(matching, bin_kind, two, one, twos);
    size_t i = 0;

    for (; i < count && i < others && ones[i].won + twos[i].won > hair; i++) {
        matching->uses[ones[i].bin] = two;
        matching->uses[twos[i].bin] = one;
    }
    return i > 0;
}

static bool change_each(struct matching *matching, struct change *lists)
{
    size_t uses = matching->plan->count;
    bool is_better = false;

    for (size_t u = 0; u < uses; u++) {
        uint32_t bin_kind = matching->plan->set->list[matching->plan->uses[u].pattern].bin_kind;
        for (size_t v = u + 1; v <= uses; v++) {
            if (v < uses &&
                matching->plan->set->list[matching->plan->uses[v].pattern].bin_kind != bin_kind)
                continue;
            uint32_t other = v < uses ? (uint32_t)v : PATTERN_NONE;
            if (change_pair(matching, bin_kind, (uint32_t)u, other, lists))
                is_better = true;
        }
    }
    return is_better;
}

static void change_all(struct matching *matching)
{
    size_t uses = matching->plan->count;
    scope_free struct change *lists = alloc_zeroed(2 * matching->bins + 1, sizeof(*lists));
    double work = (double)uses * (double)uses * (double)matching->bins;

    for (int i = 0; i < PASSES && work <= work_most && change_each(matching, lists); i++) {
    }
}

static void matching_init(struct matching *matching)
{
    size_t kinds = matching->kinds->kinds, uses = matching->plan->count, bins = matching->bins;

    matching->held = alloc_zeroed(bins * kinds + 1, sizeof(*matching->held));
    matching->worth = alloc_zeroed(kinds + 1, sizeof(*matching->worth));
    matching->stays = alloc_zeroed(uses * bins + 1, sizeof(*matching->stays));
    matching->times = alloc_zeroed(uses + 1, sizeof(*matching->times));
}

static void matching_done(struct matching *matching)
{
    free(matching->held);
    free(matching->worth);
    free(matching->stays);
    free(matching->times);
}

void pattern_matching_of(const struct packing_problem *problem, const struct bound_rest *rest,
                         const struct pattern_kinds *kinds, const struct pattern_plan *plan,
                         uint32_t *uses)
{
    struct matching matching = {.kinds = kinds, .plan = plan, .bins = rest->bins, .uses = uses};
    scope_free uint32_t *rest_bin = alloc_zeroed(problem->bins + 1, sizeof(*rest_bin));

    memset(rest_bin, 0xff, problem->bins * sizeof(*rest_bin));
    for (size_t b = 0; b < rest->bins; b++) {
        rest_bin[rest->bin[b]] = (uint32_t)b;
        uses[b] = PATTERN_NONE;
    }
    matching_init(&matching);
    count_held(&matching, problem, rest, rest_bin);
    for (size_t u = 0; u < plan->count; u++) {
        matching.times[u] = plan->uses[u].times;
        for (size_t b = 0; b < rest->bins; b++)
            if (is_of_kind(&matching, u, b))
                matching.stays[u * rest->bins + b] = stays_of(&matching, u, b);
    }
    match_greedily(&matching);
    change_all(&matching);
    matching_done(&matching);
}
