// SPDX-License-Identifier: GPL-3.0-or-later
// All on the logarithm of ratios.
#include "common/inference/noise_floor.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#define RANGE_CONFIDENCE 0.95

static bool is_ratio(const struct estimate *ratio)
{
    return isfinite(ratio->value) && ratio->value > 0;
}

bool noise_is_judged(const struct estimate *ratio)
{
    return is_ratio(ratio) && !isnan(ratio->low) && !isnan(ratio->high);
}

bool noise_is_alarm(const struct estimate *ratio)
{
    return noise_is_judged(ratio) && (ratio->low > 1 || ratio->high < 1);
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
        floor->judged += noise_is_judged(&ratios[i]);
        floor->alarms += noise_is_alarm(&ratios[i]);
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

// Of the share of alarms, over pairs that may have judged unequal numbers of times: the variance of
// a ratio of sums (Cochran 1977, "Sampling Techniques", section 6.5).
static double share_variance(const struct noise_pair *pairs, size_t count, double share,
                             double judged)
{
    double squares = 0;
    for (size_t i = 0; i < count; i++)
        squares += pow((double)pairs[i].alarms - share * (double)pairs[i].judged, 2);
    return squares * (double)count / ((double)count - 1) / (judged * judged);
}

static double effective_number(const struct noise_pair *pairs, size_t count, double share,
                               double judged)
{
    double variance = share_variance(pairs, count, share, judged),
           tail = (1 - RANGE_CONFIDENCE) / 2;
    if (!(variance > 0))
        return (double)count;
    double wider =
        gsl_cdf_tdist_Qinv(tail, judged - 1) / gsl_cdf_tdist_Qinv(tail, (double)count - 1);
    return fmin(share * (1 - share) / variance * wider * wider, judged);
}

struct estimate noise_share_of(const struct noise_pair *pairs, size_t count)
{
    double judged = 0, alarms = 0, tail = (1 - RANGE_CONFIDENCE) / 2;
    for (size_t i = 0; i < count; i++) {
        judged += (double)pairs[i].judged;
        alarms += (double)pairs[i].alarms;
    }
    struct estimate share = {judged > 0 ? alarms / judged : NAN, NAN, NAN};
    if (judged < 2 || count < 2)
        return share;
    double number = effective_number(pairs, count, share.value, judged);
    double yes = share.value * number, no = number - yes;
    share.low = yes > 0 ? gsl_cdf_beta_Pinv(tail, yes, no + 1) : 0;
    share.high = no > 0 ? gsl_cdf_beta_Qinv(tail, yes + 1, no) : 1;
    return share;
}
