// SPDX-License-Identifier: GPL-3.0-or-later
// How often one may look. A density is judged after each of its boots until it is decided; looking
// at plain 95 % intervals again and again would be wrong far more often than once in twenty. So the
// error that is allowed altogether is spent look by look (Lan and DeMets 1983, "Discrete sequential
// boundaries for clinical trials", Biometrika 70), and each look has a confidence of its own,
// higher than the stated one. Pure functions of their arguments. Door: GSL (quantiles).
#ifndef FULLHOUSE_COMMON_INFERENCE_SEQUENTIAL_H
#define FULLHOUSE_COMMON_INFERENCE_SEQUENTIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct density;
struct scenario;

// When a density is looked at: after boots_first boots, and after each one up to boots_max.
struct sequential_plan {
    uint32_t boots_first; // at least 2: one boot has no interval
    uint32_t boots_max;   // at least boots_first
    double confidence;    // of all looks together, as 0.95
};

#define SEQUENTIAL_CONFIDENCE_DEFAULT 0.95

// By the scenario's repeats and confidence.
struct sequential_plan sequential_plan_of(const struct scenario *scenario);

// The confidence of the two-sided interval that is held against the bound after `boots` boots, so
// that over all looks the interval misses the truth with at most 1 - plan->confidence. The error
// spent after the share t of the boots is that of Lan and DeMets for Pocock's boundary,
// alpha * ln(1 + (e - 1) t), since most densities are clear at once and it is the first boots that
// are saved; the boundary follows by Armitage, McPherson and Rowe's recursion (1969, "Repeated
// significance tests on accumulating data", J. R. Stat. Soc. A 132), and its significance levels
// are used with Student's t (Jennison and Turnbull 2000, "Group Sequential Methods", 4.4). NAN
// before the first look; after the last one that of the last.
double sequential_confidence(const struct sequential_plan *plan, uint32_t boots);

// How far an estimate is from its bound: in standard errors, on the scale of the interval (the
// logarithm of positive figures), positive on the good side. NAN where no interval is known;
// infinite without variance.
struct sequential_evidence {
    double distance;
    double freedom; // degrees of freedom behind the standard error
};

// The probability, by what is known after `boots` boots, that the boots up to the last look will
// decide: predictive power with a flat prior (Spiegelhalter, Freedman and Blackburn 1986,
// "Monitoring clinical trials: conditional or predictive power?", Controlled Clinical Trials 7). 1
// where nothing is known yet, 0 after the last look.
double sequential_power(const struct sequential_plan *plan, uint32_t boots,
                        const struct sequential_evidence *evidence);

// Below this it is not worth the machine's time.
#define SEQUENTIAL_POWER_LEAST 0.1

// What is to be done with a density.
enum sequential_advice {
    SEQUENTIAL_DECIDED, // its verdict stands
    SEQUENTIAL_BOOT,    // another boot may decide it
    SEQUENTIAL_FUTILE,  // undecided, and more boots up to boots_max would hardly change that
    SEQUENTIAL_SPENT,   // undecided after boots_max
};

// Of a density that density_compute_run judged by the same plan: another boot is worth it before
// the first look, and then while every undecided term, and the rise, may well be decided; one that
// cannot be is enough for SEQUENTIAL_FUTILE, unless another one may yet fail.
enum sequential_advice sequential_advise(const struct sequential_plan *plan,
                                         const struct density *density);

#endif
