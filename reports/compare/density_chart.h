// SPDX-License-Identifier: GPL-3.0-or-later
// One measure's ratio along the densities, as a small chart written straight into a page: what only
// shows at density is seen at once. Knows ratios and their kinds, nothing of verdicts.
#ifndef FULLHOUSE_REPORTS_COMPARE_DENSITY_CHART_H
#define FULLHOUSE_REPORTS_COMPARE_DENSITY_CHART_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/spread.h"

struct strbuf;

struct density_point {
    uint32_t guests; // ascending
    struct estimate ratio;
    const char *kind; // as in reports/compare/forest.h
};

struct density_chart {
    const char *title; // told to those who cannot see it
    double threshold;  // shown as a band around 1; 0: none
    const struct density_point *points;
    size_t count;
};

// Appends an <svg> of the class "density-chart". Points without a positive ratio are passed over.
void density_chart_add(struct strbuf *out, const struct density_chart *chart);

extern const char density_chart_style[];

#endif
