// SPDX-License-Identifier: GPL-3.0-or-later
// What `collect` stored of machines, read twice: for their shapes and times, then for their use
// window by window. Private to the planner.
#ifndef FULLHOUSE_PLANNER_DEMAND_TELEMETRY_READ_H
#define FULLHOUSE_PLANNER_DEMAND_TELEMETRY_READ_H

#include <stddef.h>
#include <stdint.h>

#include "planner/demand/telemetry_guests.h"
#include "planner/demand/usage_grid.h"

struct err;
struct store;

// The step of a run in which `collect` watched. -EINVAL with source ("telemetry of run 3") where it
// is a run of another kind.
int telemetry_read_step(struct store *store, int64_t run_id, const char *source, int64_t *ret_step,
                        struct err *err);

// The machines of a step, as they were at its end; *guests is empty before, and released by the
// caller in any case. -EINVAL where nothing was watched for two samples.
int telemetry_read_guests(struct store *store, int64_t step_id, const char *source,
                          struct telemetry_guests *guests, struct err *err);

// A machine's cores by window, NAN where it was not there; values[grid->count], lent.
typedef int telemetry_cpu_fn(void *context, size_t guest, const double *values, struct err *err);

// Calls back once for each machine that is on, and gives those their rates of disk and network: the
// 95th percentile over windows.
int telemetry_read_usage(struct store *store, int64_t step_id, struct telemetry_guests *guests,
                         const struct usage_grid *grid, telemetry_cpu_fn *cpu, void *context,
                         struct err *err);

#endif
