// SPDX-License-Identifier: GPL-3.0-or-later
// Limits as the files of a control group take them.
#ifndef FULLHOUSE_BENCH_CONTROL_LIMITS_H
#define FULLHOUSE_BENCH_CONTROL_LIMITS_H

#include <stdint.h>

#include "bench/control_place.h"

struct err;

// Of one guest; 0: no limit.
struct control_limits {
    double cpus;                     // CPUs' worth of time in every period of 100 ms
    uint64_t memory_bytes;           // what the kernel keeps for it counts; none of it is swapped
    uint64_t disk_iops;              // of reads, and as many of writes
    uint64_t disk_bytes_hz;          // of reads, and as much of writes
    uint32_t disk_major, disk_minor; // the device that these two are for
};

// Which controllers they need.
void control_limits_wants(const struct control_limits *limits, bool ret_wanted[CONTROLLER_COUNT]);

// Writes what one controller has to do with them into a group's folder (Linux
// Documentation/admin-guide/cgroup-v2.rst; cgroup-v1/memory.rst, cgroup-v1/blkio-controller.rst;
// scheduler/sched-bwc.rst). 0, or -ENOTSUP with the file and why.
int control_limits_write(const struct control_limits *limits, enum controller controller,
                         int version, const char *folder, struct err *err);

// The device behind a folder's file system that limits can be set for, a whole disk. 0; -ENOTSUP
// where there is none (tmpfs, overlay, btrfs, ...).
int control_limits_find_device(const char *folder, struct control_limits *limits, struct err *err);

#endif
