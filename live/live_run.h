// SPDX-License-Identifier: GPL-3.0-or-later
// Moves while they are carried out. Private to live_moves.
#ifndef FULLHOUSE_LIVE_LIVE_RUN_H
#define FULLHOUSE_LIVE_LIVE_RUN_H

#include <stddef.h>
#include <stdint.h>

#include "live/live_hosts.h"
#include "live/live_journal.h"
#include "live/live_moves.h"

struct err;

struct live_run {
    const struct estate *estate;
    const struct moves *moves;
    const struct live_moves_options *options;
    struct live_journal journal;
    struct live_hosts hosts;
    int32_t *where; // [guest] by what is done so far
};

void live_run_say(const struct live_run *run, const struct live_step *step, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

const char *live_run_guest(const struct live_run *run, const struct move *move);
const char *live_run_host(const struct live_run *run, int32_t host);

// --- live_check: is the next step still safe? --------------------------------------------------

// Whether the destination is as the plan has it at this point (no guest there that the plan has
// elsewhere or does not know), and has the memory free right now. ERR_HOST with what is in the way.
int live_check_arrival(struct live_run *run, const struct move *move, struct err *err);

// Whether nothing runs there any more. A host that does not answer runs nothing that we know of: 0.
int live_check_empty(struct live_run *run, int32_t host, struct err *err);

// --- live_step_migrate, live_step_ask ----------------------------------------------------------

// One migration, or finding that it has been done. Afterwards it is DONE in the journal, or err.
int live_step_migrate(struct live_run *run, size_t index, struct err *err);

// A step that the user does: found done, told, or stopped before.
int live_step_ask(struct live_run *run, size_t index, struct err *err);

#endif
