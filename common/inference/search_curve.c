// SPDX-License-Identifier: GPL-3.0-or-later
// Four fits of two parameters each. Two are straight lines in N or its logarithm; of the others the
// level follows from the shape, and the shape is found by trying.
#include "common/inference/search_curve.h"

#include <gsl/gsl_fit.h>
#include <math.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

// A logarithm that is known no better than this, whatever its interval says: curves are crude.
#define ERROR_MIN 0.05
// Of a point that has been booted once.
#define ERROR_OF_ONE 0.15
// A curve that holds near the crossing need not hold far from it: what a factor of e adds.
#define ERROR_OF_DISTANCE 0.3
// Beyond this a figure is just bad: what a saturated open queue tells grows with the time watched.
#define EXCESS_MAX 2.0

struct weighted {
    double *guests, *excess, *weight;
    size_t count;
};

static double variance(const struct search_point *point, double near)
{
    double error = isnan(point->error) ? ERROR_OF_ONE : fmax(point->error, ERROR_MIN);
    double distance = ERROR_OF_DISTANCE * log(point->guests / near);
    return error * error + distance * distance;
}

static void weigh(const struct search_point *points, size_t count, double near,
                  struct weighted *ret_weighted)
{
    double *all = alloc_zeroed(3 * count + 1, sizeof *all);
    *ret_weighted = (struct weighted){all, all + count, all + 2 * count, 0};
    for (size_t i = 0; i < count; i++) {
        if (isnan(points[i].excess) || !(points[i].guests > 0))
            continue;
        size_t at = ret_weighted->count++;
        ret_weighted->guests[at] = points[i].guests;
        ret_weighted->excess[at] = fmax(fmin(points[i].excess, EXCESS_MAX), -EXCESS_MAX);
        ret_weighted->weight[at] = 1 / variance(&points[i], near);
    }
}

static double shape_at(enum search_model model, double b, double guests)
{
    switch (model) {
    case SEARCH_LINEAR:
        return b * guests;
    case SEARCH_POWER:
        return b * log(guests);
    case SEARCH_SATURATION:
        return fmax(0, log(guests / b));
    case SEARCH_QUEUE:
        return guests < b ? -log1p(-guests / b) : INFINITY;
    case SEARCH_MODELS:
        break;
    }
    return NAN;
}

double search_curve_at(enum search_model model, const struct search_fit *fit, double guests)
{
    return fit->a + shape_at(model, fit->b, guests);
}

static struct search_fit no_fit(void)
{
    return (struct search_fit){.misfit = INFINITY};
}

// A falling line is none of ours: more guests never help.
static struct search_fit fit_line(enum search_model model, const struct weighted *points)
{
    struct search_fit fit;
    double ignored;
    scope_free double *x = alloc_zeroed(points->count, sizeof *x);
    for (size_t i = 0; i < points->count; i++)
        x[i] = shape_at(model, 1, points->guests[i]);
    gsl_fit_wlinear(x, 1, points->weight, 1, points->excess, 1, points->count, &fit.a, &fit.b,
                    &ignored, &ignored, &ignored, &fit.misfit);
    return fit.b > 0 ? fit : no_fit();
}

// Given the shape the best level is the weighted mean of what it leaves.
static struct search_fit fit_level(enum search_model model, const struct weighted *points, double b)
{
    struct search_fit fit = {.b = b};
    double weights = 0;
    for (size_t i = 0; i < points->count; i++) {
        fit.a += points->weight[i] * (points->excess[i] - shape_at(model, b, points->guests[i]));
        weights += points->weight[i];
    }
    fit.a /= weights;
    for (size_t i = 0; i < points->count; i++) {
        double rest = points->excess[i] - search_curve_at(model, &fit, points->guests[i]);
        fit.misfit += points->weight[i] * rest * rest;
    }
    return isfinite(fit.misfit) ? fit : no_fit();
}

static void bounds_of(const struct weighted *points, double *ret_least, double *ret_most)
{
    *ret_least = *ret_most = points->guests[0];
    for (size_t i = 1; i < points->count; i++) {
        *ret_least = fmin(*ret_least, points->guests[i]);
        *ret_most = fmax(*ret_most, points->guests[i]);
    }
}

// The shape is a number of guests: among the densities for saturation, beyond them for a queue.
// Tried in even steps of its logarithm, then between the neighbours of the best.
static struct search_fit fit_shape(enum search_model model, const struct weighted *points)
{
    enum { STEPS = 48, ROUNDS = 3 };
    double least, most;
    bounds_of(points, &least, &most);
    double low = log(model == SEARCH_QUEUE ? most * 1.001 : least);
    double high = log(model == SEARCH_QUEUE ? most * 64 : most);
    struct search_fit best = no_fit();
    for (int round = 0; round < ROUNDS; round++) {
        double step = (high - low) / STEPS, from = low;
        for (int i = 0; i <= STEPS; i++) {
            struct search_fit fit = fit_level(model, points, exp(from + step * i));
            if (fit.misfit < best.misfit)
                best = fit;
        }
        if (isinf(best.misfit))
            break;
        low = fmax(low, log(best.b) - step);
        high = fmin(high, log(best.b) + step);
    }
    return best;
}

struct search_fit search_curve_fit(enum search_model model, const struct search_point *points,
                                   size_t count, double near)
{
    struct weighted weighted;
    double least = 0, most = 0;
    weigh(points, count, near, &weighted);
    scope_free double *all = weighted.guests;
    if (weighted.count > 0)
        bounds_of(&weighted, &least, &most);
    if (!(least < most))
        return no_fit();
    return model == SEARCH_LINEAR || model == SEARCH_POWER ? fit_line(model, &weighted)
                                                           : fit_shape(model, &weighted);
}

// Halving: every model only rises.
static double crossing_of(enum search_model model, const struct search_fit *fit, double low,
                          double high)
{
    for (int i = 0; i < 60; i++) {
        double middle = low + (high - low) / 2;
        if (search_curve_at(model, fit, middle) > 0)
            high = middle;
        else
            low = middle;
    }
    return low + (high - low) / 2;
}

double search_curve_crossing(const struct search_point *points, size_t count, double low,
                             double high)
{
    struct search_fit fits[SEARCH_MODELS];
    double least = INFINITY, sum = 0, weights = 0;
    for (int model = 0; model < SEARCH_MODELS; model++) {
        fits[model] = search_curve_fit((enum search_model)model, points, count, sqrt(low * high));
        least = fmin(least, fits[model].misfit);
    }
    for (int model = 0; model < SEARCH_MODELS && isfinite(least); model++) {
        double weight = exp((least - fits[model].misfit) / 2);
        if (!(weight > 0))
            continue;
        sum += weight * crossing_of((enum search_model)model, &fits[model], low, high);
        weights += weight;
    }
    return weights > 0 ? sum / weights : NAN;
}
