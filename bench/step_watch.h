// SPDX-License-Identifier: GPL-3.0-or-later
// The host's side of a step: what watches it and its guests, and what memory the guests took.
#ifndef FULLHOUSE_BENCH_STEP_WATCH_H
#define FULLHOUSE_BENCH_STEP_WATCH_H

#include <stdint.h>

struct fleet;
struct step_plan;
struct telemetry;
struct watch;

// A watch over this host, its first sample taken; before any guest of the step is started.
struct watch *step_watch_begin(void);

// The guests are up: each is watched as "guest INDEX" from now on.
void step_watch_guests(struct watch *watch, struct fleet *fleet, const struct step_plan *plan);

// How far the host's available memory fell from the first sample to its lowest, in bytes;
// RECORD_ABSENT where the host does not tell.
int64_t step_watch_memory_bytes(const struct telemetry *telemetry);

#endif
