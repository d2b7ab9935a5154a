// SPDX-License-Identifier: GPL-3.0-or-later
// One control group with limits, of either version: made, filled with a process, removed. With the
// controllers of version 1 it is a folder in each one's hierarchy, of version 2 one folder.
#ifndef FULLHOUSE_BENCH_CONTROL_GROUP_H
#define FULLHOUSE_BENCH_CONTROL_GROUP_H

#include <stddef.h>
#include <sys/types.h>

struct control_limits;
struct control_place;
struct err;
struct workspace;

// Zero-initialised: none.
struct control_group {
    char **folders; // full paths, each once
    size_t count;
};

// Makes a group of that name in every folder of the place, with these limits. 0, or negative errno
// with nothing left: -ENOTSUP where the kernel refuses a limit.
int control_group_make(const struct control_place *place, const char *name,
                       const struct control_limits *limits, struct control_group *ret_group,
                       struct err *err);

// Moves a process with all of its threads there. 0 or negative errno.
int control_group_join(const struct control_group *group, pid_t pid, struct err *err);

// Removes it; its processes must have ended. Accepts a zeroed one.
void control_group_remove(struct control_group *group);

// Notes in a run's workspace that groups with names that begin so are made in this place. 0 or
// negative errno.
int control_group_note(const struct control_place *place, const char *prefix,
                       const struct workspace *workspace, struct err *err);

// What a killed run that noted so left behind: ends the processes in it and removes it. How many
// folders there were.
size_t control_group_sweep(const struct workspace *workspace);

#endif
