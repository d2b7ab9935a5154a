// SPDX-License-Identifier: GPL-3.0-or-later
// The best of all bounds that there is time for.
#include "planner/packing/packing_bound.h"

#include "planner/packing/bound_fluid.h"
#include "planner/packing/bound_moves.h"
#include "planner/packing/bound_patterns.h"
#include "planner/packing/bound_rest.h"

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

// By patterns of so many kinds at most.
static void raise_by_patterns(struct packing_bound *bound, const struct bound_rest *rest,
                              size_t kinds_most, const struct packing_options *options)
{
    raise(bound, bound_rest_safe(rest, bound_patterns(rest, kinds_most, options)),
          "column generation");
}

static struct packing_bound bound_of(const struct packing_problem *problem,
                                     const struct packing_options *options, bool has_time)
{
    struct packing_bound bound = packing_bound_quick(problem, options);
    struct bound_rest rest;

    if (options->aim == PACKING_MOVES)
        return bound;
    bound_rest_init(&rest, problem, options->aim);
    size_t few = rest.items / BOUND_ITEMS_OF_KIND;
    if (few < BOUND_KINDS_MOST)
        raise_by_patterns(&bound, &rest, few, options);
    if (has_time || few >= BOUND_KINDS_MOST)
        raise_by_patterns(&bound, &rest, BOUND_KINDS_MOST, options);
    bound_rest_done(&rest);
    return bound;
}

struct packing_bound packing_bound_of(const struct packing_problem *problem,
                                      const struct packing_options *options)
{
    return bound_of(problem, options, true);
}

struct packing_bound packing_bound_of_few(const struct packing_problem *problem,
                                          const struct packing_options *options)
{
    return bound_of(problem, options, false);
}
