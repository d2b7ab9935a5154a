// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of one overhead: campaigns of one label and one seed, a load each, read from the store.
#ifndef FULLHOUSE_CLI_OVERHEAD_SESSION_H
#define FULLHOUSE_CLI_OVERHEAD_SESSION_H

#include <stddef.h>
#include <stdint.h>

#include "compare/side.h"

struct err;
struct overhead_session_run;
struct scenario;
struct store;

// Zero-initialise; release with overhead_session_done.
struct overhead_session {
    struct side_run *runs;               // in the order in which they were begun
    struct overhead_session_run **owned; // what they borrow
    size_t count;
};

// All runs of that label and seed, with their steps; none is no error.
int overhead_session_read(struct store *store, const char *label, uint64_t seed,
                          struct overhead_session *ret_session, struct err *err);
// The session of a run that word names (a number, a label, "latest"). A run without a label stands
// for its campaign. -ENOENT with a hint.
int overhead_session_find(struct store *store, const char *word,
                          struct overhead_session *ret_session, struct err *err);
void overhead_session_done(struct overhead_session *session);

// The seed of the newest run of that label; 0 where there is none. 0 or negative errno.
int overhead_session_seed(struct store *store, const char *label, uint64_t *ret_seed,
                          struct err *err);

// The newest native run of the session with that load, or NULL.
const struct side_run *overhead_session_load(const struct overhead_session *session,
                                             const char *load);

// That a session that is resumed was begun as the scenario has it: shape, windows, arrivals. 0 or
// -EINVAL.
int overhead_session_check(const struct overhead_session *session, const struct scenario *scenario,
                           struct err *err);

#endif
