// SPDX-License-Identifier: GPL-3.0-or-later
// What the guests' processes take of the host over the measured windows: CPU time, wake-ups,
// memory.
#ifndef FULLHOUSE_BENCH_STEP_COST_H
#define FULLHOUSE_BENCH_STEP_COST_H

struct fleet;
struct step_cost;
struct step_record;

// Reads every guest's process as measuring begins. New; release with step_cost_free.
struct step_cost *step_cost_begin(struct fleet *fleet);

// Reads them again at its end: into the guests' records, and wake-ups, over step->measured_ns, as
// figures of the step. What a process does not tell stays absent.
void step_cost_end(const struct step_cost *cost, struct fleet *fleet, struct step_record *step);

// Accepts NULL.
void step_cost_free(struct step_cost *cost);

#endif
