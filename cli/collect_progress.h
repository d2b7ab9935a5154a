// SPDX-License-Identifier: GPL-3.0-or-later
// What collect shows while it watches: on a terminal one live line with the busiest machines, into
// a pipe plain lines of what happens. Always on standard error.
#ifndef FULLHOUSE_CLI_COLLECT_PROGRESS_H
#define FULLHOUSE_CLI_COLLECT_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct collect;

struct collect_progress {
    bool live;      // standard error is a terminal
    bool quiet;     // only what must be seen
    bool line_open; // a live line stands
};

void collect_progress_init(struct collect_progress *progress, bool quiet);
void collect_progress_begin(struct collect_progress *progress, int64_t run_id);

// For struct collect_options; context is the progress.
void collect_progress_say(void *context, const char *text);
void collect_progress_beat(void *context, const struct collect *collect);

// Takes the live line away.
void collect_progress_done(struct collect_progress *progress);

#endif
