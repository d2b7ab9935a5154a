// SPDX-License-Identifier: GPL-3.0-or-later
// Guests started by several threads, handed one by one to the thread that runs the fleet.
#ifndef FULLHOUSE_BENCH_FLEET_START_H
#define FULLHOUSE_BENCH_FLEET_START_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/platform.h"

struct err;
struct fleet_start;
struct guest_home;
struct tile;
struct workers;

// A guest the platform has started, or could not start.
struct fleet_started {
    uint32_t index;
    int result;               // 0 or negative errno
    struct platform_guest os; // when result is 0; the receiver's
    uint64_t began_ns;        // monotonic, before the platform was asked
    uint64_t ended_ns;        // when it had answered
};

// What is to be started; all borrowed until fleet_start_end.
struct fleet_start_options {
    struct platform *platform;
    struct shape shape;
    const struct tile *tile;        // whose roles have shapes of their own; NULL or without: none
    const struct guest_home *homes; // of each guest, or NULL
    uint32_t guests;
    uint32_t parallel; // at once
};

// Begins to start them. 0 or negative errno.
int fleet_start_begin(const struct fleet_start_options *options, struct fleet_start **ret_start,
                      struct err *err);

// Readable when fleet_start_take has something.
int fleet_start_fd(const struct fleet_start *start);

// The next one that is started or failed; false when none is waiting. The first failure's text goes
// to err.
bool fleet_start_take(struct fleet_start *start, struct fleet_started *ret_started,
                      struct err *err);

// Waits for workers that call the platform, and frees them; an interrupt hurries it.
void fleet_join_workers(struct platform *platform, struct workers *workers);

// Begins no more and waits for those under way; what they started is stopped. Accepts NULL.
void fleet_start_end(struct fleet_start *start);

#endif
