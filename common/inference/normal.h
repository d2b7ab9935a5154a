// SPDX-License-Identifier: GPL-3.0-or-later
// The standard normal distribution, for rooms that may not call GSL.
#ifndef FULLHOUSE_COMMON_INFERENCE_NORMAL_H
#define FULLHOUSE_COMMON_INFERENCE_NORMAL_H

struct rng;

// The z that a share of the distribution, 0 < share < 1, lies below: 1.6449 for 0.95.
double normal_quantile(double share);

// A draw of it. Box and Muller 1958, "A Note on the Generation of Random Normal Deviates", Ann.
// Math. Stat. 29.
double normal_draw(struct rng *rng);

#endif
