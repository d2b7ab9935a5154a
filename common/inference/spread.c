// SPDX-License-Identifier: GPL-3.0-or-later
// Intervals from variances, and variances from those of others.
#include "common/inference/spread.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_psi.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct estimate spread_interval(double value, const struct spread *spread, double confidence)
{
    if (!spread->is_known)
        return (struct estimate){.value = value, .low = NAN, .high = NAN};
    double t = gsl_cdf_tdist_Pinv(1 - (1 - confidence) / 2, spread->freedom);
    double reach = t * sqrt(spread->variance);
    if (spread->is_logarithmic)
        return (struct estimate){value, value * exp(-reach), value * exp(reach)};
    return (struct estimate){value, value - reach, value + reach};
}

static double joint_freedom(const struct spread *a, const struct spread *b)
{
    double sum = a->variance + b->variance;
    double parts = a->variance * a->variance / a->freedom + b->variance * b->variance / b->freedom;
    return parts > 0 ? sum * sum / parts : fmin(a->freedom, b->freedom);
}

struct spread spread_of_ratio(const struct spread *above, const struct spread *below)
{
    if (!above->is_known || !below->is_known)
        return (struct spread){0};
    return (struct spread){
        .is_known = above->is_logarithmic && below->is_logarithmic,
        .is_logarithmic = true,
        .variance = above->variance + below->variance,
        .freedom = joint_freedom(above, below),
    };
}

// Whatever has no variance is as far from any bound as can be; at the bound it is above it.
static double in_errors(double difference, double variance)
{
    if (variance > 0)
        return difference / sqrt(variance);
    return difference < 0 ? -INFINITY : INFINITY;
}

struct sequential_evidence spread_evidence(double value, double bound, const struct spread *spread)
{
    if (!spread->is_known || isnan(value))
        return (struct sequential_evidence){.distance = NAN};
    double difference = value - bound;
    if (spread->is_logarithmic)
        difference = bound > 0 ? log(value) - log(bound) : INFINITY;
    return (struct sequential_evidence){
        .distance = isinf(difference) ? difference : in_errors(difference, spread->variance),
        .freedom = spread->freedom,
    };
}

// --- what others lend ---------------------------------------------------------------------------

// The variance of one boot, as told by one spread.
struct boot_variance {
    double variance;
    double freedom;
    double weight;
};

// The inverse of the trigamma function by Newton's steps on 1 / trigamma, which is convex and
// nearly linear (Smyth 2004, appendix).
static double inverse_trigamma(double value)
{
    double y = 0.5 + 1 / value;
    for (int i = 0; i < 20; i++) {
        double trigamma = gsl_sf_psi_1(y);
        y += trigamma * (1 - trigamma / value) / gsl_sf_psi_n(2, y);
    }
    return y;
}

// How much they differ beyond what so few boots each explain; INFINITY where not at all.
static double prior_freedom(const struct boot_variance *others, size_t count)
{
    double mean = 0, squares = 0, expected = 0;
    size_t told = 0;
    for (size_t i = 0; i < count; i++) {
        double half = others[i].freedom / 2;
        if (!(others[i].variance > 0))
            continue;
        double e = log(others[i].variance) - gsl_sf_psi(half) + log(half), before = e - mean;
        mean += before / (double)++told;
        squares += before * (e - mean);
        expected += gsl_sf_psi_1(half);
    }
    double excess = told < 2 ? 0 : squares / (double)(told - 1) - expected / (double)told;
    return excess > 0 ? 2 * inverse_trigamma(excess) : INFINITY;
}

// What the others say together.
static struct boot_variance pool(const struct boot_variance *others, size_t count)
{
    double squares = 0, freedom = 0, freedom_squares = 0;
    for (size_t i = 0; i < count; i++) {
        double weighted = others[i].weight * others[i].freedom;
        squares += weighted * others[i].variance;
        freedom += weighted;
        freedom_squares += weighted * others[i].weight;
    }
    if (!(freedom > 0))
        return (struct boot_variance){0};
    return (struct boot_variance){
        .variance = squares / freedom,
        .freedom = fmin(fmin(prior_freedom(others, count), SPREAD_PRIOR_MOST),
                        freedom * freedom / freedom_squares),
    };
}

// Twice the probability that one's own is so much larger by chance.
static double agreement(double own, double own_freedom, const struct boot_variance *prior)
{
    if (!(own > prior->variance))
        return 1;
    if (!(prior->variance > 0))
        return 0;
    return fmin(1, 2 * gsl_cdf_fdist_Q(own / prior->variance, own_freedom, prior->freedom));
}

static void moderate(const struct spread_place *place, const struct boot_variance *prior)
{
    struct spread *spread = place->spread;
    double own = spread->variance * (double)place->boots;
    double lent = prior->freedom * agreement(own, spread->freedom, prior);
    if (!(lent > 0))
        return;
    double both = (spread->freedom * own + lent * prior->variance) / (spread->freedom + lent);
    spread->variance = both / (double)place->boots;
    spread->freedom += lent;
}

static struct boot_variance variance_at(const struct spread_place *place)
{
    const struct spread *spread = place->spread;
    if (!spread->is_known || !spread->is_logarithmic)
        return (struct boot_variance){0};
    return (struct boot_variance){spread->variance * (double)place->boots, spread->freedom, 1};
}

static double weight_between(const struct spread_place *a, const struct spread_place *b)
{
    return pow(4, -fabs(log2((double)a->guests / b->guests)));
}

void spread_moderate(const struct spread_place *places, size_t count)
{
    scope_free struct boot_variance *all = alloc_zeroed(count, sizeof(all[0]));
    scope_free struct boot_variance *others = alloc_zeroed(count, sizeof(others[0]));
    for (size_t i = 0; i < count; i++)
        all[i] = variance_at(&places[i]);
    for (size_t i = 0; i < count; i++) {
        size_t other_count = 0;
        for (size_t j = 0; all[i].freedom > 0 && j < count; j++) {
            if (j == i || !(all[j].freedom > 0))
                continue;
            others[other_count] = all[j];
            others[other_count++].weight = weight_between(&places[i], &places[j]);
        }
        const struct boot_variance prior = pool(others, other_count);
        moderate(&places[i], &prior);
    }
}
