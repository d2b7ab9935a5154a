// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/planner/packing/made_packing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { TEAMS = 2 };

// --- the judge ----------------------------------------------------------------------------------

static bool rules_may(void *state, uint32_t item, uint32_t bin)
{
    const struct made_rules *rules = state;
    if (item % 4 == 0 && item % rules->bins == bin)
        return false;
    int team = rules->team[item];
    return team < 0 || rules->count[(size_t)team * rules->bins + bin] == 0;
}

static void rules_count(struct made_rules *rules, uint32_t item, uint32_t bin, uint32_t by)
{
    if (rules->team[item] >= 0)
        rules->count[(size_t)rules->team[item] * rules->bins + bin] += by;
}

static void rules_arrive(void *state, uint32_t item, uint32_t bin)
{
    rules_count(state, item, bin, 1);
}

static void rules_leave(void *state, uint32_t item, uint32_t bin)
{
    rules_count(state, item, bin, UINT32_MAX);
}

static void *rules_copy(const void *state)
{
    const struct made_rules *rules = state;
    struct made_rules *copy = alloc_zeroed(1, sizeof(*copy));
    size_t counts = TEAMS * rules->bins;
    *copy = *rules;
    copy->count = alloc_zeroed(counts + 1, sizeof(*copy->count));
    memcpy(copy->count, rules->count, counts * sizeof(*copy->count));
    return copy;
}

static void rules_drop(void *state)
{
    free(((struct made_rules *)state)->count);
    free(state);
}

// --- problems -----------------------------------------------------------------------------------

static void make_rules(struct made_packing *made, const struct made_wish *wish, struct rng *rng)
{
    made->rules = (struct made_rules){
        .items = wish->items,
        .bins = wish->bins,
        .team = alloc_zeroed(wish->items + 1, sizeof(int)),
        .count = alloc_zeroed(TEAMS * wish->bins + 1, sizeof(uint32_t)),
    };
    for (size_t i = 0; i < wish->items; i++)
        made->rules.team[i] = rng_below(rng, 10) < 3 ? (int)rng_below(rng, TEAMS) : -1;
    made->judge = (struct packing_judge){
        .state = &made->rules,
        .may = rules_may,
        .arrive = rules_arrive,
        .leave = rules_leave,
        .copy = rules_copy,
        .drop = rules_drop,
    };
}

static void make_rows(struct made_packing *made, const struct made_wish *wish, struct rng *rng)
{
    for (size_t i = 0; i < wish->items * wish->dimensions; i++)
        made->sizes[i] = 1 + (int64_t)rng_below(rng, (uint64_t)wish->size_most);
    for (size_t b = 0; b < wish->bins * wish->dimensions; b++)
        made->capacities[b] = wish->alike ? 100 : 60 + (int64_t)rng_below(rng, 41);
    for (size_t b = 0; b < wish->bins; b++) {
        made->costs[b] = 50 + (double)rng_below(rng, 100);
        made->unit_costs[b] = (double)rng_below(rng, 4) / 4;
        made->is_closed[b] = wish->closes && rng_below(rng, 8) == 0;
    }
    for (size_t i = 0; i < wish->items; i++) {
        made->move_costs[i] = 1 + (double)rng_below(rng, 9);
        made->start[i] =
            rng_below(rng, 10) == 0 ? PACKING_NOWHERE : (int32_t)rng_below(rng, wish->bins);
    }
}

void made_packing_init(struct made_packing *made, const struct made_wish *wish, struct rng *rng)
{
    *made = (struct made_packing){
        .sizes = alloc_zeroed(wish->items * wish->dimensions + 1, sizeof(int64_t)),
        .capacities = alloc_zeroed(wish->bins * wish->dimensions + 1, sizeof(int64_t)),
        .costs = alloc_zeroed(wish->bins + 1, sizeof(double)),
        .unit_costs = alloc_zeroed(wish->bins + 1, sizeof(double)),
        .move_costs = alloc_zeroed(wish->items + 1, sizeof(double)),
        .start = alloc_zeroed(wish->items + 1, sizeof(int32_t)),
        .is_fixed = alloc_zeroed(wish->items + 1, sizeof(bool)),
        .is_closed = alloc_zeroed(wish->bins + 1, sizeof(bool)),
    };
    make_rows(made, wish, rng);
    make_rules(made, wish, rng);
    made->problem = (struct packing_problem){
        .dimensions = wish->dimensions,
        .items = wish->items,
        .bins = wish->bins,
        .sizes = made->sizes,
        .capacities = made->capacities,
        .costs = wish->costs ? made->costs : NULL,
        .unit_costs = wish->costs ? made->unit_costs : NULL,
        .start = wish->starts ? made->start : NULL,
        .move_costs = made->move_costs,
        .is_closed = wish->closes ? made->is_closed : NULL,
        .judge = wish->judges ? &made->judge : NULL,
    };
}

void made_packing_done(struct made_packing *made)
{
    free(made->sizes);
    free(made->capacities);
    free(made->costs);
    free(made->unit_costs);
    free(made->move_costs);
    free(made->start);
    free(made->is_fixed);
    free(made->is_closed);
    free(made->rules.team);
    free(made->rules.count);
}

// --- the checker --------------------------------------------------------------------------------

static bool is_over(const struct packing_problem *problem, const int32_t *bin, size_t b, size_t d)
{
    int64_t sum = 0;
    for (size_t i = 0; i < problem->items; i++)
        if (bin[i] == (int32_t)b)
            sum += problem->sizes[i * problem->dimensions + d];
    return sum > problem->capacities[b * problem->dimensions + d];
}

static bool breaks_rules(const struct made_packing *made, const int32_t *bin)
{
    const struct made_rules *rules = &made->rules;
    for (size_t i = 0; i < rules->items; i++) {
        if (bin[i] < 0)
            continue;
        if (i % 4 == 0 && (int32_t)(i % rules->bins) == bin[i])
            return true;
        for (size_t j = 0; j < i; j++)
            if (rules->team[i] >= 0 && rules->team[i] == rules->team[j] && bin[i] == bin[j])
                return true;
    }
    return false;
}

static const char *wrong_place(const struct made_packing *made, const int32_t *bin)
{
    const struct packing_problem *problem = &made->problem;
    for (size_t i = 0; i < problem->items; i++) {
        if (bin[i] < PACKING_NOWHERE || bin[i] >= (int32_t)problem->bins)
            return "no such bin";
        if (problem->is_fixed && problem->is_fixed[i] && bin[i] != problem->start[i])
            return "a fixed item moved";
        if (bin[i] >= 0 && problem->is_closed && problem->is_closed[bin[i]])
            return "an item in a closed bin";
    }
    for (size_t b = 0; b < problem->bins; b++)
        for (size_t d = 0; d < problem->dimensions; d++)
            if (is_over(problem, bin, b, d))
                return "a bin holds more than it can";
    return problem->judge && breaks_rules(made, bin) ? "a rule is broken" : NULL;
}

struct sums {
    size_t used, misplaced, moves;
    double moved, cost;
};

static struct sums sums_of(const struct packing_problem *problem,
                           const struct packing_options *options, const int32_t *bin)
{
    struct sums sums = {0};
    bool cheapest = options->aim == PACKING_CHEAPEST;
    for (size_t b = 0; b < problem->bins; b++) {
        bool is_used = false;
        for (size_t i = 0; i < problem->items; i++)
            is_used = is_used || bin[i] == (int32_t)b;
        sums.used += is_used;
        sums.cost += !is_used ? 0 : cheapest && problem->costs ? problem->costs[b] : 1;
    }
    for (size_t i = 0; i < problem->items; i++) {
        sums.misplaced += bin[i] < 0;
        if (problem->start && problem->start[i] >= 0 && problem->start[i] != bin[i]) {
            sums.moved += problem->move_costs ? problem->move_costs[i] : 1;
            sums.moves++;
        }
        if (cheapest && problem->unit_costs && bin[i] >= 0)
            sums.cost +=
                problem->unit_costs[bin[i]] * (double)problem->sizes[i * problem->dimensions];
    }
    if (options->aim == PACKING_MOVES)
        sums.cost = sums.moved;
    return sums;
}

const char *made_packing_wrong(const struct made_packing *made,
                               const struct packing_options *options, const struct packing *packing)
{
    const char *wrong = wrong_place(made, packing->bin);
    struct sums sums = sums_of(&made->problem, options, packing->bin);
    if (wrong)
        return wrong;
    if (sums.used != packing->bins_used || sums.misplaced != packing->misplaced ||
        sums.moves != packing->moves)
        return "counts are wrong";
    if (fabs(sums.cost - packing->cost) > 1e-6)
        return "the cost is wrong";
    bool in_limit = options->aim != PACKING_MOVES || sums.used <= options->bins_most;
    if (sums.misplaced == 0 && in_limit && packing->bound > packing->cost + 1e-6)
        return "the bound is above the cost";
    if (packing->is_optimal &&
        (packing->misplaced > 0 || !in_limit || fabs(packing->bound - packing->cost) > 1e-6))
        return "called optimal beside another bound";
    return NULL;
}

// --- every placement ----------------------------------------------------------------------------

static bool is_less(const struct sums *sums, const struct made_optimum *than)
{
    if (sums->misplaced != than->misplaced)
        return sums->misplaced < than->misplaced;
    if (fabs(sums->cost - than->cost) > 1e-9)
        return sums->cost < than->cost;
    return sums->moved < than->moved;
}

struct made_optimum made_packing_optimum(const struct made_packing *made,
                                         const struct packing_options *options)
{
    const struct packing_problem *problem = &made->problem;
    struct made_optimum best = {.misplaced = SIZE_MAX};
    scope_free int32_t *bin = alloc_zeroed(problem->items + 1, sizeof(*bin));
    for (size_t i = 0; i < problem->items; i++)
        bin[i] = PACKING_NOWHERE;
    for (size_t digit = 0; digit < problem->items;) {
        struct sums sums = sums_of(problem, options, bin);
        bool in_limit = options->aim != PACKING_MOVES || sums.used <= options->bins_most;
        if (in_limit && is_less(&sums, &best) && !wrong_place(made, bin))
            best = (struct made_optimum){sums.misplaced, sums.cost, sums.moved};
        for (digit = 0; digit < problem->items; digit++) {
            if (++bin[digit] < (int32_t)problem->bins)
                break;
            bin[digit] = PACKING_NOWHERE;
        }
    }
    return best;
}
