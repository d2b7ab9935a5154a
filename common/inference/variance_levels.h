// SPDX-License-Identifier: GPL-3.0-or-later
// At which level figures vary: from boot to boot, from guest to guest of a boot, from window to
// window of a guest (Kalibera and Jones 2013, "Rigorous benchmarking in reasonable time", ISMM,
// section 6: unbiased estimators T_i^2 of the variance at each level, and from these and what each
// level costs the number of repetitions that narrows an interval most for the time).
#ifndef FULLHOUSE_COMMON_INFERENCE_VARIANCE_LEVELS_H
#define FULLHOUSE_COMMON_INFERENCE_VARIANCE_LEVELS_H

#include <stddef.h>
#include <stdint.h>

// Of logarithms, so that 0.01^2 is about 1 %. NAN where a level has no two of a kind: what it
// varies by is in the level above then. A negative estimate is 0. Unequal numbers of guests and
// windows are allowed for: a variance is pooled by degrees of freedom, and what the level below
// adds to it is taken off with the numbers that were there, so that each estimate is unbiased
// before it is cut at 0. Guests are taken as drawn anew in each boot.
struct variance_levels {
    double boots, guests, windows; // variances, each net of the level below
    size_t boot_count;
    double guests_mean, windows_mean; // of each boot, of each guest: harmonic means
};

// One window's figure, in any order; guest 3 of boot 1 has nothing to do with guest 3 of boot 2.
struct variance_value {
    uint32_t boot, guest;
    double value; // what is not positive is passed over
};

struct variance_levels variance_levels_of(const struct variance_value *values, size_t count);

// How many windows a boot should measure, at least 1, when a boot costs boot_seconds and a window
// window_seconds (their equation for the optimal repetition count, rounded up; the guests of a boot
// are as many as they are). Infinite where boots and guests do not differ beyond their windows. NAN
// where it cannot be told.
double variance_levels_windows(const struct variance_levels *levels, double boot_seconds,
                               double window_seconds);

#endif
