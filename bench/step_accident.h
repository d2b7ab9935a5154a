// SPDX-License-Identifier: GPL-3.0-or-later
// An accident befalls the first guest of a step in the middle of a window. What it does within the
// guest is the guest's business; what the others felt common/inference/isolation.h's.
#ifndef FULLHOUSE_BENCH_STEP_ACCIDENT_H
#define FULLHOUSE_BENCH_STEP_ACCIDENT_H

struct err;
struct fleet;
struct step_plan;
struct step_record;

// Waits for the middle of the window that begins now, and lets it happen; the guest is excused from
// then on. Notes in the step in which window. 0 or negative errno: the host does not know the
// guest's process, the user interrupts.
int step_accident_commit(struct fleet *fleet, const struct step_plan *plan,
                         struct step_record *step, struct err *err);

// Whether it could happen at all: -ENOTSUP where the guest said that it cannot.
int step_accident_check(struct fleet *fleet, const struct step_plan *plan, struct err *err);

#endif
