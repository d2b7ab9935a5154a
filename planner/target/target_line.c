// SPDX-License-Identifier: GPL-3.0-or-later
// Eleven points, and the lines through two of them.
#include "planner/target/target_line.h"

#include <math.h>
#include <stdbool.h>

static struct target_line through(const double watts[POWER_POINTS], int a, int b)
{
    const int last = POWER_POINTS - 1;
    double slope = (watts[b] - watts[a]) / (b - a); // a tenth of the load
    return (struct target_line){watts[a] - slope * a, slope * last};
}

static bool is_below(const struct target_line *line, const double watts[POWER_POINTS])
{
    const int last = POWER_POINTS - 1;
    for (int p = 0; p < POWER_POINTS; p++)
        if (line->idle + line->slope * p / last > watts[p] * (1 + 1e-12))
            return false;
    return true;
}

// A pair of points on either side of the load whose line is below all others is the hull's edge.
struct target_line target_line_below(const double watts[POWER_POINTS], double load)
{
    const int last = POWER_POINTS - 1;
    double place = fmin(fmax(load, 0), 1) * last;
    for (int a = 0; a < last && a <= place; a++)
        for (int b = last; b > a && b >= place; b--) {
            struct target_line line = through(watts, a, b);
            if (is_below(&line, watts) && line.slope >= 0 && line.idle >= 0)
                return line;
        }
    double least = watts[0];
    for (int p = 1; p < POWER_POINTS; p++)
        least = fmin(least, watts[p]);
    return (struct target_line){least, 0};
}

static double hosts_needed(const struct amounts *amounts, int resource)
{
    double size = 0, room = 0;
    for (size_t g = 0; g < amounts->guests; g++)
        size += (double)amounts->least[g][resource];
    for (size_t h = 0; h < amounts->hosts; h++)
        room += amounts->room[h][resource] == AMOUNT_UNLIMITED ? (double)INFINITY
                                                               : (double)amounts->room[h][resource];
    return room > 0 ? size / room : 0;
}

double target_line_load(const struct target_case *problem)
{
    double needed = 0, cores = 0, load = 0;
    for (int r = 0; r < AMOUNT_COUNT; r++)
        needed = fmax(needed, hosts_needed(problem->amounts, r));
    for (size_t h = 0; h < problem->estate->host_count; h++)
        cores += problem->estate->hosts[h].is_drained ? 0 : problem->estate->hosts[h].cores;
    for (size_t g = 0; g < problem->estate->guest_count; g++)
        load += problem->load[g];
    return needed > 0 && cores > 0 ? fmin(load / (needed * cores), 1) : 0;
}

double target_line_part(const struct target_case *problem)
{
    const struct amounts *amounts = problem->amounts;
    double part = INFINITY;
    for (size_t h = 0; h < amounts->hosts; h++) {
        int64_t room = amounts->room[h][AMOUNT_CPU];
        if (room == AMOUNT_UNLIMITED)
            return 0;
        if (room > 0)
            part = fmin(part, problem->estate->hosts[h].cores * AMOUNT_MICRO / (double)room);
    }
    return isfinite(part) && amounts->is_used[AMOUNT_CPU] ? part : 0;
}
