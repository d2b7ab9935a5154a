// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios of arithmetic means of figures of which some are 0: no logarithm tells of a boot that did
// nothing, and that is the last one to be passed over. log_ratio.h where all are positive.
#ifndef FULLHOUSE_COMMON_INFERENCE_MEAN_RATIO_H
#define FULLHOUSE_COMMON_INFERENCE_MEAN_RATIO_H

#include <stddef.h>

#include "common/inference/spread.h"

struct mean_ratio {
    double value;         // above over below; NAN where there is none
    struct spread spread; // of the ratio itself
    double unit_variance; // of one unit of each, or of one pair; NAN not known
};

// The ratio of two means, its variance by linearising (Cochran 1977, "Sampling Techniques", section
// 6.5) with Welch's degrees of freedom, or those of pairs. No ratio where a figure is negative or
// no number, or all below are 0; no spread of fewer than two units.
struct mean_ratio mean_ratio_of(const double *above, size_t above_count, const double *below,
                                size_t below_count);
// above[i] and below[i] are of one block.
struct mean_ratio mean_ratio_paired(const double *above, const double *below, size_t count);

// Student's interval, from 0 on.
struct estimate mean_ratio_interval(const struct mean_ratio *ratio, double confidence);

#endif
