// SPDX-License-Identifier: GPL-3.0-or-later
// Phase A of an ab as the store has it, for phase B: the run of the thing itself, and that of the
// reference that took turns with it.
#ifndef FULLHOUSE_BENCH_AB_PHASE_H
#define FULLHOUSE_BENCH_AB_PHASE_H

#include <stdint.h>

#include "compare/selection.h"

struct err;
struct store;

// Zero-initialise; release with ab_phase_done.
struct ab_phase_runs {
    struct selection subject, reference; // one run each
};

// The number of the run that word names (NULL: the newest of all phases A). 0, or -EINVAL: there is
// none, or that one is no phase A.
int ab_phase_find(struct store *store, const char *word, int64_t *ret_id, struct err *err);

// Both runs. 0 or negative errno.
int ab_phase_read(struct store *store, int64_t id, struct ab_phase_runs *ret_runs, struct err *err);
void ab_phase_done(struct ab_phase_runs *runs);

#endif
