// SPDX-License-Identifier: GPL-3.0-or-later
// Takes out of a problem what is decided already.
#include "planner/packing/bound_rest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

// Sums of a hundred thousand doubles are off by less than a ratio of 1e-10.
static const double rounding_ratio = 1e-9;

static double cost_of(const struct packing_problem *problem, enum packing_aim aim, size_t bin)
{
    return aim == PACKING_CHEAPEST && problem->costs ? problem->costs[bin] : 1;
}

static double unit_of(const struct packing_problem *problem, enum packing_aim aim, size_t bin)
{
    return aim == PACKING_CHEAPEST && problem->unit_costs ? problem->unit_costs[bin] : 0;
}

static bool is_fixed(const struct packing_problem *problem, size_t item)
{
    return problem->is_fixed && problem->is_fixed[item] && problem->start &&
           problem->start[item] >= 0;
}

static int64_t less(int64_t room, int64_t size)
{
    if (room == INT64_MAX)
        return room;
    return room > size ? room - size : 0;
}

// Rooms less what is fixed; which bins something is fixed in; and what that costs.
static void take_fixed(const struct packing_problem *problem, enum packing_aim aim, int64_t *rooms,
                       bool *is_open, double *ret_paid)
{
    size_t dimensions = problem->dimensions;
    double paid = 0;

    for (size_t i = 0; i < problem->items; i++) {
        if (!is_fixed(problem, i))
            continue;
        size_t bin = (size_t)problem->start[i];
        const int64_t *size = problem->sizes + i * dimensions;
        for (size_t d = 0; d < dimensions; d++)
            rooms[bin * dimensions + d] = less(rooms[bin * dimensions + d], size[d]);
        paid += is_open[bin] ? 0 : cost_of(problem, aim, bin);
        paid += dimensions ? unit_of(problem, aim, bin) * (double)size[0] : 0;
        is_open[bin] = true;
    }
    *ret_paid = paid;
}

static void take_bins(struct bound_rest *rest, const struct packing_problem *problem,
                      enum packing_aim aim, const int64_t *rooms, const bool *is_open)
{
    size_t dimensions = rest->dimensions;

    for (size_t b = 0; b < problem->bins; b++) {
        if (problem->is_closed && problem->is_closed[b])
            continue;
        size_t at = rest->bins++;
        rest->bin[at] = (uint32_t)b;
        memcpy(rest->rooms + at * dimensions, rooms + b * dimensions, dimensions * sizeof(*rooms));
        rest->costs[at] = is_open[b] ? 0 : cost_of(problem, aim, b);
        rest->units[at] = unit_of(problem, aim, b);
    }
}

static bool fits(const int64_t *size, const int64_t *room, size_t dimensions)
{
    for (size_t d = 0; d < dimensions; d++)
        if (size[d] > room[d])
            return false;
    return true;
}

// The bin that held the last one is asked first, so that this takes long only where few fit.
static bool fits_somewhere(const struct bound_rest *rest, const int64_t *size, size_t *last)
{
    if (*last < rest->bins && fits(size, bound_rest_room(rest, *last), rest->dimensions))
        return true;
    for (size_t b = 0; b < rest->bins; b++) {
        if (b > 0 && memcmp(bound_rest_room(rest, b), bound_rest_room(rest, b - 1),
                            rest->dimensions * sizeof(*size)) == 0)
            continue;
        if (fits(size, bound_rest_room(rest, b), rest->dimensions)) {
            *last = b;
            return true;
        }
    }
    return false;
}

static void take_items(struct bound_rest *rest, const struct packing_problem *problem)
{
    size_t dimensions = rest->dimensions, last = 0;

    for (size_t i = 0; i < problem->items; i++) {
        const int64_t *size = problem->sizes + i * dimensions;
        if (is_fixed(problem, i) || !fits_somewhere(rest, size, &last))
            continue;
        memcpy(rest->sizes + rest->items * dimensions, size, dimensions * sizeof(*size));
        rest->item[rest->items++] = (uint32_t)i;
    }
}

static double common_divisor(double a, double b)
{
    while (b > 0) {
        double left = fmod(a, b);
        a = b;
        b = left;
    }
    return a;
}

// Costs in whole units or hundredths add up to multiples of what divides them all.
static double grain_of(const struct bound_rest *rest, const struct packing_problem *problem,
                       enum packing_aim aim)
{
    double grain = 0;

    for (size_t b = 0; b < problem->bins; b++) {
        double hundredths = round(cost_of(problem, aim, b) * 100);
        bool is_whole = fabs(hundredths / 100 - cost_of(problem, aim, b)) < 1e-12 * hundredths;
        if (unit_of(problem, aim, b) != 0 || !(hundredths < 1e12) || hundredths < 1 || !is_whole)
            return 0;
        grain = common_divisor(hundredths, grain);
    }
    return rest->bins ? grain / 100 : 0;
}

void bound_rest_init(struct bound_rest *rest, const struct packing_problem *problem,
                     enum packing_aim aim)
{
    size_t dimensions = problem->dimensions, cells = problem->bins * dimensions;
    scope_free int64_t *rooms = alloc_zeroed(cells + 1, sizeof(*rooms));
    scope_free bool *is_open = alloc_zeroed(problem->bins + 1, sizeof(*is_open));

    *rest = (struct bound_rest){
        .dimensions = dimensions,
        .item = alloc_zeroed(problem->items + 1, sizeof(*rest->item)),
        .bin = alloc_zeroed(problem->bins + 1, sizeof(*rest->bin)),
        .sizes = alloc_zeroed(problem->items * dimensions + 1, sizeof(*rest->sizes)),
        .rooms = alloc_zeroed(cells + 1, sizeof(*rest->rooms)),
        .costs = alloc_zeroed(problem->bins + 1, sizeof(*rest->costs)),
        .units = alloc_zeroed(problem->bins + 1, sizeof(*rest->units)),
    };
    if (cells)
        memcpy(rooms, problem->capacities, cells * sizeof(*rooms));
    take_fixed(problem, aim, rooms, is_open, &rest->paid);
    take_bins(rest, problem, aim, rooms, is_open);
    take_items(rest, problem);
    rest->grain = grain_of(rest, problem, aim);
}

void bound_rest_done(struct bound_rest *rest)
{
    if (!rest)
        return;
    free(rest->item);
    free(rest->bin);
    free(rest->sizes);
    free(rest->rooms);
    free(rest->costs);
    free(rest->units);
    *rest = (struct bound_rest){0};
}

double bound_rest_safe(const struct bound_rest *rest, double value)
{
    double sure = value - rounding_ratio * fmax(1, fabs(value));

    if (!(sure > 0))
        return rest->paid;
    if (rest->grain > 0)
        sure = ceil(sure / rest->grain) * rest->grain;
    return rest->paid + sure;
}
