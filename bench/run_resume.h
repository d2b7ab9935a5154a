// SPDX-License-Identifier: GPL-3.0-or-later
// A run goes on where it stopped: what its steps taught it is learned again from the store. Private
// to run*.c and campaign*.c.
#ifndef FULLHOUSE_BENCH_RUN_RESUME_H
#define FULLHOUSE_BENCH_RUN_RESUME_H

struct err;
struct run;

// The run has been described as it would begin here and now, and nothing is written yet: -ENOTSUP
// with what differs from then, but 0 where it goes on anyway.
int run_resume_check(struct run *run, struct err *err);

// Takes the run over in the store, its number, its steps and what they taught, and says what is
// reused. -EBUSY when another process was faster; another negative errno.
int run_resume_enter(struct run *run, struct err *err);

// A run that has ended: its steps are part of the answer.
void run_resume_keep(struct run *run);

#endif
