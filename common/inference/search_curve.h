// SPDX-License-Identifier: GPL-3.0-or-later
// Where a service-level term probably breaks: simple curves that only rise, fitted to what was
// measured at the densities tried so far, and the density at which they cross the bound. A guess
// that guides a search; the verdict on a density is never taken from it. Door: GSL (weighted least
// squares).
#ifndef FULLHOUSE_COMMON_INFERENCE_SEARCH_CURVE_H
#define FULLHOUSE_COMMON_INFERENCE_SEARCH_CURVE_H

#include <stdbool.h>
#include <stddef.h>

// One density: the logarithm of how far a figure is beyond its bound (above 0 it breaks), and that
// logarithm's standard error, NAN where one boot tells none.
struct search_point {
    double guests;
    double excess;
    double error;
};

// Excess as a function of N guests, each with a level `a` and a shape `b`:
//   linear      a + b N                    latency that grows by a factor with every guest
//   power       a + b ln N                 a power of N
//   saturation  a + max(0, ln(N / b))      a resource divided evenly, once b guests have filled it
//   queue       a - ln(1 - N / b), N < b   waiting time of a queue that b guests would fill
//                                          (M/M/1; Harchol-Balter 2013, "Performance Modeling and
//                                          Design of Computer Systems", section 13.1)
enum search_model { SEARCH_LINEAR, SEARCH_POWER, SEARCH_SATURATION, SEARCH_QUEUE, SEARCH_MODELS };

struct search_fit {
    double a, b;
    double misfit; // sum of squared residuals over their variances; INFINITY: does not apply
};

// Fits one model; near: where it matters most, in guests. Points far from there, in their ratio to
// it, are believed less. Needs two points of different density, else the misfit is INFINITY.
struct search_fit search_curve_fit(enum search_model model, const struct search_point *points,
                                   size_t count, double near);

// The excess of a fit at N guests; INFINITY beyond a queue's end.
double search_curve_at(enum search_model model, const struct search_fit *fit, double guests);

// The density in [low, high] at which the excess is 0: the models' crossings, each weighted by how
// well it fits (Akaike weights; Burnham and Anderson 2002, "Model Selection and Multimodel
// Inference", section 2.9; all have two parameters). NAN where no model applies.
double search_curve_crossing(const struct search_point *points, size_t count, double low,
                             double high);

#endif
