// SPDX-License-Identifier: GPL-3.0-or-later
// Walks down from a process by the lists of children that its threads have.
#include "collector/process_tree.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#include "collector/process.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

// ROUNDS: a short-lived child may be waited for between the reading of its own time and that of its
// parent's, which has it then; the reading is made again so often.
enum { PROCESSES_MAX = 4096, ROUNDS = 8 };

// A process and its descendants, parents first.
struct family {
    pid_t *pids;
    size_t count;
};

static void family_done(struct family *family)
{
    free(family->pids);
}
#define scope_family __attribute__((cleanup(family_done)))

static void add_pid(struct family *family, pid_t pid)
{
    if (family->count == PROCESSES_MAX)
        return;
    family->pids = alloc_resized(family->pids, family->count + 1, sizeof *family->pids);
    family->pids[family->count++] = pid;
}

// "17 23 " of one thread; of one that ended meanwhile there is nothing.
static void add_children(struct family *family, const struct procfs *procfs, pid_t pid,
                         const char *thread)
{
    scope_free char *path = alloc_printf("/proc/%d/task/%s/children", (int)pid, thread);
    scope_free char *text = NULL;
    if (procfs_read(procfs, path, &text, NULL) < 0)
        return;
    char *end;
    for (const char *at = text; *at; at = end) {
        long child = strtol(at, &end, 10);
        if (end == at || child <= 0 || child > INT32_MAX)
            return;
        add_pid(family, (pid_t)child);
    }
}

static void descend(struct family *family, const struct procfs *procfs, pid_t pid)
{
    add_pid(family, pid);
    for (size_t i = 0; i < family->count; i++) {
        scope_free char *path = alloc_printf("%s/proc/%d/task", procfs->root, (int)family->pids[i]);
        scope_closedir DIR *dir = opendir(path);
        for (struct dirent *entry; dir && (entry = readdir(dir));)
            if (isdigit((unsigned char)entry->d_name[0]))
                add_children(family, procfs, family->pids[i], entry->d_name);
    }
}

// Of a descendant that ended meanwhile its parent knows.
static int add_up(const struct procfs *procfs, pid_t pid, uint64_t reaped_ns, uint64_t *ret_ns)
{
    scope_family struct family family = {0};
    uint64_t sum_ns = reaped_ns, ns;
    int result = process_cpu_ns(procfs, pid, &ns);
    if (result < 0)
        return result;
    sum_ns += ns;
    descend(&family, procfs, pid);
    for (size_t i = 1; i < family.count; i++) {
        if (process_cpu_ns(procfs, family.pids[i], &ns) == 0)
            sum_ns += ns;
        if (process_reaped_cpu_ns(procfs, family.pids[i], &ns) == 0)
            sum_ns += ns;
    }
    *ret_ns = sum_ns;
    return 0;
}

int process_tree_cpu_ns(const struct procfs *procfs, pid_t pid, uint64_t *ret_ns)
{
    uint64_t before_ns, after_ns, sum_ns = 0;
    int result = process_reaped_cpu_ns(procfs, pid, &before_ns);
    for (int round = 0; result == 0 && round < ROUNDS; round++) {
        result = add_up(procfs, pid, before_ns, &sum_ns);
        if (result == 0)
            result = process_reaped_cpu_ns(procfs, pid, &after_ns);
        if (result == 0 && after_ns == before_ns)
            break;
        before_ns = after_ns;
    }
    if (result == 0)
        *ret_ns = sum_ns;
    return result;
}

int process_tree_pss_bytes(const struct procfs *procfs, pid_t pid, uint64_t *ret_bytes)
{
    scope_family struct family family = {0};
    uint64_t sum_bytes, bytes;
    int result = process_pss_bytes(procfs, pid, &sum_bytes);
    if (result < 0)
        return result;
    descend(&family, procfs, pid);
    for (size_t i = 1; i < family.count; i++)
        if (process_pss_bytes(procfs, family.pids[i], &bytes) == 0)
            sum_bytes += bytes;
    *ret_bytes = sum_bytes;
    return 0;
}
