// SPDX-License-Identifier: GPL-3.0-or-later
// Permutation tests of two sets of units (boots) and of pairs of them: how often a difference as
// large would come about if it did not matter which is which. No distribution is assumed, only that
// units are exchangeable (Good 2005, "Permutation, Parametric and Bootstrap Tests of Hypotheses",
// chapter 3). Two-sided.
#ifndef FULLHOUSE_COMMON_INFERENCE_PERMUTATION_H
#define FULLHOUSE_COMMON_INFERENCE_PERMUTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct permutation {
    double p;       // NAN where a side is empty or a value is no number
    double least_p; // the smallest that so many units could give; above 0.05 they can tell nothing.
                    // NAN where a side is empty
    bool is_exact;  // all arrangements were looked at, as long as they are at most PERMUTATION_ALL
                    // (16 pairs, 9 units a side), else PERMUTATION_DRAWS of them were drawn,
                    // the one at hand counted in (Phipson and Smyth 2010, Stat. Appl. Genet. Mol.
                    // Biol. 9)
};

enum { PERMUTATION_ALL = 1 << 16, PERMUTATION_DRAWS = 20000 };

// Drawing ends after so many arrangements as far apart as the one at hand; p is their share then
// (Besag and Clifford 1991, "Sequential Monte Carlo p-values", Biometrika 78), and 5 % off at most.
enum { PERMUTATION_HITS = 400 };

// The difference of means of two sets. Equal values are ties: where nothing differs p is 1. Where
// both the numbers and the variances of the sides differ it is no longer exact: let an interval
// that keeps them apart (log_ratio_of) agree.
struct permutation permutation_of_groups(const double *a, size_t a_count, const double *b,
                                         size_t b_count, uint64_t seed);

// The mean of differences within pairs (or blocks): each may have been the other way round.
struct permutation permutation_of_pairs(const double *differences, size_t count, uint64_t seed);

#endif
