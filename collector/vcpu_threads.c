// SPDX-License-Identifier: GPL-3.0-or-later
// Goes through /proc/PID/task when told to, and reads what it found.
#include "collector/vcpu_threads.h"

#include <errno.h>
#include <stdlib.h>

#include "collector/procfs.h"
#include "collector/vm_command.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

void vcpu_threads_init(struct vcpu_threads *threads, struct procfs_pool *pool, pid_t pid,
                       bool takes_all)
{
    *threads = (struct vcpu_threads){.pool = pool, .pid = pid, .takes_all = takes_all};
}

static struct vcpu_thread *find_thread(struct vcpu_threads *threads, pid_t tid)
{
    for (size_t i = 0; i < threads->count; i++)
        if (threads->list[i].tid == tid)
            return &threads->list[i];
    return NULL;
}

static bool is_taken(const struct vcpu_threads *threads, int vcpu)
{
    for (size_t i = 0; i < threads->count; i++)
        if (threads->list[i].vcpu == (uint32_t)vcpu)
            return true;
    return false;
}

static int free_index(const struct vcpu_threads *threads)
{
    int vcpu = 0;
    while (is_taken(threads, vcpu))
        vcpu++;
    return vcpu;
}

// -1: none. The first thread of a plain process waits for orders.
static int vcpu_of(const struct vcpu_threads *threads, pid_t tid)
{
    if (threads->takes_all)
        return tid == threads->pid ? -1 : free_index(threads);
    scope_free char *path = alloc_printf("/proc/%d/task/%d/comm", (int)threads->pid, (int)tid);
    scope_free char *comm = NULL;
    if (procfs_read_line(threads->pool->procfs, path, &comm, NULL) < 0)
        return -1;
    int vcpu = vm_vcpu_of_thread(comm);
    return vcpu >= 0 && is_taken(threads, vcpu) ? -1 : vcpu;
}

static void add_thread(struct vcpu_threads *threads, pid_t tid, int vcpu)
{
    struct vcpu_thread thread = {.tid = tid, .vcpu = (uint32_t)vcpu, .is_seen = true};
    int pid = (int)threads->pid;
    procfs_file_init(&thread.schedstat, threads->pool,
                     alloc_printf("/proc/%d/task/%d/schedstat", pid, (int)tid));
    procfs_file_init(&thread.stat, threads->pool,
                     alloc_printf("/proc/%d/task/%d/stat", pid, (int)tid));
    threads->list = alloc_resized(threads->list, threads->count + 1, sizeof *threads->list);
    threads->list[threads->count++] = thread;
}

static void look_at(struct vcpu_threads *threads, pid_t tid)
{
    struct vcpu_thread *known = find_thread(threads, tid);
    if (known) {
        known->is_seen = true;
        return;
    }
    int vcpu = vcpu_of(threads, tid);
    if (vcpu >= 0)
        add_thread(threads, tid, vcpu);
}

static void drop_thread(struct vcpu_threads *threads, size_t index)
{
    procfs_file_done(&threads->list[index].schedstat);
    procfs_file_done(&threads->list[index].stat);
    threads->list[index] = threads->list[--threads->count];
}

void vcpu_threads_find(struct vcpu_threads *threads)
{
    scope_free char *path = alloc_printf("/proc/%d/task", (int)threads->pid);
    scope_procfs_names struct procfs_names tids = {0};
    procfs_list(threads->pool->procfs, path, "", &tids, NULL);
    for (size_t i = 0; i < threads->count; i++)
        threads->list[i].is_seen = false;
    for (size_t i = 0; i < tids.count; i++)
        look_at(threads, (pid_t)strtol(tids.names[i], NULL, 10));
    for (size_t i = threads->count; i-- > 0;)
        if (!threads->list[i].is_seen)
            drop_thread(threads, i);
}

// Whether it is there still; not when it has ended, or another one has its number. One that cannot
// be read for another reason (no descriptor is left) is kept.
static bool read_stat(struct vcpu_thread *thread)
{
    const char *text;
    struct process_stat stat;
    int failed = procfs_file_read(&thread->stat, &text, NULL);
    if (failed < 0)
        return failed != -ESRCH && failed != -ENOENT;
    if (process_stat_parse(text, &stat) < 0 || process_stat_is_dead(&stat) ||
        (thread->start_ticks && thread->start_ticks != stat.start_ticks))
        return false;
    thread->start_ticks = stat.start_ticks;
    thread->cpu = stat.cpu;
    return true;
}

static void read_schedule(struct vcpu_thread *thread)
{
    const char *text;
    struct thread_schedule now;
    thread->has_schedule = procfs_file_read(&thread->schedstat, &text, NULL) == 0 &&
                           thread_schedule_parse(text, &now) == 0;
    if (!thread->has_schedule) {
        thread->reads = 0;
        return;
    }
    thread->before = thread->now;
    thread->now = now;
    thread->reads += thread->reads < 2;
}

size_t vcpu_threads_read(struct vcpu_threads *threads)
{
    size_t ended = 0;
    for (size_t i = threads->count; i-- > 0;) {
        if (read_stat(&threads->list[i])) {
            read_schedule(&threads->list[i]);
            continue;
        }
        drop_thread(threads, i);
        ended++;
    }
    return ended;
}

void vcpu_threads_done(struct vcpu_threads *threads)
{
    while (threads->count > 0)
        drop_thread(threads, threads->count - 1);
    free(threads->list);
    threads->list = NULL;
}
