// SPDX-License-Identifier: GPL-3.0-or-later
// Many tests at once: Benjamini and Hochberg 1995, "Controlling the false discovery rate", J. R.
// Stat. Soc. B 57; holds under the positive dependence that metrics of one run have (Benjamini and
// Yekutieli 2001, Annals of Statistics 29).
#ifndef FULLHOUSE_COMMON_INFERENCE_FALSE_DISCOVERY_H
#define FULLHOUSE_COMMON_INFERENCE_FALSE_DISCOVERY_H

#include <stddef.h>

// ret_adjusted[i]: the smallest rate of false discoveries at which test i would count as one. NAN
// stays NAN and is no test. ret_adjusted may be p.
void false_discovery_adjust(const double *p, size_t count, double *ret_adjusted);

#endif
