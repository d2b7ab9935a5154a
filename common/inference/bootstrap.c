// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing, and reading intervals off what was drawn. What a statistic is remains the caller's
// business.
#include "common/inference/bootstrap.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <gsl/gsl_rng.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

// Up to so many boots every resample there can be is taken, 462 of them at most; beyond, some are
// drawn.
enum { REPLICATES_DEFAULT = 1000, BOOTS_ENUMERATED = 6 };
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

static size_t draw_boot(const struct bootstrap_plan *plan, uint32_t slot, uint32_t boot,
                        struct bootstrap_draw *draws)
{
    for (uint32_t g = 0; g < plan->boots[boot]; g++)
        draws[g] = (struct bootstrap_draw){.slot = slot, .boot = boot, .guest = g};
    return plan->boots[boot];
}

static size_t draw_sample(const struct bootstrap_plan *plan, struct bootstrap_draw *draws)
{
    size_t drawn = 0;
    for (uint32_t b = 0; b < plan->boot_count; b++)
        drawn += draw_boot(plan, b, b, draws + drawn);
    return drawn;
}

// --- every resample there can be ----------------------------------------------------------------

// Which boots a resample has, in ascending order, so that each set comes once.
struct set {
    uint32_t boots[BOOTS_ENUMERATED];
};

// false after the last one.
static bool next_set(struct set *set, uint32_t count)
{
    uint32_t slot = count;
    while (slot > 0 && set->boots[slot - 1] == count - 1)
        slot--;
    if (slot == 0)
        return false;
    uint32_t boot = set->boots[slot - 1] + 1;
    for (uint32_t i = slot - 1; i < count; i++)
        set->boots[i] = boot;
    return true;
}

static uint32_t count_sets(uint32_t count)
{
    struct set set = {0};
    uint32_t sets = 1;
    while (next_set(&set, count))
        sets++;
    return sets;
}

// How likely it is: multinomial, count! / (product of times!) / count^count.
static double weight_of(const struct set *set, uint32_t count)
{
    double weight = 1;
    uint32_t run = 0;
    for (uint32_t i = 0; i < count; i++) {
        run = i > 0 && set->boots[i] == set->boots[i - 1] ? run + 1 : 1;
        weight *= (double)(i + 1) / run / count;
    }
    return weight;
}

static void enumerate(struct bootstrap *bootstrap, const struct bootstrap_plan *plan,
                      bootstrap_statistics compute, void *context, struct bootstrap_draw *draws)
{
    uint32_t count = (uint32_t)plan->boot_count, replicate = 0;
    struct set set = {0};
    do {
        size_t drawn = 0;
        for (uint32_t slot = 0; slot < count; slot++)
            drawn += draw_boot(plan, slot, set.boots[slot], draws + drawn);
        bootstrap->weights[replicate] = weight_of(&set, count);
        compute(draws, drawn, context,
                bootstrap->resample + (size_t)replicate++ * bootstrap->statistics);
    } while (next_set(&set, count));
}

// --- some of them -------------------------------------------------------------------------------

static size_t draw_resample(const struct bootstrap_plan *plan, gsl_rng *random,
                            struct bootstrap_draw *draws)
{
    size_t drawn = 0;
    for (uint32_t slot = 0; slot < plan->boot_count; slot++)
        drawn += draw_boot(plan, slot, (uint32_t)gsl_rng_uniform_int(random, plan->boot_count),
                           draws + drawn);
    return drawn;
}

static void draw_some(struct bootstrap *bootstrap, const struct bootstrap_plan *plan,
                      bootstrap_statistics compute, void *context, struct bootstrap_draw *draws)
{
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    // The generator takes 32 bits; both halves of the seed shall count.
    gsl_rng_set(random, (uint32_t)(plan->seed ^ (plan->seed >> 32)));
    for (uint32_t r = 0; r < bootstrap->replicates; r++) {
        size_t drawn = draw_resample(plan, random, draws);
        bootstrap->weights[r] = 1.0 / bootstrap->replicates;
        compute(draws, drawn, context, bootstrap->resample + (size_t)r * bootstrap->statistics);
    }
    gsl_rng_free(random);
}

// --- the bootstrap ------------------------------------------------------------------------------

static void resample(struct bootstrap *bootstrap, const struct bootstrap_plan *plan,
                     bootstrap_statistics compute, void *context, struct bootstrap_draw *draws)
{
    bool all = plan->boot_count <= BOOTS_ENUMERATED;
    if (all)
        bootstrap->replicates = count_sets((uint32_t)plan->boot_count);
    bootstrap->weights = alloc_zeroed(bootstrap->replicates, sizeof(double));
    bootstrap->resample =
        alloc_zeroed((size_t)bootstrap->replicates * bootstrap->statistics, sizeof(double));
    (all ? enumerate : draw_some)(bootstrap, plan, compute, context, draws);
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
    free(bootstrap->weights);
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

static double weighted_variance(const double *values, const double *weights, size_t count)
{
    // From the first one, so that values that are all the same have no variance at all.
    double mean = 0, variance = 0;
    for (size_t r = 0; r < count; r++)
        mean += weights[r] * (values[r] - values[0]);
    for (size_t r = 0; r < count; r++)
        variance += weights[r] * pow(values[r] - values[0] - mean, 2);
    return variance;
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
        .variance = weighted_variance(replicates, bootstrap->weights, count) * boots / (boots - 1),
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
