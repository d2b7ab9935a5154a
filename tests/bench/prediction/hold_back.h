// SPDX-License-Identifier: GPL-3.0-or-later
// Every second density is held back and predicted by the laws of the others.
#ifndef FULLHOUSE_TESTS_BENCH_PREDICTION_HOLD_BACK_H
#define FULLHOUSE_TESTS_BENCH_PREDICTION_HOLD_BACK_H

#include <stddef.h>
#include <stdint.h>

#include "tests/bench/measure.h"

struct density;

struct hold_back {
    unsigned held; // densities held back
    unsigned inside, inside_alone;
    struct measure half_width; // of the band, in percent of what it predicts
    struct measure off;        // prediction less measurement, without sign, in percent of this
};

// Total throughput of the 2nd, 4th, ... density is predicted from the 1st, 3rd, ..., and the other
// way round, so that each is held back once; a line is printed for each. `inside_alone` counts what
// was measured inside the law's band. `inside` adds the measurement's own error to it: the ends of
// the band move out to where both, as independent errors, add up in squares:
// low - value = -sqrt((value - band.low)^2 + (measured.high - measured)^2), and high alike.
void hold_back_all(const struct density *densities, size_t count, uint64_t seed,
                   struct hold_back *hold_back);

#endif
