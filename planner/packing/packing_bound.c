// SPDX-License-Identifier: GPL-3.0-or-later
// The best of all bounds that there is time for.
#include "planner/packing/packing_bound.h"

#include "planner/packing/bound_fluid.h"
#include "planner/packing/bound_rest.h"

static void raise(struct packing_bound *bound, double value, const char *by)
{
    if (value > bound->value)
        *bound = (struct packing_bound){.value = value, .by = by};
}

struct packing_bound packing_bound_of(const struct packing_problem *problem,
                                      const struct packing_options *options)
{
    struct packing_bound bound = {.by = "nothing to be packed"};
    struct bound_rest rest;

    if (options->aim == PACKING_MOVES)
        return bound;
    bound_rest_init(&rest, problem, options->aim);
    raise(&bound, bound_rest_safe(&rest, 0), "what is fixed");
    raise(&bound, bound_rest_safe(&rest, bound_fluid(&rest)), "sum of sizes");
    bound_rest_done(&rest);
    return bound;
}
