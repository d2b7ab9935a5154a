// SPDX-License-Identifier: GPL-3.0-or-later
// Even steps in per cent as long as the axis is shorter than a factor of two, then in factors, and
// powers of ten where it is long.
#include "reports/compare/ratio_axis.h"

#include <math.h>
#include <stdbool.h>

#include "common/base/alloc.h"

// Ends stand a little outside of what is shown.
#define MARGIN 0.06

// Where labels change from per cent to factors, and steps from even ones to powers.
#define FACTORS_FROM 2.0
#define POWERS_FROM  5.0

static bool is_ratio(double number)
{
    return isfinite(number) && number > 0;
}

// How far from 1 anything is shown.
static double reach_of(const struct estimate *estimates, size_t count, double threshold)
{
    double reach = 3 * log1p(threshold);
    for (size_t i = 0; i < count; i++)
        if (is_ratio(estimates[i].value))
            reach = fmax(reach, 2 * fabs(log(estimates[i].value)));
    return reach;
}

static void hold(struct ratio_axis *axis, double ratio, double reach)
{
    if (!is_ratio(ratio))
        return;
    double place = fmax(-reach, fmin(reach, log(ratio)));
    axis->low = fmin(axis->low, place);
    axis->high = fmax(axis->high, place);
}

struct ratio_axis ratio_axis_of(const struct estimate *estimates, size_t count, double threshold)
{
    double least = 2 * log1p(threshold), reach = reach_of(estimates, count, threshold);
    struct ratio_axis axis = {-least, least}; // logarithms until the end
    for (size_t i = 0; i < count; i++) {
        hold(&axis, estimates[i].value, reach);
        hold(&axis, estimates[i].low, reach);
        hold(&axis, estimates[i].high, reach);
    }
    double margin = MARGIN * (axis.high - axis.low);
    return (struct ratio_axis){exp(axis.low - margin), exp(axis.high + margin)};
}

double ratio_axis_place(const struct ratio_axis *axis, double ratio)
{
    double place = log(ratio / axis->low) / log(axis->high / axis->low);
    return fmax(0, fmin(1, place));
}

bool ratio_axis_is_beyond(const struct ratio_axis *axis, double ratio)
{
    return ratio < axis->low || ratio > axis->high;
}

// --- ticks --------------------------------------------------------------------------------------

static size_t add_tick(const struct ratio_axis *axis, double ratio, size_t count,
                       double ticks[RATIO_AXIS_TICKS])
{
    if (count >= RATIO_AXIS_TICKS || ratio_axis_is_beyond(axis, ratio))
        return count;
    ticks[count] = ratio;
    return count + 1;
}

static size_t even_ticks(const struct ratio_axis *axis, unsigned wanted,
                         double ticks[RATIO_AXIS_TICKS])
{
    static const double steps[] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100};
    size_t s = 0, count = 0;
    double width = 100 * (axis->high - axis->low);
    while (s + 1 < sizeof(steps) / sizeof(steps[0]) && width / steps[s] > wanted)
        s++;
    int first = (int)ceil(100 * (axis->low - 1) / steps[s]);
    for (int i = first; 1 + i * steps[s] / 100 <= axis->high; i++)
        count = add_tick(axis, 1 + i * steps[s] / 100, count, ticks);
    return count;
}

// 1, 2, 5 times powers of ten, or the powers alone.
static size_t power_ticks(const struct ratio_axis *axis, unsigned wanted,
                          double ticks[RATIO_AXIS_TICKS])
{
    static const double parts[] = {1, 2, 5};
    double decades = log10(axis->high / axis->low);
    size_t used = 3 * decades <= wanted ? 3 : 1, count = 0;
    int stride = 1 + (int)(decades / wanted);
    int first = (int)floor(log10(axis->low)), last = (int)ceil(log10(axis->high));
    for (int power = first; power <= last; power++)
        for (size_t p = 0; p < used; p++)
            if (power % stride == 0)
                count = add_tick(axis, parts[p] * pow(10, power), count, ticks);
    return count;
}

size_t ratio_axis_ticks(const struct ratio_axis *axis, unsigned wanted,
                        double ret_ticks[RATIO_AXIS_TICKS])
{
    return axis->high / axis->low < POWERS_FROM ? even_ticks(axis, wanted, ret_ticks)
                                                : power_ticks(axis, wanted, ret_ticks);
}

char *ratio_axis_label(const struct ratio_axis *axis, double ratio)
{
    double percent = 100 * (ratio - 1);
    if (axis->high / axis->low >= FACTORS_FROM)
        return alloc_printf("%.4gx", ratio);
    return fabs(percent) < 1e-9 ? alloc_copy("0") : alloc_printf("%+.3g %%", percent);
}
