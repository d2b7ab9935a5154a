// SPDX-License-Identifier: GPL-3.0-or-later
// Throughput against load by law: which laws there are, their fit to measured points, and the
// choice between them.
#ifndef FULLHOUSE_PLANNER_LAW_SCALING_LAW_H
#define FULLHOUSE_PLANNER_LAW_SCALING_LAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"

struct err;

// X(N), throughput of N guests:
//   usl        gamma N / (1 + alpha (N - 1) + beta N (N - 1)): Universal Scalability Law (Gunther
//              2007, "Guerrilla Capacity Planning", chapter 4), alpha, beta >= 0
//   amdahl     the same with beta 0
//   linear     gamma N
//   piecewise  gamma min(N, knee): a resource divided evenly once it is full
#define LAWS(X)                                                                                    \
    X(LINEAR, "linear")                                                                            \
    X(AMDAHL, "Amdahl")                                                                            \
    X(PIECEWISE, "piecewise")                                                                      \
    X(USL, "USL")

enum law {
#define X(name, word) LAW_##name,
    LAWS(X)
#undef X
        LAW_COUNT
};

const char *law_name(enum law law);

struct law_point {
    double load;       // N
    double throughput; // operations a second
    double error;      // standard error; NAN or 0 at any point: all points count alike
};

struct law_fit {
    bool is_fitted; // else why says what stopped it
    enum law law;
    double gamma, alpha, beta, knee;    // NAN where the law has none
    double gamma_se, alpha_se, beta_se; // standard errors; NAN on a bound and without freedom
    double residual_ss, residual_se;    // sum of squares; standard error of the residuals
    size_t freedom;
    double criterion;                  // AICc; INFINITY where too few points
    double left_out;                   // leave-one-out error: root mean square of relative errors
    double peak_load, peak_throughput; // INFINITY, NAN: no peak
    char why[160];
};

struct law_choice {
    struct law_fit fits[LAW_COUNT];
    enum law best;
    bool is_fitted;     // any is
    double least, most; // loads measured
};

// Least squares; the points in any order. Not fitted, with the reason, where a load is not above 0,
// a throughput below 0 or none above it, or the different loads are fewer than the parameters.
struct law_fit law_fit(enum law law, const struct law_point *points, size_t count);

// Best is the law with the least AICc (Burnham and Anderson 2002, "Model Selection and Multimodel
// Inference", section 2.4); with fewer than ten points, of which AICc knows too little, that with
// the least leave-one-out error (Stone 1974, "Cross-validatory choice and assessment of statistical
// predictions", J. R. Stat. Soc. B 36): in simulations its predictions between six points were off
// by about 4 % instead of 7. Of equals, the one named first above.
struct law_choice law_choose(const struct law_point *points, size_t count);
double law_at(const struct law_fit *fit, double load);

// How far a prediction may reach beyond the largest load measured without saying so.
#define LAW_REACH 1.5

// Where throughput may truly be at a load, with 95 %: a parametric bootstrap (Efron and Tibshirani
// 1993, "An Introduction to the Bootstrap", section 6.5), the law chosen anew in each of the
// replicates (1000 do). Residuals are drawn instead of resampled: of four or six points there are
// too few, and a fit has made them too small. Three things are in it: what the points leave open of
// parameters and law; that the truth at that load lies off the law as the measured points do, by
// Student's t with the degrees of freedom that they leave; and, beyond the largest load, that a
// rise may end there. The points' own measuring error is in their residuals; that of another
// measurement, held against the band, is not added.
// NULL where nothing can be fitted, which law_band_at takes for NAN. The same seed, the same band.
struct law_band;
struct law_band *law_band_new(const struct law_point *points, size_t count, uint32_t replicates,
                              uint64_t seed);
struct estimate law_band_at(const struct law_band *band, double load);
void law_band_free(struct law_band *band); // accepts NULL

#endif
