// SPDX-License-Identifier: GPL-3.0-or-later
// Median, range and a line of text.
#include "tests/bench/measure.h"

#include <stdio.h>

#include "common/stats/summary.h"

void measure_add(struct measure *measure, double value)
{
    if (measure->count < MEASURE_MAX)
        measure->values[measure->count++] = value;
}

double measure_median(const struct measure *measure)
{
    return summary_quantile(measure->values, measure->count, 0.5);
}

void measure_print(const struct measure *measure, const char *what, const char *unit)
{
    struct summary summary = summary_of(measure->values, measure->count);

    printf("%s: %.4g %s median of %zu (%.4g to %.4g)\n", what, measure_median(measure), unit,
           measure->count, summary.min, summary.max);
}

int measure_judge(const struct measure *measure, double aim, const char *unit)
{
    int missed = !(measure_median(measure) <= aim);

    printf("aim: at most %.4g %s: %s\n", aim, unit, missed ? "MISSED" : "kept");
    return missed;
}
