// SPDX-License-Identifier: GPL-3.0-or-later
// What the control groups allow us, of both versions. Of our group and all above it the tightest
// limit counts.
#ifndef FULLHOUSE_COLLECTOR_CGROUP_LIMIT_H
#define FULLHOUSE_COLLECTOR_CGROUP_LIMIT_H

#include <stdint.h>

struct cgroup;
struct procfs;

// How many CPUs' worth of time a group may use (cpu.max; cpu.cfs_quota_us over cpu.cfs_period_us).
// 0, or negative errno for no quota.
int cgroup_cpu_quota(const struct procfs *procfs, const struct cgroup *group, double *ret_cores);

// The tightest quota of our group and all above it, in cores. ret_folder (may be NULL): that
// group's folder as a new string. 0, or -ENOENT for none.
int cgroup_cpu_quota_cores(const struct procfs *procfs, double *ret_cores, char **ret_folder,
                           int *ret_version);

// A group's limit of memory and what it uses of it, page cache that nobody uses left out.
// 0, or negative errno for no limit.
int cgroup_memory(const struct procfs *procfs, const struct cgroup *group, uint64_t *ret_limit,
                  uint64_t *ret_used);

#endif
