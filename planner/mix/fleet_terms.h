// SPDX-License-Identifier: GPL-3.0-or-later
// What a fleet's hosts and guests cost and need, in terms that add up: what an integer programme
// can be made of. Every term is exact or on the cheap side, so that no fleet costs less than the
// programme says.
#ifndef FULLHOUSE_PLANNER_MIX_FLEET_TERMS_H
#define FULLHOUSE_PLANNER_MIX_FLEET_TERMS_H

#include <stddef.h>
#include <stdint.h>

#include "planner/sizing/outcome.h"
#include "planner/sizing/situation.h"

// The CPU time that a host must have is mean + z sqrt(own + common^2), which is no sum over guests.
// By Cauchy and Schwarz it is never less than mean + z (cos t sqrt(own) + sin t common) for any
// angle t, and the root of a sum over guests is concave, so a row by how many of each class alone
// would fit is never too strict: one row for each of these angles, 0 to a right one.
enum { FLEET_ANGLES = 5 };

// One guest of a class on a host of an option.
struct fleet_need {
    double cpu[FLEET_ANGLES];    // of its CPUs, at each angle; the last: what swings in common only
    double part[RESOURCE_COUNT]; // of the host's room; CPU: as the last angle
    double most;                 // whole guests of it alone on one host; 0: not even one fits
    double busy;                 // of the host's CPUs, on average: never more than part[CPU]
};

// Watts of a host at a load are never less than idle + slope x load.
struct fleet_line {
    double idle, slope;
};

struct fleet_option {
    size_t option, basis;
    double added[PLAN_YEARS_MOST]; // cost of one host installed from that year (0 the first) on,
                                   // all of it to the end but energy and racks
    double hosts_a_rack;
    struct fleet_line lines[POWER_POINTS];
    size_t line_count;
    struct fleet_need *needs; // by class
};

// All costs are net present.
struct fleet_terms {
    const struct situation *situation; // borrowed
    uint32_t years;
    size_t class_count;
    double *guests; // [year, 0 today][class], whole
    double kept;    // hosts free in every group, and hosts of a group (0: no limit)
    double group;
    double watt[PLAN_YEARS_MOST];         // cost of one watt through that year, cooling included
    double rack[PLAN_YEARS_MOST];         // of a rack through it
    double licence_once[PLAN_YEARS_MOST]; // of a licence for 1 bought at its start
    double licence_year[PLAN_YEARS_MOST]; // of 1 paid at its end
    struct fleet_option *options;
    size_t option_count;
};

// situation must outlive them; options: indices of its choices. Those that can hold no guest at all
// are among them, with nothing that fits.
void fleet_terms_init(struct fleet_terms *terms, const struct situation *situation,
                      const size_t *options, size_t count);
void fleet_terms_done(struct fleet_terms *terms);

#endif
