// SPDX-License-Identifier: GPL-3.0-or-later
// From counters of a process to points. Its number may be given to another process when it ends:
// the start time tells them apart.
#include "collector/guest_process.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "collector/guest_vcpus.h"
#include "collector/process.h"
#include "collector/process_stat.h"
#include "collector/procfs.h"
#include "collector/procfs_file.h"
#include "collector/vm_command.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"

struct guest_process {
    struct procfs_file stat, io;
    uint64_t start_ticks; // 0 before the first sample
    uint64_t page_bytes, tick_ns;
    bool is_gone, io_is_closed;
    struct source_counter cpu_ns, faults, major_faults, read_bytes, write_bytes;
    struct guest_vcpus vcpus;
};

// A hypervisor names its vCPU threads; any other process runs the guest's load on all of its own.
static bool is_hypervisor(const struct procfs *procfs, pid_t pid)
{
    scope_free char *path = alloc_printf("/proc/%d/cmdline", (int)pid);
    scope_free char *bytes = NULL;
    size_t length = 0;
    struct vm_command command;
    if (procfs_read_bytes(procfs, path, &bytes, &length, NULL) < 0 ||
        !vm_command_parse(bytes, length, &command))
        return false;
    vm_command_done(&command);
    return true;
}

struct guest_process *guest_process_new(const struct source_tick *tick,
                                        const struct source_guest *guest)
{
    struct guest_process *process = alloc_zeroed(1, sizeof *process);
    int pid = (int)guest->pid;
    procfs_file_init(&process->stat, tick->pool, alloc_printf("/proc/%d/stat", pid));
    procfs_file_init(&process->io, tick->pool, alloc_printf("/proc/%d/io", pid));
    process->page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
    process->tick_ns = CLOCK_NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK);
    guest_vcpus_init(&process->vcpus, tick->pool, guest, !is_hypervisor(tick->procfs, guest->pid));
    return process;
}

void guest_process_free(struct guest_process *process)
{
    if (!process)
        return;
    procfs_file_done(&process->stat);
    procfs_file_done(&process->io);
    guest_vcpus_done(&process->vcpus);
    free(process);
}

static void leave(struct guest_process *process, const struct source_tick *tick,
                  const struct source_guest *guest)
{
    process->is_gone = true;
    procfs_file_done(&process->stat);
    procfs_file_done(&process->io);
    guest_vcpus_done(&process->vcpus);
    source_absent(tick, guest->object, "its process has ended");
}

static int read_stat(struct guest_process *process, struct process_stat *ret_stat)
{
    const char *text;
    struct process_stat stat;
    int result = procfs_file_read(&process->stat, &text, NULL);
    if (result == 0)
        result = process_stat_parse(text, &stat);
    if (result < 0)
        return result;
    if (process_stat_is_dead(&stat) ||
        (process->start_ticks && process->start_ticks != stat.start_ticks))
        return -ESRCH;
    process->start_ticks = stat.start_ticks;
    *ret_stat = stat;
    return 0;
}

// To the nanosecond here; a captured host has ticks of 10 ms alone.
static uint64_t cpu_ns_of(const struct guest_process *process, const struct source_tick *tick,
                          const struct source_guest *guest, const struct process_stat *stat)
{
    uint64_t ns;
    if (*tick->procfs->root == '\0' && process_cpu_ns(tick->procfs, guest->pid, &ns) == 0)
        return ns;
    return stat->cpu_ticks * process->tick_ns;
}

static void add_stat(struct guest_process *process, const struct source_tick *tick,
                     const struct source_guest *guest, const struct process_stat *stat)
{
    uint64_t cpu_ns = cpu_ns_of(process, tick, guest, stat);
    uint64_t faults = stat->minor_faults + stat->major_faults;
    source_add(tick, guest->object, "cpu_cores",
               source_hz(&process->cpu_ns, cpu_ns, tick->mono_ns) / (double)CLOCK_NS_PER_SECOND);
    source_add(tick, guest->object, "memory_rss_bytes",
               (double)(stat->rss_pages * process->page_bytes));
    source_add(tick, guest->object, "page_faults_hz",
               source_hz(&process->faults, faults, tick->mono_ns));
    source_add(tick, guest->object, "major_faults_hz",
               source_hz(&process->major_faults, stat->major_faults, tick->mono_ns));
    source_add(tick, guest->object, "threads_count", (double)stat->threads);
}

// Another user's process keeps it to itself.
static void sample_io(struct guest_process *process, const struct source_tick *tick,
                      const struct source_guest *guest)
{
    struct err err = {0};
    const char *text;
    struct process_io io;
    if (process->io_is_closed)
        return;
    int result = procfs_file_read(&process->io, &text, &err);
    if (result == 0 && process_io_parse(text, &io) == 0) {
        source_add(tick, guest->object, "read_bytes_hz",
                   source_hz(&process->read_bytes, io.read_bytes, tick->mono_ns));
        source_add(tick, guest->object, "write_bytes_hz",
                   source_hz(&process->write_bytes, io.write_bytes, tick->mono_ns));
    } else if (result == -EACCES || result == -EPERM || result == -ENOENT) {
        process->io_is_closed = true;
        source_absent(tick, guest->object, err_text(&err));
    }
    err_done(&err);
}

void guest_process_sample(struct guest_process *process, const struct source_tick *tick,
                          const struct source_guest *guest)
{
    struct process_stat stat;
    if (process->is_gone)
        return;
    int failed = read_stat(process, &stat);
    if (failed == -ESRCH || failed == -ENOENT)
        leave(process, tick, guest);
    if (failed < 0) // no descriptor is left, say: it may be told again next time
        return;
    add_stat(process, tick, guest, &stat);
    sample_io(process, tick, guest);
    guest_vcpus_sample(&process->vcpus, tick, guest, stat.threads);
}
