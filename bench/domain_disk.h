// SPDX-License-Identifier: GPL-3.0-or-later
// One guest's data disk as its domain describes it.
#ifndef FULLHOUSE_BENCH_DOMAIN_DISK_H
#define FULLHOUSE_BENCH_DOMAIN_DISK_H

#include <stdbool.h>
#include <stdint.h>

// By this a guest knows it (workloads/linux/disk_target.h).
#define DOMAIN_DISK_SERIAL "fullhouse-data"

struct domain_disk {
    const char *path; // NULL: there is none
    bool is_block;    // a device of the host, else a raw file
    const char *cache, *aio;
    uint64_t iops, bandwidth_hz; // at most, of reads and of writes; 0: any
};

#endif
