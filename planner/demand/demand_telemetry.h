// SPDX-License-Identifier: GPL-3.0-or-later
// Demand of the machines that `collect` watched: classes of like shape, with what their guests took
// of the host's CPUs over time, and how far that moves together.
#ifndef FULLHOUSE_PLANNER_DEMAND_DEMAND_TELEMETRY_H
#define FULLHOUSE_PLANNER_DEMAND_DEMAND_TELEMETRY_H

#include "planner/demand/guest_class.h"

struct err;
struct store;

// Appends the classes of a run of `collect` (by number, label or "latest"), and notes: machines
// that were gone at its end are left out. Disk and network rates are a mean over guests of each
// guest's 95th percentile over time. Memory is what libvirt says the guest may have, else the most
// its process held. Reads the telemetry twice, series by series; memory goes with windows times
// classes, not with guests. 0; -ENOENT for no such run; -EINVAL where it is none of `collect`, or
// where no machine was watched for two samples.
int demand_telemetry_read(struct store *store, const char *word, const struct uncertain *growth,
                          struct demand *demand, struct err *err);

#endif
