// SPDX-License-Identifier: GPL-3.0-or-later
// How far from the chosen law a host may be at a density: worlds are drawn in which the law misses
// as much as it does here, and each of them is fitted anew.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/normal.h"
#include "common/stats/summary.h"
#include "planner/law/scaling_law_data.h"

// No law is exact for a real machine. Few points may happen to lie on one; then this speaks: laws
// miss by that share of the throughput, believed like so many degrees of freedom.
static const double MISS_PRIOR = 0.03;
enum { MISS_FREEDOM = 2 };

// One drawn world.
struct world {
    struct law_fit fit; // of its points
    double spread;      // variance over that expected
    double miss;        // standard deviations that it lies off its own law
    double begin;       // below the least load measured: up to where its throughput is proportional
    double end;         // beyond the largest: where its throughput stops to rise
};

struct law_band {
    struct law_data data;
    struct law_fit best;
    struct world *worlds;
    uint32_t count;
};

static double freedom_of(const struct law_fit *best)
{
    return (double)(best->freedom + MISS_FREEDOM);
}

// Degrees of freedom over a chi-squared of them: the variances that may be behind an estimate of 1
// (Gelman et al. 2013, "Bayesian Data Analysis", section 14.2), so that few points give Student's
// wide tails.
static double draw_spread(const struct law_fit *best, struct rng *rng)
{
    double chi = 0;
    for (size_t i = 0; i < best->freedom + MISS_FREEDOM; i++)
        chi += pow(normal_draw(rng), 2);
    return freedom_of(best) / chi;
}

// Standard deviation of what lies at that load around the law: what the points show and what laws
// miss by, each as its degrees of freedom go.
static double deviation(const struct law_band *band, double load)
{
    double missed = MISS_PRIOR * law_at(&band->best, load);
    double shown = band->best.residual_ss * law_data_variance_at(&band->data, load);
    return sqrt((shown + MISS_FREEDOM * missed * missed) / freedom_of(&band->best));
}

// Points as they might have been measured instead.
static void draw_points(const struct law_band *band, double spread, struct rng *rng,
                        struct law_data *points)
{
    for (size_t i = 0; i < points->count; i++) {
        double off = sqrt(spread) * deviation(band, points->load[i]) * normal_draw(rng);
        points->throughput[i] = fmax(0, law_at(&band->best, points->load[i]) + off);
    }
}

static void draw(const struct law_band *band, struct rng *rng, struct law_data *points,
                 struct world *world)
{
    struct law_choice choice;
    world->spread = draw_spread(&band->best, rng);
    draw_points(band, world->spread, rng, points);
    law_data_choose(points, &choice);
    world->fit = choice.is_fitted ? choice.fits[choice.best] : band->best;
    world->miss = normal_draw(rng);
    world->begin = band->data.least * rng_unit(rng);
    world->end = band->data.most / (1 - rng_unit(rng));
}

struct law_band *law_band_new(const struct law_point *points, size_t count, uint32_t replicates,
                              uint64_t seed)
{
    struct law_data data, drawn;
    struct law_choice choice;
    struct rng rng;
    char why[LAW_WHY];
    if (!law_data_init(&data, points, count, why))
        return NULL;
    law_data_choose(&data, &choice);
    struct law_band *band = alloc_zeroed(1, sizeof(*band));
    *band = (struct law_band){.data = data, .best = choice.fits[choice.best], .count = replicates};
    band->worlds = alloc_zeroed(replicates, sizeof(band->worlds[0]));
    law_data_init(&drawn, points, count, why);
    rng_init(&rng, seed);
    for (uint32_t i = 0; i < replicates; i++)
        draw(band, &rng, &drawn, &band->worlds[i]);
    law_data_done(&drawn);
    return band;
}

void law_band_free(struct law_band *band)
{
    if (!band)
        return;
    law_data_done(&band->data);
    free(band->worlds);
    free(band);
}

// --- reading ------------------------------------------------------------------------------------

// Nothing measured says how long a rise goes on. That it ends between the largest load and N times
// that is taken to be as likely as 1 - 1 / N: no place is any likelier than another on a scale
// without a unit (Gott 1993, "Implications of the Copernican principle", Nature 363). In the same
// way nothing says up to where below the least load guests get in each other's way not at all.
static double throughput_of(const struct world *world, double load)
{
    double there = law_at(&world->fit, load);
    if (load < world->begin)
        return fmin(there, law_at(&world->fit, world->begin) * load / world->begin);
    return load > world->end ? fmin(there, law_at(&world->fit, world->end)) : there;
}

struct estimate law_band_at(const struct law_band *band, double load)
{
    if (!band || !(load > 0))
        return (struct estimate){NAN, NAN, NAN};
    static const double ends[] = {0.025, 0.975};
    double found[2], unit = band->data.unit, off = deviation(band, load);
    struct estimate estimate = {law_at(&band->best, load) * unit, NAN, NAN};
    scope_free double *values = alloc_zeroed(band->count + 1, sizeof(*values));
    for (uint32_t i = 0; i < band->count; i++) {
        const struct world *world = &band->worlds[i];
        values[i] = throughput_of(world, load) + off * sqrt(world->spread) * world->miss;
    }
    if (band->count == 0)
        return estimate;
    summary_quantiles(values, band->count, ends, 2, found);
    estimate.low = fmin(fmax(0, found[0]) * unit, estimate.value);
    estimate.high = fmax(found[1] * unit, estimate.value);
    return estimate;
}
