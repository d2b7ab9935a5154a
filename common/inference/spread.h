// SPDX-License-Identifier: GPL-3.0-or-later
// How far an estimate may be from the truth: its variance, the degrees of freedom behind that, and
// the intervals that follow. On the logarithm for positive figures, so that ratios are treated
// alike in both directions. Door: GSL (Student's quantiles).
#ifndef FULLHOUSE_COMMON_INFERENCE_SPREAD_H
#define FULLHOUSE_COMMON_INFERENCE_SPREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/sequential.h"

// An estimate with its 95 % interval. low and high are NAN where one boot gives no interval.
struct estimate {
    double value;
    double low;
    double high;
};

struct spread {
    bool is_known;
    bool is_logarithmic;
    double variance; // of the estimate
    double freedom;
};

// Student's interval at that confidence. low and high NAN where the spread is not known.
struct estimate spread_interval(double value, const struct spread *spread, double confidence);

// Of the ratio of two independent estimates: variances add up, with Welch and Satterthwaite's
// degrees of freedom (Welch 1947, Biometrika 34). Not known unless both are on the logarithm.
struct spread spread_of_ratio(const struct spread *above, const struct spread *below);

// An estimate at one density of a run, for spread_moderate.
struct spread_place {
    struct spread *spread;
    size_t boots;    // behind it
    uint32_t guests; // N
};

// The densities of a run, with few boots each, lend each other their knowledge of how much boots
// differ: moderated variances (Smyth 2004, "Linear models and empirical Bayes methods for assessing
// differential expression in microarray experiments", Stat. Appl. Genet. Mol. Biol. 3, section 3).
// The variance of a boot becomes the mean of its own, with n - 1 degrees of freedom, and that of
// the others, with the prior's. Three things are ours, since noise may grow with the density and a
// handful of densities cannot prove that it does not: the others count the less the further away
// they are, a quarter for each doubling between; the prior's degrees (his equation for d0, from how
// much the others differ among themselves) are at most SPREAD_PRIOR_MOST and what the others have,
// as the first few are what narrows an interval; and where a density's own variance is larger than
// that of the others, by Fisher's F, they count the less the less likely that is by chance (as
// Phipson et al. 2016, "Robust hyperparameter estimation protects against hypervariable genes",
// Ann. Appl. Stat. 10). Those that are not known or not on the logarithm neither give nor take.
void spread_moderate(const struct spread_place *places, size_t count);
#define SPREAD_PRIOR_MOST 3.0

// How far value is from bound, positive above it.
struct sequential_evidence spread_evidence(double value, double bound, const struct spread *spread);

#endif
