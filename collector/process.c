// SPDX-License-Identifier: GPL-3.0-or-later
// /proc/PID: CPU time, memory, and the search for processes by their arguments.
#include "collector/process.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

enum { CMDLINE_MAX = 1 << 20 };

// The numbers of /proc/PID/stat that we use; the name before them may hold spaces and brackets.
struct stat_line {
    uint64_t user_ticks;
    uint64_t system_ticks;
    uint64_t reaped_user_ticks; // of children that ended and were waited for, and of theirs
    uint64_t reaped_system_ticks;
};

static int read_stat(const struct procfs *procfs, pid_t pid, struct stat_line *ret_stat)
{
    scope_free char *path = alloc_printf("/proc/%d/stat", (int)pid);
    scope_free char *line = NULL;
    int result = procfs_read_line(procfs, path, &line, NULL);
    if (result < 0)
        return result == -ESRCH ? -ENOENT : result;
    const char *rest = strrchr(line, ')');
    if (!rest)
        return -EBADMSG;
    int matched = sscanf(rest + 1,
                         " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %" SCNu64 " %" SCNu64
                         " %" SCNu64 " %" SCNu64,
                         &ret_stat->user_ticks, &ret_stat->system_ticks,
                         &ret_stat->reaped_user_ticks, &ret_stat->reaped_system_ticks);
    return matched == 4 ? 0 : -EBADMSG;
}

// The scheduler's count by way of clock_getcpuclockid(3).
static int read_cpu_clock(pid_t pid, uint64_t *ret_ns)
{
    clockid_t clock;
    struct timespec time;
    int code = clock_getcpuclockid(pid, &clock);
    if (code)
        return -code;
    if (clock_gettime(clock, &time) < 0)
        return -errno;
    *ret_ns = (uint64_t)time.tv_sec * CLOCK_NS_PER_SECOND + (uint64_t)time.tv_nsec;
    return 0;
}

static uint64_t ns_of_ticks(uint64_t ticks)
{
    return ticks * (CLOCK_NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK));
}

int process_cpu_ns(const struct procfs *procfs, pid_t pid, uint64_t *ret_ns)
{
    // An idle guest takes less than a tick in a minute.
    if (*procfs->root == '\0' && read_cpu_clock(pid, ret_ns) == 0)
        return 0;
    struct stat_line stat;
    int result = read_stat(procfs, pid, &stat);
    if (result < 0)
        return result;
    *ret_ns = ns_of_ticks(stat.user_ticks + stat.system_ticks);
    return 0;
}

int process_reaped_cpu_ns(const struct procfs *procfs, pid_t pid, uint64_t *ret_ns)
{
    struct stat_line stat;
    int result = read_stat(procfs, pid, &stat);
    if (result == 0)
        *ret_ns = ns_of_ticks(stat.reaped_user_ticks + stat.reaped_system_ticks);
    return result;
}

int process_threads(const struct procfs *procfs, pid_t pid, uint64_t *ret_count)
{
    scope_free char *path = alloc_printf("/proc/%d/status", (int)pid);
    scope_free char *text = NULL;
    int result = procfs_read(procfs, path, &text, NULL);
    return result < 0 ? result : procfs_field(text, "Threads", ret_count);
}

// Of a thread that ended meanwhile nothing is known any more.
static int thread_switches(const struct procfs *procfs, pid_t pid, const char *thread,
                           uint64_t *ret_count)
{
    scope_free char *path = alloc_printf("/proc/%d/task/%s/status", (int)pid, thread);
    scope_free char *text = NULL;
    uint64_t voluntary, involuntary;
    int result = procfs_read(procfs, path, &text, NULL);
    if (result == 0)
        result = procfs_field(text, "voluntary_ctxt_switches", &voluntary);
    if (result == 0)
        result = procfs_field(text, "nonvoluntary_ctxt_switches", &involuntary);
    if (result == 0)
        *ret_count = voluntary + involuntary;
    return result;
}

int process_switches(const struct procfs *procfs, pid_t pid, uint64_t *ret_count)
{
    scope_free char *path = alloc_printf("%s/proc/%d/task", procfs->root, (int)pid);
    scope_closedir DIR *dir = opendir(path);
    if (!dir)
        return -errno;
    uint64_t sum = 0;
    size_t threads = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        uint64_t count = 0;
        if (!isdigit((unsigned char)entry->d_name[0]) ||
            thread_switches(procfs, pid, entry->d_name, &count) < 0)
            continue;
        sum += count;
        threads++;
    }
    if (threads == 0)
        return -ENOENT;
    *ret_count = sum;
    return 0;
}

// One that ended meanwhile has none.
static uint64_t threads_of_user(const struct procfs *procfs, const char *pid, uid_t user)
{
    scope_free char *path = alloc_printf("/proc/%s/status", pid);
    scope_free char *text = NULL;
    uint64_t owner, threads;
    if (procfs_read(procfs, path, &text, NULL) < 0 || procfs_field(text, "Uid", &owner) < 0 ||
        procfs_field(text, "Threads", &threads) < 0)
        return 0;
    return owner == user ? threads : 0;
}

int process_user_threads(const struct procfs *procfs, uid_t user, uint64_t *ret_count,
                         struct err *err)
{
    scope_free char *path = alloc_printf("%s/proc", procfs->root);
    scope_closedir DIR *dir = opendir(path);
    if (!dir)
        return err_system(err, errno, "%s", path);
    uint64_t count = 0;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (isdigit((unsigned char)entry->d_name[0]))
            count += threads_of_user(procfs, entry->d_name, user);
    *ret_count = count;
    return 0;
}

int process_pss_bytes(const struct procfs *procfs, pid_t pid, uint64_t *ret_bytes)
{
    scope_free char *path = alloc_printf("/proc/%d/smaps_rollup", (int)pid);
    scope_free char *text = NULL;
    int result = procfs_read(procfs, path, &text, NULL);
    if (result < 0)
        return result;
    uint64_t kib, own = 0, shared = 0;
    result = procfs_field(text, "Pss", &kib);
    if (procfs_field(text, "Private_Hugetlb", &own) < 0)
        own = 0;
    if (procfs_field(text, "Shared_Hugetlb", &shared) < 0)
        shared = 0;
    if (result == 0)
        *ret_bytes = (kib + own + shared) * 1024;
    return result;
}

// Whether a path begins here and not further left: what stands before it is no part of a name.
static bool begins_path(const char *argument, const char *at)
{
    return at == argument || !(isalnum((unsigned char)at[-1]) || strchr("/._-~+%", at[-1]) ||
                               (unsigned char)at[-1] >= 128);
}

static bool contains_path(const char *argument, const char *path)
{
    for (const char *at = argument; (at = strstr(at, path)); at++)
        if (begins_path(argument, at))
            return true;
    return false;
}

// The program of a NUL-separated argument list is its first argument's last path component.
static bool arguments_match(const char *arguments, size_t length, const char *program,
                            const char *needle)
{
    const char *slash = strrchr(arguments, '/');
    const char *name = slash ? slash + 1 : arguments;
    if (strncmp(name, program, strlen(program)) != 0)
        return false;
    for (const char *at = arguments; at < arguments + length; at += strlen(at) + 1)
        if (contains_path(at, needle))
            return true;
    return false;
}

static bool process_matches(const struct procfs *procfs, const char *pid, const char *program,
                            const char *needle)
{
    scope_free char *path = alloc_printf("%s/proc/%s/cmdline", procfs->root, pid);
    scope_free char *arguments = NULL;
    size_t length = 0;
    if (path_read(path, CMDLINE_MAX, &arguments, &length, NULL) < 0 || length == 0)
        return false;
    return arguments_match(arguments, length, program, needle);
}

int process_find_all(const struct procfs *procfs, const char *program, const char *needle,
                     pid_t **ret_pids, size_t *ret_count, struct err *err)
{
    scope_free char *path = alloc_printf("%s/proc", procfs->root);
    scope_closedir DIR *dir = opendir(path);
    if (!dir)
        return err_system(err, errno, "%s", path);
    pid_t *pids = NULL;
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (!isdigit((unsigned char)entry->d_name[0]) || atoi(entry->d_name) == (int)getpid() ||
            !process_matches(procfs, entry->d_name, program, needle))
            continue;
        pids = alloc_resized(pids, count + 1, sizeof *pids);
        pids[count++] = atoi(entry->d_name);
    }
    *ret_pids = pids;
    *ret_count = count;
    return 0;
}

size_t process_kill_all(const struct procfs *procfs, const char *program, const char *needle)
{
    scope_free pid_t *pids = NULL;
    size_t count = 0;
    if (process_find_all(procfs, program, needle, &pids, &count, NULL) < 0)
        return 0;
    for (size_t i = 0; i < count; i++)
        kill(pids[i], SIGKILL);
    return count;
}
