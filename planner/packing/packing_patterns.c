// SPDX-License-Identifier: GPL-3.0-or-later
// From a problem to kinds, to the relaxation, to whole bins, to real bins.
#include "planner/packing/packing_patterns.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "planner/packing/pattern_dealing.h"
#include "planner/packing/pattern_relaxation.h"
#include "planner/packing/pattern_rounding.h"
#include "planner/packing/pattern_solver.h"
#include "planner/packing/packing_clock.h"

static const double relaxation_share = 0.5; // of the seconds, at most
enum {
    KINDS_MOST = 1000,
    BIN_KINDS_MOST = 200,
    BIN_KINDS_ALWAYS = 8,
    DIVES_MOST = 1000,
    DIVE_COLUMNS = 20
};
// Where rounds limit the work instead of the clock: of column generation, steps of one pricing, and
// branches of a programme, for each round.
enum { ROUND_COLUMNS = 50, ROUND_STEPS = 500, ROUND_BRANCHES = 100 };

static void count_bins(const struct packing_problem *problem, struct packing *packing)
{
    scope_free bool *is_used = alloc_zeroed(problem->bins + 1, sizeof(*is_used));

    for (size_t i = 0; i < problem->items; i++) {
        int32_t bin = packing->bin[i];
        int32_t start = problem->start ? problem->start[i] : PACKING_NOWHERE;
        packing->misplaced += bin < 0;
        packing->moves += bin >= 0 && bin != start;
        if (bin >= 0 && !is_used[bin]) {
            is_used[bin] = true;
            packing->bins_used++;
        }
    }
}

static double cost_of_moves(const struct packing_problem *problem, const int32_t *bin)
{
    double cost = 0;

    for (size_t i = 0; i < problem->items; i++) {
        int32_t start = problem->start ? problem->start[i] : PACKING_NOWHERE;
        if (start >= 0 && bin[i] >= 0 && bin[i] != start)
            cost += problem->move_costs ? problem->move_costs[i] : 1;
    }
    return cost;
}

static double cost_of_bins(const struct packing_problem *problem, const int32_t *bin)
{
    scope_free bool *is_used = alloc_zeroed(problem->bins + 1, sizeof(*is_used));
    double cost = 0;

    for (size_t i = 0; i < problem->items; i++) {
        if (bin[i] < 0)
            continue;
        if (!is_used[bin[i]])
            cost += problem->costs ? problem->costs[bin[i]] : 1;
        is_used[bin[i]] = true;
        if (problem->unit_costs && problem->dimensions)
            cost += problem->unit_costs[bin[i]] * (double)problem->sizes[i * problem->dimensions];
    }
    return cost;
}

static double cost_of(const struct packing_problem *problem, enum packing_aim aim,
                      const struct packing *packing)
{
    switch (aim) {
    case PACKING_FEWEST:
        return (double)packing->bins_used;
    case PACKING_CHEAPEST:
        return cost_of_bins(problem, packing->bin);
    case PACKING_MOVES:
        return cost_of_moves(problem, packing->bin);
    }
    return INFINITY;
}

static bool deal(const struct packing_problem *problem, const struct packing_options *options,
                 const struct bound_rest *rest, const struct pattern_plan *plan,
                 uint64_t deadline_ns, struct packing *packing)
{
    packing->bin = alloc_zeroed(problem->items + 1, sizeof(*packing->bin));
    if (!pattern_dealing_deal(problem, rest, plan, deadline_ns, packing->bin)) {
        free(packing->bin);
        packing->bin = NULL;
        return false;
    }
    count_bins(problem, packing);
    packing->cost = cost_of(problem, options->aim, packing);
    packing->by = "column generation";
    return true;
}

static uint64_t deadline_in(double seconds)
{
    return clock_monotonic_ns() + (uint64_t)(fmin(fmax(seconds, 0), 1e9) * 1e9);
}

// A plan by first fit decreasing over kinds, whose patterns are the first of the relaxation.
static void plan_first(struct pattern_relaxation *relaxation, struct pattern_plan *plan)
{
    pattern_plan_init(plan, &relaxation->set);
    pattern_plan_fill(plan);
}

static double enough_of(const struct packing_problem *problem,
                        const struct packing_options *options, const struct bound_rest *rest,
                        double bound)
{
    double enough = bound - rest->paid;

    if (options->aim == PACKING_MOVES && (double)options->bins_most - rest->paid > enough)
        enough = (double)options->bins_most - rest->paid;
    (void)problem;
    return enough;
}

static bool solve_kinds(const struct packing_problem *problem,
                        const struct packing_options *options, const struct bound_rest *rest,
                        const struct pattern_kinds *kinds, struct packing *packing, double *bound)
{
    struct pattern_relaxation relaxation;
    struct pattern_plan plan;
    struct rounding_limits limits = {
        .dives = options->rounds ? options->rounds : DIVES_MOST,
        .branches = options->rounds ? (double)options->rounds * ROUND_BRANCHES : INFINITY,
        .columns = options->rounds ? 2 : DIVE_COLUMNS,
        .seed = options->seed,
        .deadline_ns = deadline_in(options->seconds),
    };

    pattern_relaxation_init(&relaxation, kinds, rest->grain);
    plan_first(&relaxation, &plan);
    if (options->rounds)
        relaxation.steps_most = options->rounds * ROUND_STEPS;
    pattern_relaxation_run(&relaxation,
                           options->rounds ? options->rounds * ROUND_COLUMNS : SIZE_MAX,
                           deadline_in(relaxation_share * options->seconds));
    *bound = bound_rest_safe(rest, relaxation.bound);
    limits.enough = enough_of(problem, options, rest, *bound);
    pattern_rounding_improve(&relaxation, &limits, &plan);
    bool is_dealt = deal(problem, options, rest, &plan, limits.deadline_ns, packing);
    packing->was_cut_short = packing_clock_ns() >= limits.deadline_ns;
    pattern_plan_done(&plan);
    pattern_relaxation_done(&relaxation);
    return is_dealt;
}

// Patterns of a bin that has no like are of no use to another.
static bool promises(const struct pattern_kinds *kinds, const struct bound_rest *rest)
{
    return kinds->kinds > 0 && kinds->dimensions > 0 &&
           (kinds->bin_kinds <= BIN_KINDS_ALWAYS || 4 * kinds->bin_kinds <= rest->bins);
}

bool packing_patterns_solve(const struct packing_problem *problem,
                            const struct packing_options *options, struct packing *ret_packing,
                            double *ret_bound)
{
    struct bound_rest rest;
    struct pattern_kinds kinds;
    struct packing packing = {0};
    double bound;

    bound_rest_init(&rest, problem, options->aim);
    bool is_found = pattern_kinds_init(&kinds, &rest, KINDS_MOST, BIN_KINDS_MOST);
    if (is_found) {
        is_found = promises(&kinds, &rest) &&
                   solve_kinds(problem, options, &rest, &kinds, &packing, &bound);
        pattern_kinds_done(&kinds);
        pattern_solver_leave();
    }
    bound_rest_done(&rest);
    if (!is_found)
        return false;
    if (options->aim != PACKING_MOVES) {
        packing.bound = bound;
        packing.bound_by = "column generation";
        packing.is_optimal = packing.misplaced == 0 && packing.cost <= bound * (1 + 1e-12);
    }
    *ret_packing = packing;
    *ret_bound = bound;
    return true;
}
