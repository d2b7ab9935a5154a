// SPDX-License-Identifier: GPL-3.0-or-later
// Walks /sys/fs/cgroup upwards. Knows no controller.
#include "collector/cgroup.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

int cgroup_read(const struct procfs *procfs, const char *group, const char *file, char **ret_text)
{
    scope_free char *path = alloc_printf("/sys/fs/cgroup%s/%s", group, file);
    return procfs_read(procfs, path, ret_text, NULL);
}

int cgroup_number(const struct procfs *procfs, const char *group, const char *file,
                  uint64_t *ret_value)
{
    scope_free char *text = NULL;
    int result = cgroup_read(procfs, group, file, &text);
    if (result < 0)
        return result;
    return sscanf(text, "%" SCNu64, ret_value) == 1 ? 0 : -ENOENT;
}

void cgroup_walk(const struct procfs *procfs, cgroup_visit visit, void *context)
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
        visit(procfs, group, context);
    }
}
