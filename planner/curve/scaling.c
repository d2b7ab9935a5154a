// SPDX-License-Identifier: GPL-3.0-or-later
// Ratios, and what doubt each way of telling them brings.
#include "planner/curve/scaling.h"

#include <math.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

// 95 % of a normal distribution lie within so many standard deviations.
#define REACH_95 1.959963984540054

// How fast a core of one host is over one of the other.
struct speed {
    double ratio;
    double error; // of its logarithm
    enum origin origin;
    char *words;
};

struct uncertain scaling_spread(double value, double error, enum origin origin)
{
    double factor = exp(REACH_95 * error);
    return (struct uncertain){
        .value = value,
        .low = value / factor,
        .high = value * factor,
        .origin = origin,
    };
}

// Without an interval nothing tells how far one guest alone may be off: then as a clock would be.
static double error_of(const struct estimate *estimate)
{
    if (!(estimate->low > 0) || !(estimate->high >= estimate->low))
        return SCALING_ERROR_CLOCK;
    return log(estimate->high / estimate->low) / (2 * REACH_95);
}

static struct speed speed_of(const struct scaling_host *from, const struct scaling_host *to)
{
    struct speed speed = {1, SCALING_ERROR_NONE, ORIGIN_GUESSED, NULL};
    if (from->core_score > 0 && to->core_score > 0) {
        speed = (struct speed){to->core_score / from->core_score, 0, ORIGIN_SCALED, NULL};
        speed.words = alloc_printf("score a core %.3g times", speed.ratio);
    } else if (from->alone_hz.value > 0 && to->alone_hz.value > 0) {
        speed.ratio = to->alone_hz.value / from->alone_hz.value;
        speed.error = hypot(error_of(&to->alone_hz), error_of(&from->alone_hz));
        speed.origin = ORIGIN_SCALED;
        speed.words = alloc_printf("one guest alone %.3g times as fast", speed.ratio);
    } else if (from->core_hz > 0 && to->core_hz > 0) {
        speed.ratio = to->core_hz / from->core_hz;
        speed.error = SCALING_ERROR_CLOCK;
        speed.words =
            alloc_printf("base clock %.3g times (a guess at a core's speed)", speed.ratio);
    } else {
        speed.words = alloc_copy("a core as fast (guessed: no score, run or clock tells)");
    }
    return speed;
}

struct uncertain scaling_of(const struct scaling_host *from, const struct scaling_host *to,
                            double error, char **ret_words)
{
    struct speed speed = speed_of(from, to);
    scope_free char *told = speed.words;
    double cores = to->cores / from->cores;
    double doublings = fmax(fabs(log2(cores)) + fabs(log2(speed.ratio)), SCALING_LEAST);
    *ret_words = alloc_printf("%.4g cores over %.4g, %s", to->cores, from->cores, told);
    return scaling_spread(cores * speed.ratio, hypot(error * doublings, speed.error), speed.origin);
}
