// SPDX-License-Identifier: GPL-3.0-or-later
// What one guest alone can do, and the pace that follows from it: shares of a rate made absolute.
// In a tile each stream of each role by itself. Private to run*.c.
#ifndef FULLHOUSE_BENCH_RUN_PACE_H
#define FULLHOUSE_BENCH_RUN_PACE_H

#include <stdint.h>

struct err;
struct load;
struct run;
struct step_plan;

// How many boots that takes before the ladder begins: none where nothing is paced by it.
uint32_t run_pace_boots(const struct run *run);

// Makes the plan of the boot-th of them: one guest with one load, closed.
void run_pace_plan(const struct run *run, uint32_t boot, struct step_plan *plan);

// After the step of such a boot, before it is stored: whose it was.
struct step_record;
void run_pace_mark(const struct run *run, uint32_t boot, struct step_record *step);

// After the last of them: the run's rates become absolute, aloud. 0 or negative errno.
int run_pace_set(struct run *run, struct err *err);

#endif
