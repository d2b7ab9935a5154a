// SPDX-License-Identifier: GPL-3.0-or-later
// Exponential numbers from a seed. Private to this folder and its tests.
#ifndef FULLHOUSE_WORKLOADS_CORE_EXPONENTIAL_H
#define FULLHOUSE_WORKLOADS_CORE_EXPONENTIAL_H

#include "common/base/rng.h"
#include "workloads/core/logarithm.h"

// The next one, of this mean, by inversion.
static inline double exponential_next(struct rng *rng, double mean)
{
    // One minus a number of 53 bits is exact, and never 0.
    return -logarithm(1 - rng_unit(rng)) * mean;
}

#endif
