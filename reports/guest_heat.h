// SPDX-License-Identifier: GPL-3.0-or-later
// Heat maps from records: a step's guests, and the virtual machines of a watched host.
#ifndef FULLHOUSE_REPORTS_GUEST_HEAT_H
#define FULLHOUSE_REPORTS_GUEST_HEAT_H

#include "reports/heat_map.h"

struct step_record;
struct telemetry;

// Each guest's throughput in each window over what the median guest of its role did in the measured
// windows. No rows where no guest did anything. What the map says in one sentence is a new string,
// never NULL.
char *guest_heat_of_step(const struct step_record *step, struct heat_map *map);

enum guest_heat_figure {
    GUEST_HEAT_CORES,   // CPU of each machine's process, in cores
    GUEST_HEAT_WAITING, // share of time in which its vCPUs were ready and had no CPU
};

// Machines, the busiest first, against time. No rows where there was none.
char *guest_heat_of_machines(const struct telemetry *telemetry, enum guest_heat_figure figure,
                             struct heat_map *map);

#endif
