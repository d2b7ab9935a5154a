// SPDX-License-Identifier: GPL-3.0-or-later
// How often change points are found that are there, and raised that are not: made series of 60
// values with normal noise of deviation 1, unless a row says otherwise. Ends with 1 where a row
// misses what is asked of it by more than chance.
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "common/base/alloc.h"
#include "common/base/parallel.h"
#include "common/base/scope.h"
#include "common/inference/change_points.h"

enum { LENGTH = 60, LONG = 2000, NEAR = 5 };

// What is added to the noise.
struct shape {
    const char *name;
    double step;        // from `at` on
    size_t at;          // 0: no step
    double drift;       // from the first value to the last
    double outlier;     // at a random place
    double memory;      // of the value before, in the noise
    bool is_skewed;     // exponential noise, deviation 1
    double least, most; // shares of series with a change that are asked for; NAN: only told
};

static const struct shape shapes[] = {
    {.name = "white noise", .least = NAN, .most = 0.05},
    {.name = "white noise, skewed", .is_skewed = true, .least = NAN, .most = 0.05},
    {.name = "one outlier of 20", .outlier = 20, .least = NAN, .most = 0.05},
    {.name = "drift by 10 in all", .drift = 10, .least = NAN, .most = 0.05},
    {.name = "drift by 6 in all", .drift = 6, .least = NAN, .most = 0.05},
    {.name = "drift by 4 in all", .drift = 4, .least = NAN, .most = NAN},
    {.name = "drift by 2 in all", .drift = 2, .least = NAN, .most = NAN},
    {.name = "neighbours alike, 0.3", .memory = 0.3, .least = NAN, .most = NAN},
    {.name = "step of 1 after 30", .step = 1, .at = 30, .least = 0.90, .most = NAN},
    {.name = "step of 1 after 20", .step = 1, .at = 20, .least = NAN, .most = NAN},
    {.name = "step of 1.5 after 45", .step = 1.5, .at = 45, .least = NAN, .most = NAN},
    {.name = "step of 2 after 53", .step = 2, .at = 53, .least = NAN, .most = NAN},
    {.name = "step of 1, skewed",
     .step = 1,
     .at = 30,
     .is_skewed = true,
     .least = 0.90,
     .most = NAN},
    {.name = "step of 4 in a drift by 6",
     .step = 4,
     .at = 20,
     .drift = 6,
     .least = 0.90,
     .most = NAN},
};
enum { SHAPES = sizeof shapes / sizeof shapes[0] };

static void make(const struct shape *shape, double *series, size_t count, gsl_rng *random)
{
    double before = 0;
    for (size_t i = 0; i < count; i++) {
        double noise = shape->is_skewed ? gsl_ran_exponential(random, 1) - 1
                                        : gsl_ran_gaussian_ziggurat(random, 1);
        before = shape->memory * before + sqrt(1 - shape->memory * shape->memory) * noise;
        series[i] = 100 + before + shape->drift * (double)i / (double)(count - 1) +
                    (shape->at > 0 && i >= shape->at ? shape->step : 0);
    }
    series[gsl_rng_uniform_int(random, count)] += shape->outlier;
}

struct trial {
    bool is_raised, is_near; // any change; one within NEAR of the step
    size_t changes;
};

struct trials {
    const struct shape *shape;
    struct trial *list;
    uint64_t seed;
};

static bool is_near(const struct change_points *points, size_t at)
{
    for (size_t i = 0; at > 0 && i < points->count; i++)
        if (points->list[i].at + NEAR >= at && points->list[i].at <= at + NEAR)
            return true;
    return false;
}

static void try_one(size_t index, unsigned worker, void *context)
{
    (void)worker;
    struct trials *trials = context;
    const struct change_plan plan = {.seed = index};
    struct change_points points;
    double series[LENGTH];
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    gsl_rng_set(random, (unsigned long)(trials->seed * 1000003 + index));
    make(trials->shape, series, LENGTH, random);
    gsl_rng_free(random);
    change_points_find(series, LENGTH, &plan, &points);
    trials->list[index] =
        (struct trial){points.count > 0, is_near(&points, trials->shape->at), points.count};
    change_points_done(&points);
}

// What so many series may be off by: three standard deviations.
static double chance(double share, size_t count)
{
    return 3 * sqrt(share * (1 - share) / (double)count);
}

// Whether the row is, but for chance, as asked for.
static bool print_row(const struct shape *shape, size_t count, uint64_t seed)
{
    scope_free struct trial *list = alloc_zeroed(count, sizeof *list);
    struct trials trials = {shape, list, seed};
    size_t raised = 0, near = 0, changes = 0;
    parallel_for(parallel_cpus(), count, try_one, &trials);
    for (size_t i = 0; i < count; i++) {
        raised += list[i].is_raised;
        near += list[i].is_near;
        changes += list[i].changes;
    }
    double share = (double)raised / (double)count;
    bool is_missed = share < shape->least - chance(shape->least, count) ||
                     share > shape->most + chance(shape->most, count);
    printf("%-26s %6.1f %7.2f", shape->name, 100 * share, (double)changes / (double)count);
    if (shape->at > 0)
        printf(" %9.1f", 100.0 * (double)near / (double)count);
    else
        printf(" %9s", "");
    if (!isnan(shape->least))
        printf("  at least %.0f", 100 * shape->least);
    if (!isnan(shape->most))
        printf("  at most %.0f", 100 * shape->most);
    printf("%s\n", is_missed ? "  MISSED" : "");
    fflush(stdout);
    return !is_missed;
}

static void print_seconds(const char *name, const struct shape *shape)
{
    static double series[LONG];
    const struct change_plan plan = {.seed = 1};
    struct change_points points;
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    make(shape, series, LONG, random);
    gsl_rng_free(random);
    clock_t begun = clock();
    change_points_find(series, LONG, &plan, &points);
    printf("%-26s %6.2f s, %zu found\n", name, (double)(clock() - begun) / CLOCKS_PER_SEC,
           points.count);
    change_points_done(&points);
}

int main(int argc, char **argv)
{
    long series = argc > 1 ? strtol(argv[1], NULL, 10) : 200;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    size_t missed = 0;
    if (series < 1) {
        fprintf(stderr, "bench_change_points: how many series? At least one\n");
        return 2;
    }
    printf("Of %ld series of %d values, in %%:\n%-26s %6s %7s %9s\n", series, LENGTH, "series",
           "change", "changes", "within 5");
    for (size_t i = 0; i < SHAPES; i++)
        missed += !print_row(&shapes[i], (size_t)series, seed);
    printf("\nOf %d values, in CPU time:\n", LONG);
    print_seconds("white noise", &(const struct shape){0});
    print_seconds("step of 1 after 700", &(const struct shape){.step = 1, .at = 700});
    print_seconds("drift by 10 in all", &(const struct shape){.drift = 10});
    return missed > 0;
}
