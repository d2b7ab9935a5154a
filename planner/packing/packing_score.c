// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/packing_score.h"

#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct packing_score packing_score_of(const struct packing_facts *facts, const int32_t *bin)
{
    const struct packing_problem *problem = facts->problem;
    const struct packing_options *options = facts->options;
    struct packing_score score = {0};
    scope_free bool *is_used = alloc_zeroed(problem->bins + 1, sizeof(*is_used));
    for (size_t i = 0; i < problem->items; i++) {
        if (bin[i] < 0)
            score.misplaced++;
        else
            is_used[bin[i]] = true;
        if (bin[i] != packing_start_of(facts, i)) {
            score.moved += packing_move_cost(facts, i);
            score.moves += packing_start_of(facts, i) >= 0;
        }
        if (bin[i] >= 0 && problem->unit_costs && options->aim == PACKING_CHEAPEST)
            score.cost += problem->unit_costs[bin[i]] * (double)*packing_size_of(facts, i);
    }
    for (size_t b = 0; b < problem->bins; b++) {
        score.used += is_used[b];
        score.cost += is_used[b] ? facts->bin_cost[b] : 0;
    }
    if (options->aim == PACKING_MOVES) {
        score.excess = score.used > options->bins_most ? score.used - options->bins_most : 0;
        score.cost = score.moved;
    }
    return score;
}

// Sums of doubles in another order differ in the last bits.
static bool is_less(double a, double b)
{
    return a < b - 1e-9 * (fabs(a) + fabs(b));
}

bool packing_score_is_better(const struct packing_score *score, const struct packing_score *than)
{
    if (score->misplaced != than->misplaced)
        return score->misplaced < than->misplaced;
    if (score->excess != than->excess)
        return score->excess < than->excess;
    if (is_less(score->cost, than->cost) || is_less(than->cost, score->cost))
        return score->cost < than->cost;
    return is_less(score->moved, than->moved);
}

// Fixed items first: they are there before anything comes.
static bool arrive_all(const struct packing_facts *facts, const int32_t *bin, int64_t *left,
                       void *judge, bool fixed)
{
    const struct packing_problem *problem = facts->problem;
    size_t width = problem->dimensions;
    for (uint32_t i = 0; i < problem->items; i++) {
        if (packing_is_fixed(facts, i) != fixed)
            continue;
        if (fixed && bin[i] != problem->start[i])
            return false;
        if (bin[i] < 0)
            continue;
        if ((size_t)bin[i] >= problem->bins)
            return false;
        if (!fixed && (packing_is_closed(facts, (size_t)bin[i]) ||
                       (judge && !problem->judge->may(judge, i, (uint32_t)bin[i]))))
            return false;
        if (judge)
            problem->judge->arrive(judge, i, (uint32_t)bin[i]);
        for (size_t d = 0; d < width; d++) {
            int64_t *room = &left[(size_t)bin[i] * width + d];
            *room -= problem->sizes[i * width + d];
            if (!fixed && *room < 0)
                return false;
        }
    }
    return true;
}

bool packing_score_is_allowed(const struct packing_facts *facts, const int32_t *bin)
{
    const struct packing_problem *problem = facts->problem;
    size_t rows = problem->bins * problem->dimensions;
    scope_free int64_t *left = alloc_zeroed(rows + 1, sizeof(*left));
    if (rows)
        memcpy(left, problem->capacities, rows * sizeof(*left));
    void *judge = problem->judge ? problem->judge->copy(problem->judge->state) : NULL;
    if (problem->judge && !judge)
        return false;
    bool allowed =
        arrive_all(facts, bin, left, judge, true) && arrive_all(facts, bin, left, judge, false);
    if (judge)
        problem->judge->drop(judge);
    return allowed;
}
