// SPDX-License-Identifier: GPL-3.0-or-later
// Where a stretch of values falls apart best into two: the energy distance between what lies before
// and after a place, for every place, in O(n log n) (Matteson and James 2014, section 2). And that
// for other orders of the same values, which is what a permutation test asks.
//
// Two values are |x - y| + 2 (x - y)^2 apart, both over their means over all pairs. The first part
// sees changes of any kind, the second is sharper where the mean moves; any such sum has what an
// energy distance needs (Szekely and Rizzo 2013, "Energy statistics: a class of statistics based on
// distances", J. Stat. Plan. Inference 143).
//
// The distance of m values from n, Q = m n / (m + n) E, is Matteson's; it is weighted by the square
// root of 4 m n / (m + n)^2. Without a weight the noisiest places, those near the ends, set the
// level that all others must pass (Csorgo and Horvath 1997, "Limit Theorems in Change-Point
// Analysis", on weight functions). Values beyond three standard deviations, by the median
// of absolute deviations, are drawn in to there first, so that a single one cannot make a distance.
#ifndef FULLHOUSE_COMMON_INFERENCE_ENERGY_SPLIT_H
#define FULLHOUSE_COMMON_INFERENCE_ENERGY_SPLIT_H

#include <stddef.h>
#include <stdint.h>

struct energy_value {
    double value; // drawn in, from the median, over the mean distance
    double apart; // sum of its distances from all the others
    size_t rank;  // from 1, ties in any order
};

struct energy_sum {
    double count, sum;
};

struct energy_stretch {
    struct energy_value *values; // in the order that is asked for; shuffle them as you like
    size_t count;
    double square_weight;       // of a squared distance
    double within;              // sum of the distances of all pairs; 0: all are equal
    struct energy_sum *by_rank; // scratch: sums over ranks (Fenwick 1994, "A new data structure for
                                // cumulative frequency tables", Software 24)
};

struct energy_split {
    size_t at;       // index of the first value after it
    double distance; // of the two sides, weighted; 0 where there is no place
};

void energy_stretch_init(struct energy_stretch *stretch, const double *series, size_t count);
void energy_stretch_done(struct energy_stretch *stretch);

// The place of the largest distance with `least` values on either side at least.
struct energy_split energy_split_of(struct energy_stretch *stretch, size_t least);

#endif
