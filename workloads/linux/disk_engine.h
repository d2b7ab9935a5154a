// SPDX-License-Identifier: GPL-3.0-or-later
// How reads and writes are handed to the kernel: three ways, one shape. To add one: a file with a
// record at its end, a line in disk_engine.c and a choice of the option.
#ifndef FULLHOUSE_WORKLOADS_LINUX_DISK_ENGINE_H
#define FULLHOUSE_WORKLOADS_LINUX_DISK_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct disk_engine;
struct err;

struct disk_request {
    uint32_t tag; // below the engine's depth
    bool is_write;
    void *buffer;
    size_t bytes;
    uint64_t offset;
};

// One that has ended: bytes moved, or negative errno.
struct disk_result {
    uint32_t tag;
    int64_t result;
};

struct disk_engine_ops {
    const char *name; // the option's choice
    uint32_t depth_max;
    // For so many requests at once to that file. 0 or negative errno: -EOPNOTSUPP where this kernel
    // has no such thing, or allows none.
    int (*open)(int fd, uint32_t depth, struct disk_engine **ret_engine, struct err *err);
    // 0 or negative errno.
    int (*submit)(struct disk_engine *engine, const struct disk_request *request);
    // As flight_ops' reap, with results for tags.
    int (*reap)(struct disk_engine *engine, uint64_t deadline_ns, struct disk_result *ret_results);
    // Nothing may be under way.
    void (*close)(struct disk_engine *engine);
};

// What every struct disk_engine begins with.
struct disk_engine {
    const struct disk_engine_ops *ops;
    int fd;
    uint32_t depth;
};

extern const struct disk_engine_ops disk_engine_psync;
extern const struct disk_engine_ops disk_engine_libaio;
extern const struct disk_engine_ops disk_engine_io_uring;

// In the order of the option's choices, "psync|libaio|io_uring".
extern const struct disk_engine_ops *const disk_engine_table[];

#endif
