// SPDX-License-Identifier: GPL-3.0-or-later
// The nearest basis that knows, and how its figures change on the way.
#include "planner/curve/capacity_carry.h"

#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct scaling_host capacity_scaling_host(const struct capacity_basis *basis)
{
    return (struct scaling_host){
        .cores = basis->cores,
        .core_score = basis->core_score,
        .core_hz = basis->core_hz,
        .alone_hz = {NAN, NAN, NAN},
    };
}

static double distance(const struct capacity_basis *one, const struct capacity_basis *other)
{
    return fabs(log2(one->cores / other->cores));
}

static bool is_measured(const struct capacity_basis *basis, size_t class)
{
    const struct uncertain *guests = &basis->classes[class].guests;
    return !isnan(guests->value) && guests->origin == ORIGIN_MEASURED;
}

static const struct capacity_basis *nearest(const struct capacities *capacities,
                                            const struct capacity_basis *to, size_t class)
{
    const struct capacity_basis *nearest = NULL;
    for (size_t b = 0; b < capacities->count; b++) {
        const struct capacity_basis *from = &capacities->list[b];
        if (strcmp(from->platform, to->platform) == 0 && is_measured(from, class) &&
            (!nearest || distance(from, to) < distance(nearest, to)))
            nearest = from;
    }
    return nearest;
}

// The same class alone on both hosts is not known here: else it would be measured on both.
static void carry(const struct capacity_basis *from, struct capacity_basis *to, size_t class,
                  double error)
{
    const struct scaling_host here = capacity_scaling_host(from), there = capacity_scaling_host(to);
    const struct class_capacity *known = &from->classes[class];
    struct class_capacity *filled = &to->classes[class];
    scope_free char *words = NULL;
    const struct uncertain capacity = scaling_of(&here, &there, error, &words);
    double speed = capacity.value * from->cores / to->cores;
    *filled = *known;
    filled->guests = uncertain_product(&known->guests, &capacity);
    if (!isnan(known->busy_cores.value))
        filled->busy_cores = uncertain_scaled(&known->busy_cores, 1 / speed);
    filled->busy_cores.origin = filled->guests.origin;
    filled->source = alloc_printf("%s; carried over to %s: %s", known->source, to->host, words);
}

void capacity_carry(struct capacities *capacities, double error)
{
    for (size_t b = 0; b < capacities->count; b++) {
        struct capacity_basis *to = &capacities->list[b];
        for (size_t c = 0; c < to->class_count; c++) {
            const struct capacity_basis *from =
                isnan(to->classes[c].guests.value) ? nearest(capacities, to, c) : NULL;
            if (from)
                carry(from, to, c, error);
        }
    }
}
