// SPDX-License-Identifier: GPL-3.0-or-later
// Where a series changed its distribution: E-divisive (Matteson and James 2014, "A nonparametric
// approach for multiple change point analysis of multivariate data", J. Am. Stat. Assoc. 109), the
// energy distance of what lies before and after, tested by permutations within each part. The
// chance of any change in a series without one is `significance`; of further ones beside true ones,
// too (change_tree.h). A lone outlier makes none (energy_split.h).
//
// A drift makes none either: changes must describe the series better than straight lines do
// (change_trend.h). One step of a standard deviation in 60 values and a drift by two can hardly be
// told apart by anybody, and the doubt falls to the step; a drift by six deviations or more over 60
// values, by four over 200, is known for one. Values that depend on their neighbours (a host that
// warms up from night to night) are more than permutations allow for, and raise more than stated.
#ifndef FULLHOUSE_COMMON_INFERENCE_CHANGE_POINTS_H
#define FULLHOUSE_COMMON_INFERENCE_CHANGE_POINTS_H

#include <stddef.h>
#include <stdint.h>

struct change_point {
    size_t at;            // index of the first value after it
    double p;             // of its permutation test
    double before, after; // medians of the segments on both sides, as they ended up
};

struct change_plan {
    double significance;  // 0: 0.05, of the whole series, so that it is spent test by test
    size_t segment_least; // values on either side at least; 0: 5
    uint32_t draws;       // permutations a test; 0: 999
    uint64_t seed;
};

struct change_points {
    struct change_point *list; // ascending
    size_t count;
};

// Values that are no numbers are refused by the caller. The same seed gives the same points. Fewer
// than two segments' worth of values have none. Release with change_points_done.
void change_points_find(const double *series, size_t count, const struct change_plan *plan,
                        struct change_points *ret_points);
void change_points_done(struct change_points *points);

#endif
