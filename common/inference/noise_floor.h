// SPDX-License-Identifier: GPL-3.0-or-later
// The noise floor of a host: what pairs of identical runs (A/A) say of one metric at one density.
// The same thing was measured twice, so every difference is noise, and every interval that says
// otherwise is a false alarm. Door: GSL (quantiles).
#ifndef FULLHOUSE_COMMON_INFERENCE_NOISE_FLOOR_H
#define FULLHOUSE_COMMON_INFERENCE_NOISE_FLOOR_H

#include <stdbool.h>
#include <stddef.h>

#include "common/inference/spread.h"

struct noise_floor {
    size_t pairs;          // with a ratio
    struct estimate ratio; // geometric mean of the pairs' ratios; the interval is Student's over
                           // the pairs, and has 1 in it where order does not matter
    double pair_log_sd;    // standard deviation of the logarithm of one pair's ratio, around 1
    // The smallest effect that one comparison like these would find with the stated confidence and
    // NOISE_FLOOR_POWER: a factor above 1, as 1.08; its inverse downwards. From pair_log_sd with as
    // many degrees of freedom as there are pairs: (t of the confidence + t of the power) of it
    // (Cohen 1988, "Statistical Power Analysis", chapter 2; here with t for z). NAN below two
    // pairs.
    double detectable_ratio;
    size_t judged;      // pairs with an interval
    size_t alarms;      // of these, intervals without 1
    double expected;    // alarms at the stated rate: judged * (1 - confidence)
    size_t least, most; // the central 95 % of the binomial distribution of alarms at that rate
};

#define NOISE_FLOOR_POWER 0.8

// ratios[i]: of pair i, second run over first, with its interval at that confidence; NAN for what
// was not measured.
struct noise_floor noise_floor_of(const struct estimate *ratios, size_t count, double confidence);

// Whether a pair's ratio has an interval, and whether that says that the two differ.
bool noise_is_judged(const struct estimate *ratio);
bool noise_is_alarm(const struct estimate *ratio);

// What one pair said in all its metrics and densities.
struct noise_pair {
    size_t judged, alarms;
};

// The share of false alarms in everything that was judged, 0 to 1, with its 95 % interval. What one
// pair says of several metrics goes together, so pairs are what is independent: Clopper and
// Pearson's interval with the effective number of judgements, by how much the pairs differ (Korn
// and Graubard 1998, "Confidence intervals for proportions with small expected number of positive
// counts estimated from survey data", Survey Methodology 24); at most all of them, and where pairs
// do not differ as many as there are pairs. NAN where nothing was judged, no interval of one pair.
struct estimate noise_share_of(const struct noise_pair *pairs, size_t count);

#endif
