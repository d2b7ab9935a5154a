// SPDX-License-Identifier: GPL-3.0-or-later
// At which level figures vary: from boot to boot, from guest to guest of a boot, from window to
// window of a guest (Kalibera and Jones 2013, "Rigorous benchmarking in reasonable time", ISMM,
// section 6: unbiased estimators T_i^2 of the variance at each level, and from these and what each
// level costs the number of repetitions that narrows an interval most for the time).
#ifndef FULLHOUSE_COMMON_INFERENCE_VARIANCE_LEVELS_H
#define FULLHOUSE_COMMON_INFERENCE_VARIANCE_LEVELS_H

#include <stddef.h>
#include <stdint.h>

// Of logarithms, so that 0.01^2 is about 1 %. NAN where a level has no two of a kind; a negative
// estimate is 0.
struct variance_levels {
    double boots, guests, windows; // variances, each net of the level below
    size_t boot_count;
    double guests_mean, windows_mean; // of each boot, of each guest: harmonic means
};

// One window's figure; boots and guests are numbered from 0, in any order.
struct variance_value {
    uint32_t boot, guest;
    double value; // positive
};

struct variance_levels variance_levels_of(const struct variance_value *values, size_t count);

// How many windows a boot should measure, at least 1, when a boot costs boot_seconds and a window
// window_seconds (their equation for the optimal repetition count). NAN where it cannot be told.
double variance_levels_windows(const struct variance_levels *levels, double boot_seconds,
                               double window_seconds);

#endif
