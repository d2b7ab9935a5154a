// SPDX-License-Identifier: GPL-3.0-or-later
// What a long command shows while it works: on a terminal one live line that says what goes on and
// how long it will take, into a pipe plain lines. Always on standard error.
#ifndef FULLHOUSE_CLI_PROGRESS_H
#define FULLHOUSE_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/observer.h"

struct progress {
    bool live;                // standard error is a terminal
    bool quiet;               // only what must be seen
    bool line_open;           // a live line stands
    char *step;               // "measuring 4 guests, boot 2"
    uint64_t end_ns;          // monotonic estimate of the run's end, 0 unknown
    struct observer observer; // hand this to the harness
};

void progress_init(struct progress *progress, bool quiet);
void progress_done(struct progress *progress);

#endif
