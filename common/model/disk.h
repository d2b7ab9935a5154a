// SPDX-License-Identifier: GPL-3.0-or-later
// The data disk that each guest of a disk load gets: what is behind it and how the hypervisor
// treats it, in libvirt's and QEMU's own words.
#ifndef FULLHOUSE_COMMON_MODEL_DISK_H
#define FULLHOUSE_COMMON_MODEL_DISK_H

#include <stdbool.h>
#include <stdint.h>

struct err;

// enum, word: one list each; the first is what holds when nothing is said.
#define DISK_CACHES(X)                                                                             \
    X(NONE, "none") /* past the host's page cache */                                               \
    X(WRITEBACK, "writeback")                                                                      \
    X(WRITETHROUGH, "writethrough")                                                                \
    X(DIRECTSYNC, "directsync") /* none, and every write made durable */                           \
    X(UNSAFE, "unsafe")
#define DISK_AIOS(X)                                                                               \
    X(THREADS, "threads")                                                                          \
    X(NATIVE, "native")                                                                            \
    X(IO_URING, "io_uring")
#define DISK_BACKINGS(X)                                                                           \
    X(FILE, "file")   /* a sparse file a guest */                                                  \
    X(BLOCK, "block") /* a block device of the host, for one guest */

#define X(name, word) DISK_CACHE_##name,
enum disk_cache { DISK_CACHES(X) DISK_CACHE_COUNT };
#undef X
#define X(name, word) DISK_AIO_##name,
enum disk_aio { DISK_AIOS(X) DISK_AIO_COUNT };
#undef X
#define X(name, word) DISK_BACKING_##name,
enum disk_backing { DISK_BACKINGS(X) DISK_BACKING_COUNT };
#undef X

struct disk {
    uint64_t bytes; // of a file
    enum disk_cache cache;
    enum disk_aio aio;
    enum disk_backing backing;
    char *path;            // file: the folder, "" for the run's own; block: the device
    bool destroy;          // consent: block may lose what it holds
    uint64_t iops;         // reads a second that it may do at most, and as many writes; 0: any
    uint64_t bandwidth_hz; // bytes a second of reads, and as many of writes; 0: any
};

// 1 GiB, a file in the run's own folder.
void disk_init(struct disk *disk);
void disk_done(struct disk *disk);
void disk_copy(struct disk *into, const struct disk *from);

const char *disk_cache_name(enum disk_cache cache);
const char *disk_aio_name(enum disk_aio aio);

// Whether the host's page cache is gone past: its file system must take O_DIRECT.
bool disk_is_direct(const struct disk *disk);

// From a word. 0, or -EINVAL with the words there are.
int disk_set_cache(struct disk *disk, const char *text, struct err *err);
int disk_set_aio(struct disk *disk, const char *text, struct err *err);
int disk_set_backing(struct disk *disk, const char *text, struct err *err);
int disk_set_destroy(struct disk *disk, const char *text, struct err *err);

// Limits: "500" or "500/s", "100MiB" or "100MiB/s"; 0 lifts one. 0 or -EINVAL.
int disk_set_iops(struct disk *disk, const char *text, struct err *err);
int disk_set_bandwidth(struct disk *disk, const char *text, struct err *err);

// As new strings; NULL for what nobody has said.
char *disk_get_cache(const struct disk *disk);
char *disk_get_aio(const struct disk *disk);
char *disk_get_backing(const struct disk *disk);
char *disk_get_destroy(const struct disk *disk);
char *disk_get_iops(const struct disk *disk);
char *disk_get_bandwidth(const struct disk *disk);

// Whether they go together, for so many guests at the most (0: as many as fit). 0 or -EINVAL.
int disk_check(const struct disk *disk, uint32_t guests_max, struct err *err);

#endif
