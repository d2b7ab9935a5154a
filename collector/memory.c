// SPDX-License-Identifier: GPL-3.0-or-later
// MemAvailable, capped by the control group we run in: a container's limit is the host's end.
#include "collector/memory.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

// A number in a control group file; "max" and a missing file both mean no limit.
static int cgroup_number(const struct procfs *procfs, const char *group, const char *file,
                         uint64_t *ret_value)
{
    scope_free char *path = alloc_printf("/sys/fs/cgroup%s/%s", group, file);
    scope_free char *line = NULL;
    int result = procfs_read_line(procfs, path, &line, NULL);
    if (result < 0)
        return result;
    return sscanf(line, "%" SCNu64, ret_value) == 1 ? 0 : -ENOENT;
}

// Page cache nobody uses any more counts as used and goes when memory is wanted (Linux
// Documentation/admin-guide/cgroup-v2.rst, memory.stat).
static uint64_t reclaimable(const struct procfs *procfs, const char *group)
{
    scope_free char *path = alloc_printf("/sys/fs/cgroup%s/memory.stat", group);
    scope_free char *text = NULL;
    uint64_t bytes = 0;
    if (procfs_read(procfs, path, &text, NULL) < 0)
        return 0;
    const char *at = strstr(text, "\ninactive_file ");
    return at && sscanf(at, " inactive_file %" SCNu64, &bytes) == 1 ? bytes : 0;
}

static void apply_group(const struct procfs *procfs, const char *group, struct host_memory *memory)
{
    uint64_t limit, used;
    if (cgroup_number(procfs, group, "memory.max", &limit) < 0 ||
        cgroup_number(procfs, group, "memory.current", &used) < 0)
        return;
    used -= least(used, reclaimable(procfs, group));
    memory->total_bytes = least(memory->total_bytes, limit);
    memory->available_bytes = least(memory->available_bytes, used < limit ? limit - used : 0);
}

// Every group from ours up to the root may set the limit that bites first.
static void apply_cgroup(const struct procfs *procfs, struct host_memory *memory)
{
    scope_free char *text = NULL;
    if (procfs_read(procfs, "/proc/self/cgroup", &text, NULL) < 0)
        return;
    char *group = strstr(text, "0::");
    if (!group)
        return;
    group += 3;
    group[strcspn(group, "\n")] = '\0';
    for (char *slash = group + strlen(group); slash; slash = strrchr(group, '/')) {
        *slash = '\0';
        apply_group(procfs, group, memory);
    }
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
    apply_cgroup(procfs, &memory);
    *ret_memory = memory;
    return 0;
}
