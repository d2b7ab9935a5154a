// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner/packing/bound_patterns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "planner/packing/pattern_kinds.h"
#include "planner/packing/pattern_plan.h"
#include "planner/packing/pattern_relaxation.h"
#include "planner/packing/pattern_solver.h"

// Where rounds limit the work instead of the clock: of column generation, and steps of one pricing.
enum { ROUND_COLUMNS = 50, ROUND_STEPS = 500 };

static void *copy_of(const void *from, size_t count, size_t size)
{
    void *made = alloc_zeroed(count + 1, size);
    if (count > 0)
        memcpy(made, from, count * size);
    return made;
}

static void copy_cells(const int64_t *from, size_t rows, size_t width, const bool *stays,
                       int64_t *to)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t d = 0; d < width; d++)
            if (stays[d])
                *to++ = from[i * width + d];
}

// The rest in those dimensions, in their order.
static void keep(const struct bound_rest *rest, const bool *stays, struct bound_rest *made)
{
    size_t kept = 0;
    for (size_t d = 0; d < rest->dimensions; d++)
        kept += stays[d];
    *made = (struct bound_rest){
        .dimensions = kept,
        .items = rest->items,
        .bins = rest->bins,
        .item = copy_of(rest->item, rest->items, sizeof(*rest->item)),
        .bin = copy_of(rest->bin, rest->bins, sizeof(*rest->bin)),
        .sizes = alloc_zeroed(rest->items * kept + 1, sizeof(*rest->sizes)),
        .rooms = alloc_zeroed(rest->bins * kept + 1, sizeof(*rest->rooms)),
        .costs = copy_of(rest->costs, rest->bins, sizeof(*rest->costs)),
        .units = copy_of(rest->units, rest->bins, sizeof(*rest->units)),
        .paid = rest->paid,
        .grain = rest->grain,
    };
    copy_cells(rest->sizes, rest->items, rest->dimensions, stays, made->sizes);
    copy_cells(rest->rooms, rest->bins, rest->dimensions, stays, made->rooms);
    if (!stays[0])
        memset(made->units, 0, rest->bins * sizeof(*made->units));
}

// How many kinds of items and of bins there are in those dimensions; SIZE_MAX: too many.
static size_t kinds_in(const struct bound_rest *rest, const bool *stays, size_t kinds_most)
{
    struct bound_rest narrow;
    struct pattern_kinds kinds;
    size_t count = SIZE_MAX;
    keep(rest, stays, &narrow);
    if (pattern_kinds_init(&kinds, &narrow, kinds_most, BOUND_BIN_KINDS_MOST)) {
        count = kinds.kinds;
        pattern_kinds_done(&kinds);
    }
    bound_rest_done(&narrow);
    return count;
}

// The dimension not looked at yet that has fewest kinds by itself.
static size_t next_of(const size_t *alone, const bool *was_tried, size_t dimensions)
{
    size_t best = SIZE_MAX;
    for (size_t d = 0; d < dimensions; d++)
        if (!was_tried[d] && alone[d] < SIZE_MAX && (best == SIZE_MAX || alone[d] < alone[best]))
            best = d;
    return best;
}

bool bound_patterns_narrow(const struct bound_rest *rest, size_t kinds_most,
                           struct bound_rest *ret_narrow)
{
    size_t dimensions = rest->dimensions, kept = 0;
    scope_free size_t *alone = alloc_zeroed(dimensions + 1, sizeof(*alone));
    scope_free bool *stays = alloc_zeroed(dimensions + 1, sizeof(*stays));
    scope_free bool *was_tried = alloc_zeroed(dimensions + 1, sizeof(*was_tried));
    for (size_t d = 0; d < dimensions; d++) {
        stays[d] = true;
        alone[d] = kinds_in(rest, stays, kinds_most);
        stays[d] = false;
    }
    for (size_t d; (d = next_of(alone, was_tried, dimensions)) != SIZE_MAX;) {
        was_tried[d] = stays[d] = true;
        stays[d] = kinds_in(rest, stays, kinds_most) < SIZE_MAX;
        kept += stays[d];
    }
    if (kept > 0)
        keep(rest, stays, ret_narrow);
    return kept > 0;
}

static double relaxed(const struct bound_rest *rest, const struct pattern_kinds *kinds,
                      const struct packing_options *options)
{
    struct pattern_relaxation relaxation;
    struct pattern_plan plan;
    uint64_t span_ns = (uint64_t)(fmin(fmax(options->seconds, 0), 1e9) * 1e9);

    pattern_relaxation_init(&relaxation, kinds, rest->grain);
    pattern_plan_init(&plan, &relaxation.set);
    pattern_plan_fill(&plan); // the first patterns
    pattern_plan_done(&plan);
    if (options->rounds)
        relaxation.steps_most = options->rounds * ROUND_STEPS;
    pattern_relaxation_run(&relaxation,
                           options->rounds ? options->rounds * ROUND_COLUMNS : SIZE_MAX,
                           clock_monotonic_ns() + span_ns);
    double value = relaxation.bound;
    pattern_relaxation_done(&relaxation);
    pattern_solver_leave();
    return value;
}

double bound_patterns(const struct bound_rest *rest, size_t kinds_most,
                      const struct packing_options *options)
{
    struct bound_rest narrow;
    struct pattern_kinds kinds;
    double value = 0;
    if (pattern_kinds_init(&kinds, rest, kinds_most, BOUND_BIN_KINDS_MOST)) {
        if (kinds.kinds > 0 && kinds.dimensions > 0)
            value = relaxed(rest, &kinds, options);
        pattern_kinds_done(&kinds);
    } else if (bound_patterns_narrow(rest, kinds_most, &narrow)) {
        value = bound_patterns(&narrow, kinds_most, options);
        bound_rest_done(&narrow);
    }
    return value;
}
