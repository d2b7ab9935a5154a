// SPDX-License-Identifier: GPL-3.0-or-later
// One counter a CPU and kind; each is read by itself, so that one the hardware lacks spoils no
// other.
#include "collector/perf.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "collector/cpu_list.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static const uint64_t configs[PERF_COUNTERS] = {
    [PERF_CYCLES] = PERF_COUNT_HW_CPU_CYCLES,
    [PERF_INSTRUCTIONS] = PERF_COUNT_HW_INSTRUCTIONS,
    [PERF_CACHE_REFERENCES] = PERF_COUNT_HW_CACHE_REFERENCES,
    [PERF_CACHE_MISSES] = PERF_COUNT_HW_CACHE_MISSES,
};

struct perf {
    int *fds; // PERF_COUNTERS a CPU; -1 for what is not there
    size_t fd_count;
};

static int open_counter(unsigned cpu, enum perf_counter counter)
{
    struct perf_event_attr attributes = {
        .type = PERF_TYPE_HARDWARE,
        .size = sizeof attributes,
        .config = configs[counter],
        .read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
    };
    long fd = syscall(SYS_perf_event_open, &attributes, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
    return fd < 0 ? -errno : (int)fd;
}

static int explain(const struct procfs *procfs, int failed, struct err *err)
{
    scope_free char *paranoid = NULL;
    switch (failed) {
    case -EACCES:
    case -EPERM:
        procfs_read_line(procfs, "/proc/sys/kernel/perf_event_paranoid", &paranoid, NULL);
        return err_host(err, "sysctl kernel.perf_event_paranoid=0",
                        "no hardware counters: kernel.perf_event_paranoid is %s and we are neither "
                        "root nor have CAP_PERFMON; sysctl kernel.perf_event_paranoid=0 mends that",
                        paranoid ? paranoid : "unknown");
    case -ENOENT:
    case -ENODEV:
    case -EOPNOTSUPP:
    case -EINVAL:
        return err_host(err, NULL,
                        "no hardware counters: this CPU, or the hypervisor below this host, shows "
                        "none");
    case -ENOSYS:
        return err_host(err, NULL, "no hardware counters: the kernel has no CONFIG_PERF_EVENTS");
    case -EMFILE:
        return err_host(err, "ulimit -n 65536",
                        "no hardware counters: too few descriptors for all CPUs; ulimit -n 65536 "
                        "mends that");
    default:
        return err_system(err, -failed, "perf_event_open");
    }
}

// The first counter decides: without cycles there are none. A CPU that has gone offline meanwhile
// is left out.
static int open_cpus(struct perf *perf, const struct cpu_list *cpus)
{
    for (size_t i = 0; i < cpus->count; i++)
        for (int counter = 0; counter < PERF_COUNTERS; counter++) {
            int fd = open_counter(cpus->cpus[i], counter);
            if (fd < 0 && i == 0 && counter == 0)
                return fd;
            if (fd == -EMFILE || fd == -ENFILE)
                return -EMFILE;
            perf->fds[perf->fd_count++] = fd < 0 ? -1 : fd;
        }
    return 0;
}

int perf_open(const struct procfs *procfs, struct perf **ret_perf, struct err *err)
{
    scope_cpu_list struct cpu_list cpus = {0};
    if (*procfs->root)
        return err_host(err, NULL, "a captured host has no hardware counters to open");
    int result = cpu_list_online(procfs, &cpus, err);
    if (result < 0)
        return result;
    struct perf *perf = alloc_zeroed(1, sizeof *perf);
    perf->fds = alloc_zeroed(cpus.count * PERF_COUNTERS + 1, sizeof *perf->fds);
    result = open_cpus(perf, &cpus);
    if (result < 0) {
        perf_close(perf);
        return explain(procfs, result, err);
    }
    *ret_perf = perf;
    return 0;
}

// NAN where it cannot be read; 0 as long as the counter had no turn.
static double read_counter(int fd)
{
    struct {
        uint64_t value, enabled_ns, running_ns;
    } counter;
    if (fd < 0 || read(fd, &counter, sizeof counter) != (ssize_t)sizeof counter)
        return NAN;
    if (counter.running_ns == 0)
        return 0;
    return (double)counter.value * (double)counter.enabled_ns / (double)counter.running_ns;
}

void perf_read(const struct perf *perf, struct perf_counts *ret_counts)
{
    struct perf_counts counts;
    for (int i = 0; i < PERF_COUNTERS; i++)
        counts.count[i] = NAN;
    for (size_t i = 0; i < perf->fd_count; i++) {
        double *sum = &counts.count[i % PERF_COUNTERS];
        double value = read_counter(perf->fds[i]);
        if (!isnan(value))
            *sum = isnan(*sum) ? value : *sum + value;
    }
    *ret_counts = counts;
}

void perf_close(struct perf *perf)
{
    if (!perf)
        return;
    for (size_t i = 0; i < perf->fd_count; i++)
        if (perf->fds[i] >= 0)
            close(perf->fds[i]);
    free(perf->fds);
    free(perf);
}
