// SPDX-License-Identifier: GPL-3.0-or-later
// What the disk workload works on: a block device, a file, or a nameless file in a folder. Opened
// once for all threads of a load, which share it.
#ifndef FULLHOUSE_WORKLOADS_LINUX_DISK_TARGET_H
#define FULLHOUSE_WORKLOADS_LINUX_DISK_TARGET_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct err;

// A guest's own data disk says this as its serial number (bench/domain_disk.h).
#define DISK_TARGET_SERIAL "fullhouse-data"

// Zeroed: nothing is open.
struct disk_target {
    pthread_mutex_t lock;
    uint32_t users;
    int fd;
};

struct disk_target_options {
    const char *path;   // "": the guest's data disk, else a file in $TMPDIR, or /var/tmp
    uint64_t bytes;     // that are worked on
    bool is_direct;     // past the page cache
    bool is_shared;     // the load may be at work on it, too
    bool may_overwrite; // consent for a device or a file that is not our own
};

// Opens it for the first user. 0 or negative errno, with err filled: it is too small, it is
// somebody else's, it is in use, it takes no O_DIRECT (-ENOTSUP), there is none (-ENODEV).
int disk_target_take(struct disk_target *target, const struct disk_target_options *options,
                     struct err *err);

// The last user closes it; a nameless file is gone then.
void disk_target_give(struct disk_target *target);

#endif
