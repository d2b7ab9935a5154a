// SPDX-License-Identifier: GPL-3.0-or-later
// Carries moves out on real hosts, one after another, with a look at both hosts before and after
// each. Every step is in the journal before and after it is done, so a plan that was broken off
// goes on from there.
#ifndef FULLHOUSE_LIVE_LIVE_MOVES_H
#define FULLHOUSE_LIVE_LIVE_MOVES_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct estate;
struct moves;

struct live_step {                 // one migration as it went
    const char *guest, *from, *to; // names
    double predicted_s, predicted_downtime_s;
    double seconds, downtime_s; // NAN where libvirt does not tell
    double moved_bytes;
};

struct live_moves_options {
    const char *journal;       // path; made where it is not there, gone on with where it is
    double downtime_allowed_s; // of each migration; 0: as the hosts have it
    double bandwidth_bits_hz;  // that each may use; 0: all there is
    // step: a migration that has just ended, or NULL. words: one sentence, never NULL.
    void (*said)(void *context, const struct live_step *step, const char *words);
    // How far the migration under way is: for a line that is written over. May be NULL.
    void (*progressed)(void *context, const char *words);
    void *context;
};

// In the order of the list. 0 when all is done. Stops at the first failure with what was done, what
// was not, and where the guest is now: ERR_HOST, or ERR_INTERRUPTED after the running migration was
// aborted and its guest goes on where it was. It stops, too, before a step that is not ours to do
// (switch a host on, maintain it, start a guest) until that is done. ERR_INPUT for a journal of
// other moves, or hosts without a URI.
int live_moves_apply(const struct estate *estate, const struct moves *moves,
                     const struct live_moves_options *options, struct err *err);

// Goes on with the moves that the journal holds, with the downtime that they were begun with,
// whatever the estate has become since: no new plan is made. ERR_INPUT where there is no such
// journal.
int live_moves_resume(const struct live_moves_options *options, struct err *err);

#endif
