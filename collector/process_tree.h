// SPDX-License-Identifier: GPL-3.0-or-later
// What a process costs the host together with those it started: an agent that runs a program costs
// what the program takes. One whose parent ended before it belongs to nobody any more.
#ifndef FULLHOUSE_COLLECTOR_PROCESS_TREE_H
#define FULLHOUSE_COLLECTOR_PROCESS_TREE_H

#include <stdint.h>
#include <sys/types.h>

struct procfs;

// CPU time in ns of the process, of its living descendants, and of those that ended and were waited
// for (these in ticks of 10 ms). A host that does not list children (no
// /proc/PID/task/TID/children) tells of those that were waited for alone. 0 or negative errno.
int process_tree_cpu_ns(const struct procfs *procfs, pid_t pid, uint64_t *ret_ns);

// Proportional set size in bytes of the process and its living descendants. 0 or negative errno.
int process_tree_pss_bytes(const struct procfs *procfs, pid_t pid, uint64_t *ret_bytes);

#endif
