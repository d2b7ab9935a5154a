// SPDX-License-Identifier: GPL-3.0-or-later
// Made runs of a label, night after night, as bench would have stored them: each with its
// densities, boots, guests and windows. What slows a run, and what ran it, is the caller's.
#ifndef FULLHOUSE_TESTS_BENCH_MADE_HISTORY_H
#define FULLHOUSE_TESTS_BENCH_MADE_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct histogram_pack;
struct store;

enum { MADE_HISTORY_POOL = 32 };

// Windows' latencies are drawn from a few that are made once. Zero-initialise; made_history_done.
struct made_history {
    struct histogram_pack *pool[MADE_HISTORY_POOL];
    uint32_t densities[3]; // ascending; 0: none more. All 0: 2, 4, 6
    uint32_t repeats;      // boots of each density; 0: 3
    uint32_t windows;      // measured of each guest; 0: 5
    double noise;          // standard deviation of a boot's throughput on the logarithm; 0: 1 %
};

struct made_night {
    const char *label;
    uint32_t number;       // of the night, from 0: seed and time follow from it
    double factor;         // of throughput; 0: 1
    const char *kernel;    // of the host; NULL: "6.1.0-25-amd64"
    const char *platform;  // NULL: "kvm"
    const char *host;      // NULL: "lab"
    const char *campaign;  // NULL: none
    uint32_t vcpus;        // 0: 1
    int64_t started_at_ns; // 0: a day after the last
    bool has_no_steps, is_running;
};

// 0 and *ret_id (may be NULL), or negative errno.
int made_history_add(struct made_history *made, struct store *store, const struct made_night *night,
                     int64_t *ret_id, struct err *err);
void made_history_done(struct made_history *made);

#endif
