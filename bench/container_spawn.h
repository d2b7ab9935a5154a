// SPDX-License-Identifier: GPL-3.0-or-later
// A process in namespaces of its own (namespaces(7)): it is the first of its processes, sees none
// of the host's, and has mounts, a host name, System V objects and a tree of control groups of its
// own. The host's files are its files: nothing is unpacked.
#ifndef FULLHOUSE_BENCH_CONTAINER_SPAWN_H
#define FULLHOUSE_BENCH_CONTAINER_SPAWN_H

#include <sys/types.h>

struct err;
struct process_launch;

// Makes it as process_platform.h has it; it joins its group before it runs a line of the agent's.
// An ordinary user's gets a user namespace, too, in which the user stays who it is. 0, or negative
// errno with no process left.
int container_spawn(const struct process_launch *launch, pid_t *ret_pid, struct err *err);

// Whether this user may make such namespaces here. 0, or -ENOTSUP with why, and the mend.
int container_spawn_check(struct err *err);

#endif
