// SPDX-License-Identifier: GPL-3.0-or-later
// The standard normal distribution, for rooms that may not call GSL.
#ifndef FULLHOUSE_COMMON_INFERENCE_NORMAL_H
#define FULLHOUSE_COMMON_INFERENCE_NORMAL_H

// The z that a share of the distribution, 0 < share < 1, lies below: 1.6449 for 0.95.
double normal_quantile(double share);

#endif
