// SPDX-License-Identifier: GPL-3.0-or-later
// The best of all bounds that there is time for.
#include "planner/packing/packing_bound.h"

#include <math.h>

#include "common/base/clock.h"
#include "planner/packing/bound_fluid.h"
#include "planner/packing/bound_moves.h"
#include "planner/packing/bound_rest.h"
#include "planner/packing/pattern_plan.h"
#include "planner/packing/pattern_relaxation.h"
#include "planner/packing/pattern_solver.h"

enum { KINDS_MOST = 1000, BIN_KINDS_MOST = 200 };

static void raise(struct packing_bound *bound, double value, const char *by)
{
    if (value > bound->value)
        *bound = (struct packing_bound){.value = value, .by = by};
}

static void raise_quickly(struct packing_bound *bound, const struct bound_rest *rest)
{
    raise(bound, bound_rest_safe(rest, 0), "what is fixed");
    raise(bound, bound_rest_safe(rest, bound_fluid(rest)), "sum of sizes");
}

struct packing_bound packing_bound_quick(const struct packing_problem *problem,
                                         const struct packing_options *options)
{
    struct packing_bound bound = {.by = "nothing to be packed"};
    struct bound_rest rest;

    if (options->aim == PACKING_MOVES) {
        raise(&bound, bound_moves(problem, options->bins_most), "bins to be emptied");
        return bound;
    }
    bound_rest_init(&rest, problem, options->aim);
    raise_quickly(&bound, &rest);
    bound_rest_done(&rest);
    return bound;
}

static double relaxed(const struct bound_rest *rest, const struct pattern_kinds *kinds,
                      double seconds)
{
    struct pattern_relaxation relaxation;
    struct pattern_plan plan;
    uint64_t span_ns = (uint64_t)(fmin(fmax(seconds, 0), 1e9) * 1e9);

    pattern_relaxation_init(&relaxation, kinds, rest->grain);
    pattern_plan_init(&plan, &relaxation.set);
    pattern_plan_fill(&plan); // the first patterns
    pattern_plan_done(&plan);
    pattern_relaxation_run(&relaxation, SIZE_MAX, clock_monotonic_ns() + span_ns);
    double value = relaxation.bound;
    pattern_relaxation_done(&relaxation);
    pattern_solver_leave();
    return value;
}

struct packing_bound packing_bound_of(const struct packing_problem *problem,
                                      const struct packing_options *options)
{
    struct packing_bound bound = packing_bound_quick(problem, options);
    struct bound_rest rest;
    struct pattern_kinds kinds;

    if (options->aim == PACKING_MOVES)
        return bound;
    bound_rest_init(&rest, problem, options->aim);
    if (pattern_kinds_init(&kinds, &rest, KINDS_MOST, BIN_KINDS_MOST)) {
        if (kinds.kinds > 0 && kinds.dimensions > 0)
            raise(&bound, bound_rest_safe(&rest, relaxed(&rest, &kinds, options->seconds)),
                  "column generation");
        pattern_kinds_done(&kinds);
    }
    bound_rest_done(&rest);
    return bound;
}
