// SPDX-License-Identifier: GPL-3.0-or-later
// Points that hold for a while, weighted by how much of a window they cover.
#include "planner/demand/usage_grid.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "planner/demand/usage.h"

#define MINUTE_NS INT64_C(60000000000)
enum { WINDOWS_MOST = 131072, WINDOWS_LEAST = 60, HOLE_DISTANCES = 3 };

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

struct usage_grid usage_grid_of(int64_t first_ns, int64_t last_ns, int64_t distance_ns)
{
    int64_t span_ns = last_ns - first_ns;
    int64_t window_ns = span_ns / WINDOWS_LEAST < MINUTE_NS ? span_ns / WINDOWS_LEAST : MINUTE_NS;
    window_ns = larger(larger(window_ns, distance_ns), span_ns / (WINDOWS_MOST - 1) + 1);
    return (struct usage_grid){
        .from_ns = first_ns,
        .window_ns = window_ns,
        .count =
            (size_t)(span_ns / window_ns + (span_ns % window_ns != 0)) + (span_ns == 0 ? 1 : 0),
    };
}

int64_t usage_grid_distance_ns(const struct telemetry_series *series)
{
    if (series->count < 2)
        return 0;
    scope_free double *distances = alloc_zeroed(series->count - 1, sizeof *distances);
    for (size_t i = 1; i < series->count; i++)
        distances[i - 1] = (double)(series->points[i].at_ns - series->points[i - 1].at_ns);
    return (int64_t)usage_quantile(distances, series->count - 1, 0.5);
}

// Adds a value to the windows between two times, by the time it lies in each.
static void spread_value(const struct usage_grid *grid, int64_t from_ns, int64_t to_ns,
                         double value, double *sums, double *known_ns)
{
    int64_t end_ns = grid->from_ns + grid->window_ns * (int64_t)grid->count;
    int64_t at_ns = larger(from_ns, grid->from_ns), until_ns = to_ns < end_ns ? to_ns : end_ns;
    while (at_ns < until_ns) {
        int64_t window = (at_ns - grid->from_ns) / grid->window_ns;
        int64_t next_ns = grid->from_ns + (window + 1) * grid->window_ns;
        int64_t stop_ns = next_ns < until_ns ? next_ns : until_ns;
        sums[window] += value * (double)(stop_ns - at_ns);
        known_ns[window] += (double)(stop_ns - at_ns);
        at_ns = stop_ns;
    }
}

void usage_grid_fill(const struct usage_grid *grid, const struct telemetry_series *series,
                     double *values)
{
    scope_free double *known_ns = alloc_zeroed(grid->count, sizeof *known_ns);
    int64_t distance_ns = usage_grid_distance_ns(series);
    for (size_t i = 0; i < grid->count; i++)
        values[i] = 0;
    for (size_t i = 0; i < series->count; i++) {
        int64_t to_ns = series->points[i].at_ns, from_ns = to_ns - distance_ns;
        if (i > 0)
            from_ns = larger(series->points[i - 1].at_ns, to_ns - HOLE_DISTANCES * distance_ns);
        spread_value(grid, from_ns, to_ns, series->points[i].value, values, known_ns);
    }
    for (size_t i = 0; i < grid->count; i++)
        values[i] =
            2 * known_ns[i] >= (double)grid->window_ns ? values[i] / known_ns[i] : (double)NAN;
}
