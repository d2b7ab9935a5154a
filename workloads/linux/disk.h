// SPDX-License-Identifier: GPL-3.0-or-later
// One thread's part of a disk load: its region, filled with what can be judged, and requests to it.
// Private to the disk workload.
#ifndef FULLHOUSE_WORKLOADS_LINUX_DISK_H
#define FULLHOUSE_WORKLOADS_LINUX_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/rng.h"
#include "workloads/core/workload.h"
#include "workloads/linux/disk_content.h"
#include "workloads/linux/disk_engine.h"
#include "workloads/linux/flight.h"

struct disk_target;

// What differs from variant to variant.
struct disk_mode {
    bool is_random; // else one block after the other, and again from the first
    bool reads, writes;
    bool syncs; // after each write
};

struct disk_slot {
    struct disk_request request;
    uint64_t generation; // of a write
    int64_t result;
    bool is_taken;
};

struct disk_state {
    const struct disk_mode *mode;
    struct disk_target *target; // of all threads
    struct disk_engine *engine;
    struct disk_content content;
    struct err *err;
    uint64_t first;  // byte of the region
    uint64_t blocks; // in it
    uint64_t next;   // sequential: block
    size_t block_bytes;
    uint32_t depth;
    double reads_ratio;
    bool syncs_all; // fsync, else fdatasync
    uint64_t generation;
    uint64_t writes;
    struct rng places, samples;
    struct disk_slot *slots; // by tag
    struct disk_result *results;
    char *buffers; // a block each, one more for reading back
    char *read_back;
};

_Static_assert(sizeof(struct disk_state) <= WORKLOAD_STATE_BYTES, "too large a state");

// Opens, fills the region and makes the engine. As workload_variant's prepare and finish.
int disk_open(struct disk_state *state, const struct disk_mode *mode,
              const struct workload_place *place);
void disk_close(struct disk_state *state);

// Writes generation 0 over the region, and lets no cache keep it. 0 or negative errno.
int disk_fill(struct disk_state *state);

// workload_variant's flight, over a disk_state.
extern const struct flight_ops disk_flight_ops;

#endif
