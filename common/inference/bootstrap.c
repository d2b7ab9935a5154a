// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing, and reading intervals off what was drawn. What a statistic is remains the caller's
// business.
#include "common/inference/bootstrap.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { REPLICATES_DEFAULT = 1000 };
#define CONFIDENCE_DEFAULT 0.95

// An upper bound of what one resample can draw: the largest boot in every slot.
static size_t draws_max(const struct bootstrap_plan *plan)
{
    uint32_t largest = 0;
    for (size_t b = 0; b < plan->boot_count; b++)
        if (plan->boots[b] > largest)
            largest = plan->boots[b];
    return plan->boot_count * largest;
}

static size_t draw_sample(const struct bootstrap_plan *plan, struct bootstrap_draw *draws)
{
    size_t drawn = 0;
    for (uint32_t b = 0; b < plan->boot_count; b++)
        for (uint32_t g = 0; g < plan->boots[b]; g++)
            draws[drawn++] = (struct bootstrap_draw){.slot = b, .boot = b, .guest = g};
    return drawn;
}

static size_t draw_resample(const struct bootstrap_plan *plan, gsl_rng *random,
                            struct bootstrap_draw *draws)
{
    size_t drawn = 0;
    for (uint32_t slot = 0; slot < plan->boot_count; slot++) {
        uint32_t boot = (uint32_t)gsl_rng_uniform_int(random, plan->boot_count);
        uint32_t guests = plan->boots[boot];
        for (uint32_t g = 0; g < guests; g++)
            draws[drawn++] = (struct bootstrap_draw){
                .slot = slot,
                .boot = boot,
                .guest = (uint32_t)gsl_rng_uniform_int(random, guests),
            };
    }
    return drawn;
}

static void resample(struct bootstrap *bootstrap, const struct bootstrap_plan *plan,
                     bootstrap_statistics compute, void *context, struct bootstrap_draw *draws)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    // The generator takes 32 bits; both halves of the seed shall count.
    gsl_rng_set(random, (uint32_t)(plan->seed ^ (plan->seed >> 32)));
    bootstrap->resample =
        alloc_zeroed((size_t)bootstrap->replicates * bootstrap->statistics, sizeof(double));
    for (uint32_t r = 0; r < bootstrap->replicates; r++) {
        size_t drawn = draw_resample(plan, random, draws);
        compute(draws, drawn, context, bootstrap->resample + (size_t)r * bootstrap->statistics);
    }
    gsl_rng_free(random);
}

void bootstrap_init(struct bootstrap *bootstrap, const struct bootstrap_plan *plan,
                    size_t statistics, bootstrap_statistics compute, void *context)
{
    *bootstrap = (struct bootstrap){
        .boot_count = plan->boot_count,
        .statistics = statistics,
        .replicates = plan->replicates ? plan->replicates : REPLICATES_DEFAULT,
        .confidence = plan->confidence > 0 ? plan->confidence : CONFIDENCE_DEFAULT,
        .values = alloc_zeroed(statistics, sizeof(double)),
    };
    for (size_t i = 0; i < statistics; i++)
        bootstrap->values[i] = NAN;
    if (plan->boot_count == 0)
        return;
    scope_free struct bootstrap_draw *draws = alloc_zeroed(draws_max(plan), sizeof(draws[0]));
    compute(draws, draw_sample(plan, draws), context, bootstrap->values);
    if (plan->boot_count >= 2)
        resample(bootstrap, plan, compute, context, draws);
}

void bootstrap_done(struct bootstrap *bootstrap)
{
    if (!bootstrap)
        return;
    free(bootstrap->values);
    free(bootstrap->resample);
    *bootstrap = (struct bootstrap){0};
}

static bool all_finite(const double *replicates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(replicates[i]))
            return false;
    return true;
}

static bool all_positive(const double *replicates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (replicates[i] <= 0)
            return false;
    return true;
}

// The replicates of n boots vary by (n - 1) / n of what n boots do (Davison and Hinkley
// 1997, 2.5.2).
struct spread bootstrap_spread(const struct bootstrap *bootstrap, size_t statistic)
{
    size_t count = bootstrap->replicates;
    if (!bootstrap->resample || !isfinite(bootstrap->values[statistic]))
        return (struct spread){0};
    scope_free double *replicates = alloc_zeroed(count, sizeof(double));
    for (size_t r = 0; r < count; r++)
        replicates[r] = bootstrap->resample[r * bootstrap->statistics + statistic];
    if (!all_finite(replicates, count))
        return (struct spread){0};
    bool positive = bootstrap->values[statistic] > 0 && all_positive(replicates, count);
    for (size_t r = 0; positive && r < count; r++)
        replicates[r] = log(replicates[r]);
    double boots = (double)bootstrap->boot_count;
    return (struct spread){
        .is_known = true,
        .is_logarithmic = positive,
        .variance = gsl_stats_variance(replicates, 1, count) * boots / (boots - 1),
        .freedom = boots - 1,
    };
}

struct estimate bootstrap_read(const struct bootstrap *bootstrap, size_t statistic)
{
    const struct spread spread = bootstrap_spread(bootstrap, statistic);
    return spread_interval(bootstrap->values[statistic], &spread, bootstrap->confidence);
}

bool bootstrap_is_logarithmic(const struct bootstrap *bootstrap, size_t statistic)
{
    return bootstrap_spread(bootstrap, statistic).is_logarithmic;
}

struct estimate bootstrap_read_ratio(const struct bootstrap *numerator,
                                     const struct bootstrap *denominator, size_t statistic)
{
    double value = numerator->values[statistic] / denominator->values[statistic];
    const struct spread above = bootstrap_spread(numerator, statistic);
    const struct spread below = bootstrap_spread(denominator, statistic);
    const struct spread both = spread_of_ratio(&above, &below);
    return spread_interval(value, &both, numerator->confidence);
}

struct single {
    bootstrap_statistic statistic;
    void *context;
};

static void compute_single(const struct bootstrap_draw *draws, size_t drawn, void *context,
                           double *ret_values)
{
    const struct single *single = context;
    *ret_values = single->statistic(draws, drawn, single->context);
}

struct estimate bootstrap_estimate(const struct bootstrap_plan *plan, bootstrap_statistic statistic,
                                   void *context)
{
    struct single single = {.statistic = statistic, .context = context};
    struct bootstrap bootstrap;
    bootstrap_init(&bootstrap, plan, 1, compute_single, &single);
    struct estimate estimate = bootstrap_read(&bootstrap, 0);
    bootstrap_done(&bootstrap);
    return estimate;
}

struct estimate bootstrap_ratio(const struct bootstrap_plan *numerator,
                                bootstrap_statistic numerator_statistic, void *numerator_context,
                                const struct bootstrap_plan *denominator,
                                bootstrap_statistic denominator_statistic,
                                void *denominator_context)
{
    struct single above_single = {numerator_statistic, numerator_context};
    struct single below_single = {denominator_statistic, denominator_context};
    struct bootstrap above;
    struct bootstrap below;
    bootstrap_init(&above, numerator, 1, compute_single, &above_single);
    bootstrap_init(&below, denominator, 1, compute_single, &below_single);
    struct estimate ratio = bootstrap_read_ratio(&above, &below, 0);
    bootstrap_done(&above);
    bootstrap_done(&below);
    return ratio;
}
