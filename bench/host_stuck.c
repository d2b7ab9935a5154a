// SPDX-License-Identifier: GPL-3.0-or-later
// States and context switches of tasks, from one look to the next.
#include "bench/host_stuck.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"

static const uint64_t LOOK_NS = 5 * CLOCK_NS_PER_SECOND;
static const uint64_t STUCK_NS = 30 * CLOCK_NS_PER_SECOND;

void host_stuck_add(struct host_stuck *stuck, pid_t pid)
{
    stuck->pids = alloc_resized(stuck->pids, stuck->pid_count + 1, sizeof *stuck->pids);
    stuck->pids[stuck->pid_count++] = pid;
}

void host_stuck_done(struct host_stuck *stuck)
{
    free(stuck->pids);
    free(stuck->tasks);
    *stuck = (struct host_stuck){0};
}

static bool has_blocked(const struct procfs *procfs)
{
    static const char key[] = "\nprocs_blocked ";
    scope_free char *text = NULL;
    uint64_t blocked = 0;
    if (procfs_read(procfs, "/proc/stat", &text, NULL) < 0)
        return false;
    const char *line = strstr(text, key);
    return line && procfs_digits(line + sizeof key - 1, &blocked) == 0 && blocked > 0;
}

// Whether the task is in uninterruptible sleep now; its name and its switches then.
static bool read_task(const struct procfs *procfs, pid_t pid, const char *tid,
                      struct host_stuck_task *ret_task, char **ret_name)
{
    scope_free char *path = alloc_printf("/proc/%d/task/%s/status", (int)pid, tid);
    scope_free char *text = NULL;
    uint64_t number, own = 0, forced = 0;
    if (procfs_read(procfs, path, &text, NULL) < 0 || !strstr(text, "\nState:\tD") ||
        procfs_digits(tid, &number) < 0 ||
        procfs_field(text, "voluntary_ctxt_switches", &own) < 0 ||
        procfs_field(text, "nonvoluntary_ctxt_switches", &forced) < 0)
        return false;
    const char *name = strncmp(text, "Name:\t", 6) == 0 ? text + 6 : "";
    *ret_name = alloc_printf("%.*s", (int)strcspn(name, "\n"), name);
    *ret_task =
        (struct host_stuck_task){.pid = pid, .tid = (pid_t)number, .switches = own + forced};
    return true;
}

static const struct host_stuck_task *find(const struct host_stuck *stuck,
                                          const struct host_stuck_task *task)
{
    for (size_t i = 0; i < stuck->task_count; i++)
        if (stuck->tasks[i].pid == task->pid && stuck->tasks[i].tid == task->tid &&
            stuck->tasks[i].switches == task->switches)
            return &stuck->tasks[i];
    return NULL;
}

static char *describe(const struct host_stuck_task *task, const char *name, uint64_t now_ns)
{
    return alloc_printf("stuck task: %s (%d, of process %d) has been in the kernel for %" PRIu64
                        " s without having run",
                        name, (int)task->tid, (int)task->pid,
                        (now_ns - task->since_ns) / CLOCK_NS_PER_SECOND);
}

// Adds its blocked tasks to next; the first that has been stuck for too long is told.
static void look_at_process(const struct host_stuck *stuck, const struct procfs *procfs, pid_t pid,
                            uint64_t now_ns, struct host_stuck *next, char **ret_why)
{
    scope_free char *folder = alloc_printf("/proc/%d/task", (int)pid);
    scope_procfs_names struct procfs_names names = {0};
    if (procfs_list(procfs, folder, "", &names, NULL) < 0)
        return;
    for (size_t i = 0; i < names.count; i++) {
        struct host_stuck_task task;
        scope_free char *name = NULL;
        if (!read_task(procfs, pid, names.names[i], &task, &name))
            continue;
        const struct host_stuck_task *known = find(stuck, &task);
        task.since_ns = known ? known->since_ns : now_ns;
        next->tasks = alloc_resized(next->tasks, next->task_count + 1, sizeof *next->tasks);
        next->tasks[next->task_count++] = task;
        if (!*ret_why && now_ns - task.since_ns >= STUCK_NS)
            *ret_why = describe(&task, name, now_ns);
    }
}

char *host_stuck_look(struct host_stuck *stuck, const struct procfs *procfs, uint64_t now_ns)
{
    struct host_stuck next = {0};
    char *why = NULL;
    if (now_ns < stuck->next_ns)
        return NULL;
    stuck->next_ns = now_ns + LOOK_NS;
    if (has_blocked(procfs)) {
        look_at_process(stuck, procfs, getpid(), now_ns, &next, &why);
        for (size_t i = 0; i < stuck->pid_count; i++)
            look_at_process(stuck, procfs, stuck->pids[i], now_ns, &next, &why);
    }
    free(stuck->tasks);
    stuck->tasks = next.tasks;
    stuck->task_count = next.task_count;
    return why;
}
