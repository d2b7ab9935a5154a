// SPDX-License-Identifier: GPL-3.0-or-later
// All on the logarithm of ratios.
#include "common/inference/noise_floor.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>

#define RANGE_CONFIDENCE 0.95

static bool is_ratio(const struct estimate *ratio)
{
    return isfinite(ratio->value) && ratio->value > 0;
}

static void find_range(struct noise_floor *floor, double confidence)
{
    double rate = 1 - confidence, tail = (1 - RANGE_CONFIDENCE) / 2;
    unsigned judged = (unsigned)floor->judged;
    floor->expected = judged * rate;
    floor->least = floor->most = 0;
    while (floor->least < judged &&
           gsl_cdf_binomial_P((unsigned)floor->least, rate, judged) <= tail)
        floor->least++;
    while (floor->most < judged &&
           gsl_cdf_binomial_P((unsigned)floor->most, rate, judged) < 1 - tail)
        floor->most++;
}

static void count_alarms(struct noise_floor *floor, const struct estimate *ratios, size_t count,
                         double confidence)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_ratio(&ratios[i]) || isnan(ratios[i].low) || isnan(ratios[i].high))
            continue;
        floor->judged++;
        floor->alarms += ratios[i].low > 1 || ratios[i].high < 1;
    }
    find_range(floor, confidence);
}

struct noise_floor noise_floor_of(const struct estimate *ratios, size_t count, double confidence)
{
    struct noise_floor floor = {
        .ratio = {NAN, NAN, NAN}, .pair_log_sd = NAN, .detectable_ratio = NAN};
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_ratio(&ratios[i]))
            continue;
        floor.pairs++;
        sum += log(ratios[i].value);
        squares += log(ratios[i].value) * log(ratios[i].value);
    }
    count_alarms(&floor, ratios, count, confidence);
    if (floor.pairs == 0)
        return floor;
    double pairs = (double)floor.pairs, mean = sum / pairs;
    floor.ratio.value = exp(mean);
    if (floor.pairs < 2)
        return floor;
    // The truth is known to be 1, so that nothing is lost to the mean.
    floor.pair_log_sd = sqrt(squares / pairs);
    double t = gsl_cdf_tdist_Pinv(1 - (1 - confidence) / 2, pairs);
    floor.detectable_ratio =
        exp((t + gsl_cdf_tdist_Pinv(NOISE_FLOOR_POWER, pairs)) * floor.pair_log_sd);
    const struct spread spread = {
        .is_known = true,
        .is_logarithmic = true,
        .variance = fmax(squares - pairs * mean * mean, 0) / (pairs - 1) / pairs,
        .freedom = pairs - 1,
    };
    floor.ratio = spread_interval(exp(mean), &spread, RANGE_CONFIDENCE);
    return floor;
}

void noise_floor_add(struct noise_floor *sum, const struct noise_floor *one, double confidence)
{
    sum->judged += one->judged;
    sum->alarms += one->alarms;
    find_range(sum, confidence);
}
