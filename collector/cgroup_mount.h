// SPDX-License-Identifier: GPL-3.0-or-later
// Where control groups are mounted.
#ifndef FULLHOUSE_COLLECTOR_CGROUP_MOUNT_H
#define FULLHOUSE_COLLECTOR_CGROUP_MOUNT_H

struct procfs;

// The mount point of a version 1 controller, or of version 2 for "", and which group its top is
// ("/" but in some containers), both as new strings. Where /proc/self/mountinfo cannot be read, the
// usual place. 0 or -ENOENT.
int cgroup_mount_find(const struct procfs *procfs, const char *controller, char **ret_point,
                      char **ret_root);

#endif
