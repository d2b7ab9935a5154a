// SPDX-License-Identifier: GPL-3.0-or-later
// From units to a ratio: its value, how far it may be off, and how likely it would be if it did not
// matter which side is which. Private to contrast*.c.
#ifndef FULLHOUSE_COMPARE_CONTRAST_RATIO_H
#define FULLHOUSE_COMPARE_CONTRAST_RATIO_H

#include <stdint.h>

#include "common/inference/permutation.h"
#include "common/inference/spread.h"
#include "compare/contrast_units.h"

struct contrast_ratio {
    double value;            // B over A; NAN where there is none
    struct spread spread;    // of its logarithm; of itself where a value is 0
    double unit_variance;    // of one block's difference, or of one unit of each side together; NAN
                             // not known
    double lasting_variance; // what no more units take away: the reference's
};

// The ratio of geometric means. On the logarithm its error is that of a mean of units, or of the
// differences within blocks, so that its variance is s^2 / n, which is what the bootstrap over
// units comes to when it draws without end (Davison and Hinkley 1997, 2.2.2), with Student's
// degrees of freedom; Welch's where units are in no blocks. Where a value is 0 it is that of
// arithmetic means (common/inference/mean_ratio.h); none where one is negative or all of A's are 0,
// but where nothing differs at all.
struct contrast_ratio contrast_ratio_of(const struct contrast_units *units);

// Over what a reference did from A to B: variances add up.
struct contrast_ratio contrast_ratio_over(const struct contrast_ratio *ratio,
                                          const struct contrast_ratio *reference);

// low and high NAN where units are too few.
struct estimate contrast_ratio_interval(const struct contrast_ratio *ratio, double confidence);

// The means of both sides as they are told: geometric, or arithmetic where one is not positive.
void contrast_ratio_values(const struct contrast_units *units, double ret_values[2]);

// How often exchanging sides within blocks, or units between sides, gives a difference as large.
// shift is taken from B's logarithms first: what a reference explains.
struct permutation contrast_ratio_blocks(const struct contrast_units *units, double shift,
                                         uint64_t seed);
struct permutation contrast_ratio_groups(const struct contrast_units *units, double shift,
                                         uint64_t seed);

#endif
