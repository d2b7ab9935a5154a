// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks that hang in the kernel: in uninterruptible sleep (state D), and not run once between two
// looks that are long apart. A busy disk puts tasks there all the time, but lets them run again.
#ifndef FULLHOUSE_BENCH_HOST_STUCK_H
#define FULLHOUSE_BENCH_HOST_STUCK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct procfs;

struct host_stuck_task {
    pid_t pid, tid;
    uint64_t switches; // how often it had stopped running
    uint64_t since_ns;
};

// Zero-initialise; release with host_stuck_done.
struct host_stuck {
    pid_t *pids; // of guests; our own process is always looked at
    size_t pid_count;
    struct host_stuck_task *tasks;
    size_t task_count;
    uint64_t next_ns;
};

void host_stuck_add(struct host_stuck *stuck, pid_t pid);
void host_stuck_done(struct host_stuck *stuck);

// Looks every five seconds, and only where /proc/stat tells of blocked tasks. NULL, or which task
// has been stuck for half a minute, as a new string.
char *host_stuck_look(struct host_stuck *stuck, const struct procfs *procfs, uint64_t now_ns);

#endif
