// SPDX-License-Identifier: GPL-3.0-or-later
// Limits in the files of both versions (Linux Documentation/admin-guide/cgroup-v2.rst,
// cgroup-v1/memory.rst, scheduler/sched-bwc.rst).
#include "collector/cgroup_limit.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cgroup.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

// Version 1 has no word for "no limit" but a number that no machine has (PAGE_COUNTER_MAX).
static const uint64_t NO_LIMIT_BYTES = UINT64_C(1) << 60;

// "200000 100000", or "max 100000".
static int read_cpu_max(const struct procfs *procfs, const struct cgroup *group,
                        uint64_t *ret_quota_us, uint64_t *ret_period_us)
{
    scope_free char *text = NULL;
    int result = cgroup_read(procfs, group, "cpu.max", &text);
    if (result == 0)
        result = procfs_digits(text, ret_quota_us);
    return result < 0 ? result : procfs_digits(text + strcspn(text, " \n"), ret_period_us);
}

int cgroup_cpu_quota(const struct procfs *procfs, const struct cgroup *group, double *ret_cores)
{
    uint64_t quota_us, period_us = 0;
    int result;
    if (group->version == 2) {
        result = read_cpu_max(procfs, group, &quota_us, &period_us);
    } else {
        result = cgroup_number(procfs, group, "cpu.cfs_quota_us", &quota_us);
        if (result == 0)
            result = cgroup_number(procfs, group, "cpu.cfs_period_us", &period_us);
    }
    if (result < 0)
        return result;
    if (quota_us == 0 || period_us == 0)
        return -ENOENT;
    *ret_cores = (double)quota_us / (double)period_us;
    return 0;
}

struct tightest {
    double cores; // 0 for none yet
    char *folder;
    int version;
};

static void keep_tighter(const struct procfs *procfs, const struct cgroup *group, void *context)
{
    struct tightest *tightest = context;
    double cores;
    if (cgroup_cpu_quota(procfs, group, &cores) < 0 ||
        (tightest->cores > 0 && cores >= tightest->cores))
        return;
    free(tightest->folder);
    *tightest = (struct tightest){
        .cores = cores, .folder = alloc_copy(group->folder), .version = group->version};
}

int cgroup_cpu_quota_cores(const struct procfs *procfs, double *ret_cores, char **ret_folder,
                           int *ret_version)
{
    struct tightest tightest = {0};
    cgroup_walk(procfs, "cpu", keep_tighter, &tightest);
    if (tightest.cores <= 0)
        return -ENOENT;
    *ret_cores = tightest.cores;
    if (ret_folder)
        *ret_folder = scope_take(tightest.folder);
    if (ret_version)
        *ret_version = tightest.version;
    free(tightest.folder);
    return 0;
}

// Page cache nobody uses any more counts as used and goes when memory is wanted.
static uint64_t reclaimable(const struct procfs *procfs, const struct cgroup *group)
{
    uint64_t bytes = 0;
    const char *key = group->version == 2 ? "inactive_file" : "total_inactive_file";
    return cgroup_field(procfs, group, "memory.stat", key, &bytes) < 0 ? 0 : bytes;
}

int cgroup_memory(const struct procfs *procfs, const struct cgroup *group, uint64_t *ret_limit,
                  uint64_t *ret_used)
{
    uint64_t limit, used;
    bool is_new = group->version == 2;
    int result =
        cgroup_number(procfs, group, is_new ? "memory.max" : "memory.limit_in_bytes", &limit);
    if (result == 0)
        result = cgroup_number(procfs, group, is_new ? "memory.current" : "memory.usage_in_bytes",
                               &used);
    if (result < 0)
        return result;
    if (limit >= NO_LIMIT_BYTES)
        return -ENOENT;
    uint64_t idle = reclaimable(procfs, group);
    *ret_limit = limit;
    *ret_used = used - (idle < used ? idle : used);
    return 0;
}
