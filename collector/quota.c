// SPDX-License-Identifier: GPL-3.0-or-later
// Limits and counts from /proc and the control groups. Knows nothing of guests.
#include "collector/quota.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "collector/cgroup.h"
#include "collector/process.h"
#include "collector/procfs.h"
#include "common/base/err.h"
#include "common/base/scope.h"

uint64_t quota_left(const struct quota *quota)
{
    return quota->used < quota->limit ? quota->limit - quota->used : 0;
}

// The soft limit of a line as "Max open files            1024       4096       files".
static int read_soft_limit(const struct procfs *procfs, const char *name, uint64_t *ret_limit,
                           struct err *err)
{
    scope_free char *text = NULL;
    int result = procfs_read(procfs, "/proc/self/limits", &text, err);
    if (result < 0)
        return result;
    const char *line = strstr(text, name);
    char word[32];
    if (!line || sscanf(line + strlen(name), "%31s", word) != 1)
        return err_host(err, NULL, "/proc/self/limits tells no '%s'", name);
    uint64_t limit = UINT64_MAX;
    if (strcmp(word, "unlimited") != 0 && sscanf(word, "%" SCNu64, &limit) != 1)
        return err_host(err, NULL, "/proc/self/limits: '%s' of '%s' is no number", word, name);
    *ret_limit = limit;
    return 0;
}

int quota_descriptors(const struct procfs *procfs, struct quota *ret_quota, struct err *err)
{
    struct quota quota = {.source = "RLIMIT_NOFILE"};
    int result = read_soft_limit(procfs, "Max open files", &quota.limit, err);
    if (result == 0)
        result = procfs_count(procfs, "/proc/self/fd", &quota.used, err);
    if (result == 0)
        *ret_quota = quota;
    return result;
}

// --- threads ------------------------------------------------------------------------------------

static void keep_tighter(struct quota *quota, const struct quota *other)
{
    if (quota_left(other) < quota_left(quota))
        *quota = *other;
}

// Root is asked for no RLIMIT_NPROC (setrlimit(2)).
static void apply_user(const struct procfs *procfs, struct quota *quota)
{
    scope_free char *status = NULL;
    struct quota own = {.source = "RLIMIT_NPROC"};
    uint64_t user;
    if (procfs_read(procfs, "/proc/self/status", &status, NULL) < 0 ||
        procfs_field(status, "Uid", &user) < 0 || user == 0 ||
        read_soft_limit(procfs, "Max processes", &own.limit, NULL) < 0 || own.limit == UINT64_MAX ||
        process_user_threads(procfs, (uid_t)user, &own.used, NULL) < 0)
        return;
    keep_tighter(quota, &own);
}

// All threads of the host stand behind the slash: "0.20 0.18 0.12 1/80 11206".
int quota_host_threads(const struct procfs *procfs, uint64_t *ret_count, struct err *err)
{
    scope_free char *line = NULL;
    int result = procfs_read_line(procfs, "/proc/loadavg", &line, err);
    if (result < 0)
        return result;
    const char *slash = strchr(line, '/');
    if (!slash || sscanf(slash + 1, "%" SCNu64, ret_count) != 1)
        return err_host(err, NULL, "/proc/loadavg tells no number of threads");
    return 0;
}

static void apply_sysctl(const struct procfs *procfs, const char *path, const char *source,
                         uint64_t used, struct quota *quota)
{
    scope_free char *line = NULL;
    struct quota other = {.source = source, .used = used};
    if (procfs_read_line(procfs, path, &line, NULL) == 0 &&
        sscanf(line, "%" SCNu64, &other.limit) == 1)
        keep_tighter(quota, &other);
}

static void apply_group(const struct procfs *procfs, const struct cgroup *group, void *context)
{
    struct quota other = {.source = "pids.max of its control group"};
    if (cgroup_number(procfs, group, "pids.max", &other.limit) == 0 &&
        cgroup_number(procfs, group, "pids.current", &other.used) == 0)
        keep_tighter(context, &other);
}

int quota_threads(const struct procfs *procfs, struct quota *ret_quota, struct err *err)
{
    struct quota quota = {.source = "no limit", .limit = UINT64_MAX};
    int result = quota_host_threads(procfs, &quota.used, err);
    if (result < 0)
        return result;
    uint64_t used = quota.used;
    apply_sysctl(procfs, "/proc/sys/kernel/threads-max", "kernel.threads-max", used, &quota);
    apply_sysctl(procfs, "/proc/sys/kernel/pid_max", "kernel.pid_max", used, &quota);
    apply_user(procfs, &quota);
    cgroup_walk(procfs, "pids", apply_group, &quota);
    *ret_quota = quota;
    return 0;
}

// --- raising ------------------------------------------------------------------------------------

static void raise_soft(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit limit;
    if (getrlimit(resource, &limit) < 0)
        return;
    rlim_t wanted = limit.rlim_max < most ? limit.rlim_max : most;
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    setrlimit(resource, &limit);
}

void quota_raise(void)
{
    // Some programs walk through all descriptors there could be: a thousand million take minutes.
    raise_soft(RLIMIT_NOFILE, 1 << 20);
    raise_soft(RLIMIT_NPROC, RLIM_INFINITY);
}
