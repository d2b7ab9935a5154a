// SPDX-License-Identifier: GPL-3.0-or-later
// The control groups that confine us, of both versions: ours and every one above it, since each may
// set the limit that bites first. Knows where they are, and no controller's limits.
#ifndef FULLHOUSE_COLLECTOR_CGROUP_H
#define FULLHOUSE_COLLECTOR_CGROUP_H

#include <stdint.h>

struct procfs;

struct cgroup {
    int version;        // 1 or 2
    const char *folder; // below the root of procfs: "/sys/fs/cgroup/memory/a/b"; borrowed
};

typedef void (*cgroup_visit)(const struct procfs *procfs, const struct cgroup *group,
                             void *context);

// Calls visit for our group under that controller ("cpu", "memory") and all above it, ours first;
// of version 1 where that one has the controller, else of version 2; not at all where there is
// neither. What lies above the mount point is the business of a host we cannot see.
void cgroup_walk(const struct procfs *procfs, const char *controller, cgroup_visit visit,
                 void *context);

// Our own group under a controller: its folder as a new string and its version; NULL for none.
char *cgroup_own(const struct procfs *procfs, const char *controller, int *ret_version);

// A number in a group's file; "max", "-1" and a missing file all mean no limit: negative errno.
int cgroup_number(const struct procfs *procfs, const struct cgroup *group, const char *file,
                  uint64_t *ret_value);

// The number behind a word in a group's file: "nr_throttled 12". 0 or negative errno.
int cgroup_field(const struct procfs *procfs, const struct cgroup *group, const char *file,
                 const char *key, uint64_t *ret_value);

// A file of a group as a new string; 0 or negative errno.
int cgroup_read(const struct procfs *procfs, const struct cgroup *group, const char *file,
                char **ret_text);

#endif
