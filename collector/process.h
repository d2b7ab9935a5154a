// SPDX-License-Identifier: GPL-3.0-or-later
// What one process costs the host, and which processes belong to something.
#ifndef FULLHOUSE_COLLECTOR_PROCESS_H
#define FULLHOUSE_COLLECTOR_PROCESS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct err;
struct procfs;

// CPU time of all its threads, those that ended too, in ns. On this host it is the scheduler's own
// count, to the nanosecond; a captured host has /proc/PID/stat alone (ticks of 10 ms). 0 or
// negative errno.
int process_cpu_ns(const struct procfs *procfs, pid_t pid, uint64_t *ret_ns);

// CPU time of its children, and of theirs, that ended and were waited for, in ns, by ticks of
// 10 ms. 0 or negative errno.
int process_reaped_cpu_ns(const struct procfs *procfs, pid_t pid, uint64_t *ret_ns);

// How often its threads were put to sleep and woken so far: voluntary and involuntary context
// switches of the threads it has now, summed up. A thread that ends takes its count along. 0 or
// negative errno.
int process_switches(const struct procfs *procfs, pid_t pid, uint64_t *ret_count);

// How many threads it has. 0 or negative errno.
int process_threads(const struct procfs *procfs, pid_t pid, uint64_t *ret_count);

// Threads of all processes that belong to a user. 0 or negative errno.
int process_user_threads(const struct procfs *procfs, uid_t user, uint64_t *ret_count,
                         struct err *err);

// Proportional set size in bytes: shared pages count by share. Pages of hugetlbfs, which the kernel
// leaves out of it, are counted, too. 0 or negative errno.
int process_pss_bytes(const struct procfs *procfs, pid_t pid, uint64_t *ret_bytes);

// All processes one of whose arguments contains the path `needle` and whose program's name starts
// with `program`, as a new array. Ours is never among them, nor one that names a longer path which
// only ends in `needle` (/var/tmp/x is not below /tmp).
int process_find_all(const struct procfs *procfs, const char *program, const char *needle,
                     pid_t **ret_pids, size_t *ret_count, struct err *err);

// Kills (SIGKILL) every process that process_find_all finds; returns how many.
size_t process_kill_all(const struct procfs *procfs, const char *program, const char *needle);

#endif
