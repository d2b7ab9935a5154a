// SPDX-License-Identifier: GPL-3.0-or-later
// How many guests hold by service level, as a real number with its interval: where the figures of
// the service level's terms cross their bounds between the densities that were measured.
#ifndef FULLHOUSE_PLANNER_CURVE_CURVE_HOLD_H
#define FULLHOUSE_PLANNER_CURVE_CURVE_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/density.h"
#include "planner/value/uncertain.h"

struct curve_hold {
    struct uncertain guests; // absent where no density holds
    bool is_at_least;        // every density that was measured holds: guests is the largest
    bool is_extrapolated;    // guests' value lies beyond the largest density measured
};

// Of each term, and of total throughput that must rise, a figure's excess over its bound (on the
// logarithm) is made to rise only (isotonic regression, pool adjacent violators: Barlow et al.
// 1972, "Statistical Inference under Order Restrictions", section 1.2) and interpolated between the
// densities; the least density at which one of them crosses zero is the answer. Its interval: 95 %
// over replicates in which every figure is drawn anew by its own error, and so is the bend of the
// curve between two densities, of which nothing is known. Beyond what was measured, where the
// largest density is undecided, the crossing is that of search_curve.h, at most LAW_REACH times as
// far. Verdicts bound it all: the value and its interval are not below the largest density that
// holds (maximum.h) and stay below the smallest that fails.
struct curve_hold curve_hold_of(const struct density *densities, size_t count, uint64_t seed);

#endif
