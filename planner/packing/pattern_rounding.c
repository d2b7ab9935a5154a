// SPDX-License-Identifier: GPL-3.0-or-later
// The first dive is plain; further ones are led astray a little by their seed.
#include "planner/packing/pattern_rounding.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "planner/packing/pattern_solver.h"
#include "planner/packing/packing_clock.h"

static const double hair = 1e-6;
static const double noise = 0.35;          // of a part of a pattern, in dives after the first
static const double programme_share = 0.4; // of the time left
enum { PROGRAMME_COLUMNS = 6000 };

static double least_step(const struct pattern_relaxation *relaxation, double cost)
{
    return relaxation->grain > 0 ? relaxation->grain / 2 : 1e-9 * fmax(1, fabs(cost));
}

static bool is_better(const struct pattern_plan *plan, const struct pattern_plan *best)
{
    size_t left = pattern_plan_left(plan), best_left = pattern_plan_left(best);

    return left < best_left || (left == best_left && plan->cost < best->cost);
}

// Takes the plan where it is better, else drops it.
static bool keep_better(struct pattern_plan *plan, struct pattern_plan *best)
{
    bool is_kept = is_better(plan, best);

    if (is_kept) {
        pattern_plan_done(best);
        *best = *plan;
    } else {
        pattern_plan_done(plan);
    }
    return is_kept;
}

// Every whole part of the solution; how many bins that were.
static size_t take_whole(const struct pattern_relaxation *relaxation, struct pattern_plan *plan)
{
    size_t taken = 0, columns = relaxation->loaded;

    for (size_t i = 0; i < columns; i++) {
        double times = floor(pattern_relaxation_times(relaxation, i) + hair);
        if (!(times >= 1))
            continue;
        pattern_plan_take(plan, i, (uint32_t)times);
        taken++;
    }
    return taken;
}

static bool take_largest(const struct pattern_relaxation *relaxation, double astray,
                         struct rng *rng, struct pattern_plan *plan)
{
    size_t columns = relaxation->loaded, largest = columns;
    double most = 0;

    for (size_t i = 0; i < columns; i++) {
        double part = pattern_relaxation_times(relaxation, i);
        if (part <= hair)
            continue;
        double rank = part + astray * rng_unit(rng);
        if (rank > most) {
            most = rank;
            largest = i;
        }
    }
    if (largest == columns)
        return false;
    pattern_plan_take(plan, largest, 1);
    return true;
}

static bool is_hopeless(const struct pattern_relaxation *relaxation,
                        const struct pattern_plan *plan, const struct pattern_plan *best)
{
    double step = least_step(relaxation, best->cost);

    return relaxation->is_whole && pattern_plan_left(best) == 0 &&
           plan->cost + relaxation->bound > best->cost - step;
}

static bool dive(struct pattern_relaxation *relaxation, double astray, struct rng *rng,
                 const struct rounding_limits *limits, struct pattern_plan *best)
{
    struct pattern_plan plan;
    size_t left;

    pattern_plan_init(&plan, &relaxation->set);
    while ((left = pattern_plan_left(&plan)) > 0) {
        pattern_relaxation_demand(relaxation, plan.demand, plan.bins);
        pattern_relaxation_run(relaxation, limits->columns, limits->deadline_ns);
        if (!relaxation->is_solved || is_hopeless(relaxation, &plan, best))
            break;
        size_t whole = take_whole(relaxation, &plan);
        if (whole == 0 && !take_largest(relaxation, astray, rng, &plan))
            break;
        if (pattern_plan_left(&plan) == left)
            break;
    }
    pattern_plan_fill(&plan);
    return keep_better(&plan, best);
}

static void forbid_uncovered(struct pattern_relaxation *relaxation, bool is_forbidden)
{
    for (size_t k = 0; k < relaxation->kinds->kinds; k++)
        pattern_solver_column(relaxation->master, k, relaxation->dear, is_forbidden ? 0 : INFINITY);
}

static double seconds_until(uint64_t deadline_ns)
{
    uint64_t now_ns = packing_clock_ns();

    return now_ns < deadline_ns ? (double)(deadline_ns - now_ns) / 1e9 : 0;
}

// Whole parts of the relaxation's solution stay, but for one of each; the others are chosen anew.
static void take_sure(const struct pattern_relaxation *relaxation, struct pattern_plan *plan)
{
    size_t columns = relaxation->loaded;

    for (size_t i = 0; i < columns; i++) {
        double times = floor(pattern_relaxation_times(relaxation, i) + hair) - 1;
        if (times >= 1)
            pattern_plan_take(plan, i, (uint32_t)times);
    }
}

static bool solve_whole(struct pattern_relaxation *relaxation, const struct rounding_limits *limits,
                        struct pattern_plan *plan, double cut)
{
    double seconds = programme_share * seconds_until(limits->deadline_ns);
    size_t columns = relaxation->loaded, extra = relaxation->kinds->kinds;
    scope_free double *values = alloc_zeroed(extra + columns + 1, sizeof(*values));

    forbid_uncovered(relaxation, true);
    bool is_found =
        pattern_solver_solve(relaxation->master, seconds) &&
        pattern_solver_whole(relaxation->master, seconds, limits->branches, cut, values);
    forbid_uncovered(relaxation, false);
    for (size_t i = 0; is_found && i < columns; i++)
        if (values[extra + i] >= 1)
            pattern_plan_take(plan, i, (uint32_t)values[extra + i]);
    return is_found;
}

static bool solve_programme(struct pattern_relaxation *relaxation,
                            const struct rounding_limits *limits, struct pattern_plan *best)
{
    struct pattern_plan plan;

    pattern_plan_init(&plan, &relaxation->set);
    pattern_relaxation_demand(relaxation, plan.demand, plan.bins);
    pattern_relaxation_run(relaxation, 1, limits->deadline_ns);
    if (relaxation->is_solved)
        take_sure(relaxation, &plan);
    pattern_relaxation_demand(relaxation, plan.demand, plan.bins);
    pattern_relaxation_load(relaxation);
    double cut = best->cost - least_step(relaxation, best->cost) - plan.cost;
    if (relaxation->loaded <= PROGRAMME_COLUMNS)
        solve_whole(relaxation, limits, &plan, cut);
    pattern_plan_fill(&plan);
    return keep_better(&plan, best);
}

static bool is_enough(const struct pattern_plan *best, const struct rounding_limits *limits)
{
    return pattern_plan_left(best) == 0 && best->cost <= limits->enough * (1 + 1e-12);
}

void pattern_rounding_improve(struct pattern_relaxation *relaxation,
                              const struct rounding_limits *limits, struct pattern_plan *best)
{
    struct rng rng;

    rng_init(&rng, limits->seed);
    for (uint64_t i = 0;
         i < limits->dives && !is_enough(best, limits) && packing_clock_ns() < limits->deadline_ns;
         i++) {
        dive(relaxation, i ? noise : 0, &rng, limits, best);
        while (i == 0 && !is_enough(best, limits) && packing_clock_ns() < limits->deadline_ns &&
               solve_programme(relaxation, limits, best)) {
        }
    }
}
