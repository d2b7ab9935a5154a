// SPDX-License-Identifier: GPL-3.0-or-later
// What a long command shows while it works: on a terminal one live line that says what goes on and
// how long it will take, into a pipe plain lines. Always on standard error.
#ifndef FULLHOUSE_CLI_PROGRESS_H
#define FULLHOUSE_CLI_PROGRESS_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench/observer.h"

struct progress {
    bool live;                // standard error is a terminal
    bool quiet;               // only what must be seen
    struct observer observer; // hand this to the harness

    // The live line, drawn by the harness's thread and, while nothing happens, by a ticking one.
    pthread_mutex_t lock;     // over all below
    pthread_cond_t stop;      // told when done
    pthread_t ticker;         // where is_ticking
    bool is_ticking, is_done; // done: the ticker ends
    bool line_open;           // a live line stands
    char *who;                // platform of the step under way, where several take turns
    char *step;               // "kvm: 4 guests, boot 2"
    char *doing;              // "window 3 of 5", NULL before the first
    uint64_t since_ns;        // monotonic start of this phase
    uint64_t end_ns;          // monotonic estimate of the run's end, 0 unknown
};

// Keeps a pointer to itself: must not be moved. Where no thread can be had, the line does not tick.
void progress_init(struct progress *progress, bool quiet);
// Takes the live line away.
void progress_done(struct progress *progress);

#endif
