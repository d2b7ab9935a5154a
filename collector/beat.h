// SPDX-License-Identifier: GPL-3.0-or-later
// A regular beat by absolute times: a beat that comes late does not move those after it, and beats
// that nobody was there for are counted.
#ifndef FULLHOUSE_COLLECTOR_BEAT_H
#define FULLHOUSE_COLLECTOR_BEAT_H

#include <stdint.h>

struct err;

struct beat {
    int timer_fd;
    uint64_t interval_ns;
    uint64_t missed; // beats without anybody, so far
};

// The first beat comes an interval from now. 0 or negative errno.
int beat_open(struct beat *beat, uint64_t interval_ns, struct err *err);
void beat_close(struct beat *beat);

// Waits for the next beat. 1, 0 when the user interrupts (common/base/interrupt.h) or deadline_ns
// (monotonic; 0: none) is past, or negative errno.
int beat_wait(struct beat *beat, uint64_t deadline_ns, struct err *err);

#endif
