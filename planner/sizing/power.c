// SPDX-License-Identifier: GPL-3.0-or-later
// Eleven points, ten straight lines.
#include "planner/sizing/power.h"

double power_watts(const double watts[POWER_POINTS], double load)
{
    const int last = POWER_POINTS - 1;
    if (load >= 1)
        return watts[last];
    double place = load > 0 ? load * last : 0;
    int below = (int)place;
    return watts[below] + (watts[below + 1] - watts[below]) * (place - below);
}

double power_kwh(double watts, double hours, double hosts)
{
    return watts * hours * hosts / 1000;
}
