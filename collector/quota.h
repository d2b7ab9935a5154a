// SPDX-License-Identifier: GPL-3.0-or-later
// What the kernel counts out: descriptors of our process, and threads (processes are threads, too),
// each with the limit that leaves the least.
#ifndef FULLHOUSE_COLLECTOR_QUOTA_H
#define FULLHOUSE_COLLECTOR_QUOTA_H

#include <stdint.h>

struct err;
struct procfs;

struct quota {
    const char *source; // which limit it is: "RLIMIT_NOFILE", "kernel.pid_max"
    uint64_t limit;     // UINT64_MAX for none
    uint64_t used;
};

// What is left of it.
uint64_t quota_left(const struct quota *quota);

// Descriptors our process may open, and has open. 0 or negative errno with err.
int quota_descriptors(const struct procfs *procfs, struct quota *ret_quota, struct err *err);

// Threads that may run: of our user (RLIMIT_NPROC, which binds everyone but root), of the host
// (kernel.threads-max, kernel.pid_max), of the control groups we are in (pids.max). What cannot be
// read sets no limit. 0 or negative errno with err.
int quota_threads(const struct procfs *procfs, struct quota *ret_quota, struct err *err);

// Threads of the whole host, running or not. 0 or negative errno with err.
int quota_host_threads(const struct procfs *procfs, uint64_t *ret_count, struct err *err);

// Raises our soft limits of descriptors and threads to the hard ones (a million descriptors at
// the most); guests' processes inherit them. What the kernel refuses stays as it is.
void quota_raise(void);

#endif
