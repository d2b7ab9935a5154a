// SPDX-License-Identifier: GPL-3.0-or-later
// Crossings, resampled.
#include "planner/curve/curve_hold.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/inference/maximum.h"
#include "common/inference/normal.h"
#include "common/inference/search_curve.h"
#include "common/stats/summary.h"
#include "planner/law/scaling_law.h"

enum { REPLICATES = 400 };
// An interval of 95 % is so many standard errors wide on either side.
#define REACH_95 1.96
// Of a figure that one boot tells, on the logarithm; and the least that any is believed to have.
#define ERROR_OF_ONE 0.15
#define ERROR_LEAST  0.005
// Far beyond its bound, or far from it, is all the same.
#define EXCESS_MOST 3.0
// Latency of a queue rises late and steeply: what lies between two densities may bend as much as a
// power of four, or of a quarter (as a power of two).
#define BEND_MOST 2.0
// Real densities that fail begin below the whole one that was seen to.
#define BELOW 1e-6

// One figure over the densities.
struct course {
    struct search_point *points; // ascending
    size_t count;
    bool may_reach; // whether curves carry it beyond what was measured
};

struct hold {
    struct course *courses;
    size_t count;
    double least, most; // that verdicts allow
    double measured;    // largest density
};

// --- from densities to courses ------------------------------------------------------------------

static double excess_of(double value, double bound, bool at_most)
{
    double excess = at_most ? log(value / bound) : log(bound / value);
    return fmax(fmin(excess, EXCESS_MOST), -EXCESS_MOST);
}

static double error_of(const struct estimate *estimate)
{
    if (isnan(estimate->low) || isnan(estimate->high))
        return ERROR_OF_ONE;
    double error = estimate->low > 0 ? log(estimate->high / estimate->low)
                                     : (estimate->high - estimate->low) / estimate->value;
    return fmax(fmin(error / (2 * REACH_95), EXCESS_MOST), ERROR_LEAST);
}

static void add_point(struct course *course, uint32_t guests, const struct estimate *estimate,
                      double bound, bool at_most)
{
    if (isnan(estimate->value) || estimate->value < 0)
        return;
    course->points[course->count++] = (struct search_point){
        .guests = guests,
        .excess = excess_of(estimate->value, bound, at_most),
        .error = error_of(estimate),
    };
}

// The last one is that total throughput rises.
static void gather(const struct density *densities, size_t count, struct hold *hold)
{
    size_t terms = densities[0].term_count;
    hold->count = terms + 1;
    hold->courses = alloc_zeroed(hold->count, sizeof(*hold->courses));
    for (size_t t = 0; t < hold->count; t++)
        hold->courses[t] = (struct course){
            .points = alloc_zeroed(count, sizeof(struct search_point)),
            .may_reach = t < terms,
        };
    for (size_t i = 0; i < count; i++) {
        const struct density *density = &densities[i];
        for (size_t t = 0; t < terms; t++)
            add_point(&hold->courses[t], density->guests, &density->terms[t].estimate,
                      density->terms[t].term.value, density->terms[t].term.at_most);
        add_point(&hold->courses[terms], density->guests, &density->total_ratio, 1, false);
    }
}

static void hold_done(struct hold *hold)
{
    for (size_t t = 0; t < hold->count; t++)
        free(hold->courses[t].points);
    free(hold->courses);
}

// --- where a course crosses ---------------------------------------------------------------------

// Pools neighbours that fall into their weighted mean, until none falls.
static void make_rising(struct search_point *points, size_t count)
{
    scope_free double *weights = alloc_zeroed(count, sizeof(*weights));
    scope_free size_t *sizes = alloc_zeroed(count, sizeof(*sizes));
    scope_free double *levels = alloc_zeroed(count, sizeof(*levels));
    size_t blocks = 0;
    for (size_t i = 0; i < count; i++) {
        levels[blocks] = points[i].excess;
        weights[blocks] = 1 / (points[i].error * points[i].error);
        sizes[blocks++] = 1;
        for (; blocks > 1 && levels[blocks - 2] > levels[blocks - 1]; blocks--) {
            double weight = weights[blocks - 2] + weights[blocks - 1];
            levels[blocks - 2] = (levels[blocks - 2] * weights[blocks - 2] +
                                  levels[blocks - 1] * weights[blocks - 1]) /
                                 weight;
            weights[blocks - 2] = weight;
            sizes[blocks - 2] += sizes[blocks - 1];
        }
    }
    for (size_t block = 0, i = 0; block < blocks; block++)
        for (size_t k = 0; k < sizes[block]; k++)
            points[i++].excess = levels[block];
}

// points rise. bend: the power of the way between two densities; 1 is a straight line. INFINITY
// where all are below zero.
static double crossing_between(const struct search_point *points, size_t count, double bend)
{
    size_t above = 0;
    while (above < count && !(points[above].excess > 0))
        above++;
    if (above == count)
        return INFINITY;
    if (above == 0)
        return points[0].guests;
    const struct search_point *left = &points[above - 1], *right = &points[above];
    double way = -left->excess / (right->excess - left->excess);
    return left->guests + pow(way, bend) * (right->guests - left->guests);
}

// draw: standard normal numbers, one for each density of the course, or NULL for none.
static double crossing_of(const struct course *course, const struct hold *hold, const double *draw,
                          double bend)
{
    if (course->count == 0)
        return INFINITY;
    scope_free struct search_point *points = alloc_zeroed(course->count, sizeof(*points));
    for (size_t i = 0; i < course->count; i++) {
        points[i] = course->points[i];
        points[i].excess += draw ? draw[i] * points[i].error : 0;
    }
    make_rising(points, course->count);
    double crossing = crossing_between(points, course->count, bend);
    if (isfinite(crossing) || !course->may_reach || !(hold->most > hold->measured))
        return crossing;
    crossing = search_curve_crossing(points, course->count, hold->measured, hold->most);
    return isnan(crossing) ? hold->most : crossing;
}

static double bounded(const struct hold *hold, double guests)
{
    return fmax(fmin(guests, hold->most), hold->least);
}

// --- resampling ---------------------------------------------------------------------------------

static double replicate(const struct hold *hold, struct rng *rng, double *draw)
{
    double least = INFINITY;
    for (size_t t = 0; t < hold->count; t++) {
        const struct course *course = &hold->courses[t];
        double bend = exp2(BEND_MOST * (2 * rng_unit(rng) - 1));
        for (size_t i = 0; i < course->count; i++)
            draw[i] = normal_draw(rng);
        least = fmin(least, crossing_of(course, hold, draw, bend));
    }
    return bounded(hold, least);
}

static struct uncertain resample(const struct hold *hold, size_t densities, uint64_t seed)
{
    static const double ends[] = {0.025, 0.975};
    struct rng rng;
    double least = INFINITY, found[2];
    scope_free double *draw = alloc_zeroed(densities, sizeof(*draw));
    scope_free double *crossings = alloc_zeroed(REPLICATES, sizeof(*crossings));
    rng_init(&rng, rng_derive(seed, 0x686f6c64)); // its own numbers: "hold"
    for (size_t t = 0; t < hold->count; t++)
        least = fmin(least, crossing_of(&hold->courses[t], hold, NULL, 1));
    for (size_t r = 0; r < REPLICATES; r++)
        crossings[r] = replicate(hold, &rng, draw);
    summary_quantiles(crossings, REPLICATES, ends, 2, found);
    double value = bounded(hold, least);
    return (struct uncertain){
        .value = value,
        .low = fmin(value, found[0]),
        .high = fmax(value, found[1]),
        .origin = ORIGIN_MEASURED,
    };
}

// --- all ----------------------------------------------------------------------------------------

struct curve_hold curve_hold_of(const struct density *densities, size_t count, uint64_t seed)
{
    const struct maximum maximum = maximum_of(densities, count);
    struct hold hold = {.least = maximum.guests};
    if (maximum.guests == 0)
        return (struct curve_hold){.guests = uncertain_absent()};
    hold.measured = densities[count - 1].guests;
    if (!maximum.breaking)
        return (struct curve_hold){
            .guests = uncertain_exact(hold.measured, ORIGIN_MEASURED),
            .is_at_least = true,
        };
    hold.most = maximum.failing ? maximum.failing->guests - BELOW : LAW_REACH * hold.measured;
    gather(densities, count, &hold);
    struct uncertain guests = resample(&hold, count, seed);
    hold_done(&hold);
    return (struct curve_hold){
        .guests = guests,
        .is_extrapolated = guests.value > hold.measured,
    };
}
