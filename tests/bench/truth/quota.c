// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a handful of files below the control groups' mount point.
#include "tests/bench/truth/quota.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

// Short, so that a window of a few hundred milliseconds sees many of them.
enum { PERIOD_US = 20000 };

static int put(const char *folder, const char *name, const char *text, struct err *err)
{
    scope_free char *path = path_join(folder, name);
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        return err_system(err, errno, "%s", path);
    return 0;
}

static int put_pid(const char *folder, struct err *err)
{
    scope_free char *pid = alloc_printf("%d", getpid());
    return put(folder, "cgroup.procs", pid, err);
}

static int set_old(const char *path, long quota_us, struct err *err)
{
    scope_free char *period = alloc_printf("%d", PERIOD_US);
    scope_free char *quota = alloc_printf("%ld", quota_us);
    int result = put(path, "cpu.cfs_period_us", period, err);
    return result < 0 ? result : put(path, "cpu.cfs_quota_us", quota, err);
}

static int set_new(const char *path, long quota_us, struct err *err)
{
    scope_free char *both = alloc_printf("%ld %d", quota_us, PERIOD_US);
    return put(path, "cpu.max", both, err);
}

int quota_group_make(struct quota_group *group, double cores, struct err *err)
{
    bool is_old = access("/sys/fs/cgroup/cpu/cpu.cfs_period_us", F_OK) == 0 ||
                  access("/sys/fs/cgroup/cpu/cgroup.procs", F_OK) == 0;
    long quota_us = (long)(cores * PERIOD_US);
    int result = 0;
    *group = (struct quota_group){
        .above = alloc_copy(is_old ? "/sys/fs/cgroup/cpu" : "/sys/fs/cgroup"),
    };
    if (!is_old)
        result = put(group->above, "cgroup.subtree_control", "+cpu", err);
    scope_free char *path = alloc_printf("%s/fullhouse-truth-%d", group->above, getpid());
    if (result == 0 && mkdir(path, 0755) < 0)
        result = err_system(err, errno, "%s", path);
    if (result < 0)
        return result;
    group->path = scope_take(path);
    return is_old ? set_old(group->path, quota_us, err) : set_new(group->path, quota_us, err);
}

int quota_group_enter(const struct quota_group *group, struct err *err)
{
    return put_pid(group->path, err);
}

int quota_group_leave(const struct quota_group *group, struct err *err)
{
    return put_pid(group->above, err);
}

void quota_group_remove(struct quota_group *group)
{
    if (group->path && quota_group_leave(group, NULL) == 0)
        rmdir(group->path);
    free(group->path);
    free(group->above);
    *group = (struct quota_group){0};
}
