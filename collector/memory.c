// SPDX-License-Identifier: GPL-3.0-or-later
// MemAvailable, capped by the control group we run in: a container's limit is the host's end.
#include "collector/memory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "collector/cgroup.h"
#include "collector/cgroup_limit.h"
#include "collector/procfs.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static void apply_group(const struct procfs *procfs, const struct cgroup *group, void *context)
{
    struct host_memory *memory = context;
    uint64_t limit, used;
    if (cgroup_memory(procfs, group, &limit, &used) < 0)
        return;
    memory->total_bytes = least(memory->total_bytes, limit);
    memory->available_bytes = least(memory->available_bytes, used < limit ? limit - used : 0);
}

int host_memory_read(const struct procfs *procfs, struct host_memory *ret_memory, struct err *err)
{
    scope_free char *text = NULL;
    int result = procfs_read(procfs, "/proc/meminfo", &text, err);
    if (result < 0)
        return result;
    uint64_t total, available, swap_total = 0, swap_free = 0;
    if (procfs_field(text, "MemTotal", &total) < 0 ||
        procfs_field(text, "MemAvailable", &available) < 0)
        return err_host(err, NULL, "/proc/meminfo tells no MemTotal and MemAvailable");
    procfs_field(text, "SwapTotal", &swap_total);
    procfs_field(text, "SwapFree", &swap_free);
    struct host_memory memory = {
        .total_bytes = total * 1024,
        .available_bytes = available * 1024,
        .swap_used_bytes = (swap_total - least(swap_free, swap_total)) * 1024,
    };
    cgroup_walk(procfs, "memory", apply_group, &memory);
    *ret_memory = memory;
    return 0;
}

int host_memory_stalled(const struct procfs *procfs, double *ret_ratio)
{
    static const char key[] = "full avg10=";
    scope_free char *text = NULL;
    int result = procfs_read(procfs, "/proc/pressure/memory", &text, NULL);
    if (result < 0)
        return result;
    const char *at = strstr(text, key);
    double percent;
    if (!at || sscanf(at + strlen(key), "%lf", &percent) != 1 || percent < 0)
        return -EBADMSG;
    *ret_ratio = percent / 100;
    return 0;
}
