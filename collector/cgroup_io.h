// SPDX-License-Identifier: GPL-3.0-or-later
// Limits of disks that our control group and those above it set.
#ifndef FULLHOUSE_COLLECTOR_CGROUP_IO_H
#define FULLHOUSE_COLLECTOR_CGROUP_IO_H

#include <stddef.h>

struct procfs;

enum cgroup_io_kind {
    CGROUP_IO_READ_BYTES,
    CGROUP_IO_WRITE_BYTES,
    CGROUP_IO_READS,
    CGROUP_IO_WRITES,
    CGROUP_IO_KINDS
};

struct cgroup_io_limit {
    char *disk;                    // "vda"
    double limit[CGROUP_IO_KINDS]; // a second; 0 for none
};

struct cgroup_io {
    struct cgroup_io_limit *limits; // one a disk
    size_t count;
};

// The tightest limit of each disk that has one (io.max; blkio.throttle.*). Disks that
// /proc/diskstats does not name are left out. Nothing where there are none; zero-initialise and
// release with cgroup_io_done.
void cgroup_io_read(const struct procfs *procfs, struct cgroup_io *io);
void cgroup_io_done(struct cgroup_io *io);
#define scope_cgroup_io __attribute__((cleanup(cgroup_io_done)))

// The metric of a kind: "limit_read_bytes_hz".
const char *cgroup_io_metric(enum cgroup_io_kind kind);

#endif
