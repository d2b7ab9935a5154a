// SPDX-License-Identifier: GPL-3.0-or-later
// Homes put into effect on this host: what a thread passes on to the processes it starts, and the
// vCPU threads of a hypervisor's process.
#ifndef FULLHOUSE_BENCH_AFFINITY_H
#define FULLHOUSE_BENCH_AFFINITY_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct err;

// What the calling thread was bound to before affinity_enter.
struct affinity {
    cpu_set_t *cpus; // NULL: nothing was changed
    size_t bytes;
    bool has_node; // memory was bound, too
};

// Binds the calling thread to all CPUs of a home (as in pinning.h), and what memory it touches to
// the node (PLACEMENT_NO_NODE: to none): a process it starts now inherits both, all of its threads
// too (sched_setaffinity(2), set_mempolicy(2)). "" changes nothing. 0 with *ret_before for
// affinity_leave, or negative errno with nothing changed.
int affinity_enter(const char *home, int64_t node, struct affinity *ret_before, struct err *err);

// The calling thread is as it was before.
void affinity_leave(struct affinity *before);

// Sees to it that every vCPU thread of a QEMU process ("CPU 0/KVM", "CPU 1/TCG") is bound to its
// home and that all other threads are to the whole of it; those that the hypervisor has not bound
// so are bound here (sched_setaffinity(2)). 0, or negative errno: what cannot be done is told.
int affinity_bind_vcpus(pid_t pid, const char *home, uint32_t vcpus, struct err *err);

#endif
