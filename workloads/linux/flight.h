// SPDX-License-Identifier: GPL-3.0-or-later
// The loop that is measured where several operations are under way at once, as course.h is where
// there is one. Closed: as many are kept under way as the variant says, and an operation's latency
// is from just before it was submitted to when its end was seen: fio's "lat", of which "slat" and
// "clat" are the parts. Paced: latency counts from when it was due, also while no slot was free.
// What is done between two operations is no part of either's latency.
#ifndef FULLHOUSE_WORKLOADS_LINUX_FLIGHT_H
#define FULLHOUSE_WORKLOADS_LINUX_FLIGHT_H

#include <stdint.h>

struct course;
struct err;

#define FLIGHT_NEVER UINT64_MAX

// What a variant gives for it. A tag, 0 to depth - 1, names a slot: at most one operation of each
// is under way.
struct flight_ops {
    // How many may be under way at once, at least 1.
    uint32_t (*depth)(const void *state);
    // Decides what the next operation is and gets it ready: no part of its latency.
    void (*choose)(void *state, uint32_t tag);
    // Begins it. 0 or negative errno.
    int (*submit)(void *state, uint32_t tag);
    // Waits until the deadline (FLIGHT_NEVER: as long as it takes) for operations to end. How many
    // have, their tags in ret_tags, room for depth; 0 when the deadline passed; or negative errno.
    int (*reap)(void *state, uint64_t deadline_ns, uint32_t *ret_tags);
    // Judges one that reap has told of. 0 or negative errno.
    int (*check)(void *state, uint32_t tag);
};

struct flight {
    const struct flight_ops *ops;
    void *state;
    struct course *course; // whose tally, pacer and start are used
    uint32_t depth;
    uint32_t in_air;
    uint64_t due_ns;    // paced: of the next operation
    uint64_t *since_ns; // from when its latency counts, by tag
    uint32_t *landed;   // tags, as reap gives them
    uint32_t *slots;    // tags that are free, a stack of depth - in_air
};

// Over a state that is prepared, and the course of the same load, which stays the caller's. 0 or
// -ENOMEM.
int flight_open(struct flight *flight, const struct flight_ops *ops, void *state,
                struct course *course, struct err *err);
void flight_close(struct flight *flight);

// The load starts, as course_begin.
void flight_begin(struct flight *flight, uint64_t start_ns);

// When flight_launch has something to do: 0 at once, FLIGHT_NEVER while all slots are taken.
uint64_t flight_due_ns(const struct flight *flight);

// Submits all that is due, as far as slots are free. 0 or negative errno.
int flight_launch(struct flight *flight);

// Waits until the deadline for operations to end, and records and judges those that have. 0 or
// negative errno.
int flight_land(struct flight *flight, uint64_t deadline_ns);

// Waits for all that are under way, whatever they end with: nothing may be freed before. The first
// error.
int flight_land_all(struct flight *flight);

#endif
