// SPDX-License-Identifier: GPL-3.0-or-later
// The threads that are a guest's vCPUs: found by their names, or of a plain process all but its
// first. Their files stay open as far as the pool lets them, so that a look is a few pread(2).
#ifndef FULLHOUSE_COLLECTOR_VCPU_THREADS_H
#define FULLHOUSE_COLLECTOR_VCPU_THREADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "collector/process_stat.h"
#include "collector/procfs_file.h"

struct vcpu_thread {
    pid_t tid;
    uint32_t vcpu; // from 0; no two of a guest have the same
    struct procfs_file schedstat, stat;
    uint64_t start_ticks;               // 0 before the first read
    struct thread_schedule now, before; // at the last read, and at the one before
    unsigned reads;                     // how many of the two hold something: 0, 1, 2
    bool has_schedule;                  // the kernel says how long threads run and wait
    uint32_t cpu;                       // where it ran last
    bool is_seen;                       // by the search under way
};

struct vcpu_threads {
    struct procfs_pool *pool; // borrowed
    pid_t pid;
    bool takes_all; // a plain process: it has no named vCPU threads
    struct vcpu_thread *list;
    size_t count;
};

void vcpu_threads_init(struct vcpu_threads *threads, struct procfs_pool *pool, pid_t pid,
                       bool takes_all);

// Looks for threads that came, and lets go those that went. Reads nothing of them yet.
void vcpu_threads_find(struct vcpu_threads *threads);

// Reads all; threads that ended are let go. How many those were.
size_t vcpu_threads_read(struct vcpu_threads *threads);

void vcpu_threads_done(struct vcpu_threads *threads);

#endif
