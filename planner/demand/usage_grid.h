// SPDX-License-Identifier: GPL-3.0-or-later
// Windows of time, all of the same length, into which series of telemetry are put.
#ifndef FULLHOUSE_PLANNER_DEMAND_USAGE_GRID_H
#define FULLHOUSE_PLANNER_DEMAND_USAGE_GRID_H

#include <stddef.h>
#include <stdint.h>

struct telemetry_series;

struct usage_grid {
    int64_t from_ns; // since 1970
    int64_t window_ns;
    size_t count;
};

// From the first to the last of that time. A window is a minute, or a sixtieth of the time where
// that is less, and never shorter than the distance of two points, nor so short that there are more
// than 131,072.
struct usage_grid usage_grid_of(int64_t first_ns, int64_t last_ns, int64_t distance_ns);

// How far apart a series' points are, as they would be without holes: the median. 0 for less than
// two points.
int64_t usage_grid_distance_ns(const struct telemetry_series *series);

// The series' mean in each window, by time: a point is of the time since the one before, though of
// no more than three distances. NAN where less than half of a window is known. values[grid->count].
void usage_grid_fill(const struct usage_grid *grid, const struct telemetry_series *series,
                     double *values);

#endif
