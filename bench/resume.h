// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that did not come to their end, read back from the store so that they go on under their own
// numbers: what they were asked, where they ran, the steps they have made. All runs of a campaign
// go on together.
#ifndef FULLHOUSE_BENCH_RESUME_H
#define FULLHOUSE_BENCH_RESUME_H

#include <stdbool.h>
#include <stddef.h>

#include "common/model/record.h"
#include "common/model/scenario.h"

struct err;
struct store;

// One of them, as it stood when it stopped.
struct resume_run {
    struct run_record record;
    struct scenario scenario; // with the platform and the guest that it had, and its seed
    struct step_record *steps;
    size_t step_count;
    bool is_over; // it ended: it is part of the answer, and nothing is left to do
};

// Zero-initialise; release with resume_done.
struct resume {
    struct resume_run *runs; // in the order in which they began
    size_t count;
    bool anyway; // whatever has changed on the host since
};

// The run that word names (a number, a label, "latest") and all of its campaign. 0; 1 when all of
// them have ended, so that nothing is left (runs[].record says how); -EBUSY while another process
// is still at it; -EINVAL for a run that cannot go on, as one of lives; another negative errno. In
// a store open for writing; runs of dead processes have been swept before (orphans_sweep).
int resume_find(struct store *store, const char *word, struct resume *ret_resume, struct err *err);

// What `auto` chose in that run, and its seed: another choice would be another run.
void resume_keep_choices(const struct run_record *record, struct scenario *scenario);

void resume_done(struct resume *resume);

// What differs between the run as it began and the same run here and now, as "kernel: 6.1.0 then,
// 6.1.1 now; ..." in a new string; NULL where its figures may stand beside the old ones. Memory may
// differ by a hundredth: kernels keep a little more or less of it from boot to boot.
char *resume_differences(const struct run_record *then, const struct run_record *now);

// "resumed run 12: 7 steps of 3 densities reused; what was under way is made again" as a new
// string.
char *resume_describe(const struct resume_run *run);

#endif
