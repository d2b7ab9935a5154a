// SPDX-License-Identifier: GPL-3.0-or-later
// The control groups (version 2) that confine us: ours and every one above it, since each may set
// the limit that bites first.
#ifndef FULLHOUSE_COLLECTOR_CGROUP_H
#define FULLHOUSE_COLLECTOR_CGROUP_H

#include <stdint.h>

struct procfs;

// group: "" for the root, else "/a/b", for cgroup_number and cgroup_read.
typedef void (*cgroup_visit)(const struct procfs *procfs, const char *group, void *context);

// Calls visit for our group and all above it; not at all where there is no version 2.
void cgroup_walk(const struct procfs *procfs, cgroup_visit visit, void *context);

// A number in a group's file; "max" and a missing file both mean no limit: negative errno.
int cgroup_number(const struct procfs *procfs, const char *group, const char *file,
                  uint64_t *ret_value);

// A file of a group as a new string; 0 or negative errno.
int cgroup_read(const struct procfs *procfs, const char *group, const char *file, char **ret_text);

#endif
