// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/prediction/hold_back.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/density.h"
#include "planner/law/scaling_law.h"

enum { REPLICATES = 1000 };

// What Student's interval is worth as a normal standard error.
static double error_of(const struct estimate *estimate)
{
    return (estimate->high - estimate->low) / (2 * 1.96);
}

// Where there is no interval of the measurement, nothing is added.
static double added(double reach, double measured)
{
    return isfinite(measured) ? hypot(reach, measured) : reach;
}

static void compare(const struct density *density, const struct estimate *band,
                    struct hold_back *hold_back)
{
    const struct estimate *total = &density->total;
    double low = band->value - added(band->value - band->low, total->high - total->value);
    double high = band->value + added(band->high - band->value, total->value - total->low);
    bool is_alone = total->value >= band->low && total->value <= band->high;
    bool is_inside = total->value >= low && total->value <= high;
    hold_back->held++;
    hold_back->inside += is_inside;
    hold_back->inside_alone += is_alone;
    measure_add(&hold_back->half_width, 50 * (band->high - band->low) / band->value);
    measure_add(&hold_back->off, 100 * fabs(band->value / total->value - 1));
    printf("  %3u guests: predicted %9.1f/s [%9.1f, %9.1f], measured %9.1f [%9.1f, %9.1f]  %s\n",
           density->guests, band->value, band->low, band->high, total->value, total->low,
           total->high,
           is_alone    ? "inside"
           : is_inside ? "inside with its own error"
                       : "OUTSIDE");
}

// Densities that tell something, in ascending order.
static size_t points_of(const struct density *densities, size_t count, size_t first,
                        struct law_point *ret_points)
{
    size_t told = 0;
    for (size_t i = first; i < count; i += 2)
        if (densities[i].total.value > 0)
            ret_points[told++] = (struct law_point){densities[i].guests, densities[i].total.value,
                                                    error_of(&densities[i].total)};
    return told;
}

static void hold_half(const struct density *densities, size_t count, size_t held, uint64_t seed,
                      struct hold_back *hold_back)
{
    scope_free struct law_point *points = alloc_zeroed(count, sizeof(*points));
    size_t told = points_of(densities, count, 1 - held, points);
    const struct law_choice choice = law_choose(points, told);
    struct law_band *band = law_band_new(points, told, REPLICATES, seed);
    printf(" %s law of %zu densities, which it misses by %.1f %% when each is left out in turn:\n",
           law_name(choice.best), told, 100 * choice.fits[choice.best].left_out);
    for (size_t i = held; i < count; i += 2) {
        const struct estimate estimate = law_band_at(band, densities[i].guests);
        if (densities[i].total.value > 0)
            compare(&densities[i], &estimate, hold_back);
    }
    law_band_free(band);
}

void hold_back_all(const struct density *densities, size_t count, uint64_t seed,
                   struct hold_back *hold_back)
{
    hold_half(densities, count, 1, seed, hold_back);
    hold_half(densities, count, 0, seed, hold_back);
}
