// SPDX-License-Identifier: GPL-3.0-or-later
// What our control group and those above it let us have, and how often that was too little, in both
// versions (Linux Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/, scheduler/sched-bwc.rst).
// Used and limit of one resource are of the same group: the one whose limit is the tightest.
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cgroup.h"
#include "collector/cgroup_io.h"
#include "collector/cgroup_limit.h"
#include "collector/meter.h"
#include "collector/pressure.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static const char object[] = "group";

// --- CPU -----------------------------------------------------------------------------------------

// Version 1 counts time in the controller cpuacct, which need not be in the same place; without it
// there is nothing to set beside a quota.
static int used_ns(const struct procfs *procfs, const struct cgroup *group, uint64_t *ret_ns)
{
    uint64_t used;
    if (group->version == 1) {
        int version;
        scope_free char *other = cgroup_own(procfs, "cpuacct", &version);
        const char *name = strstr(group->folder, "/cpu/");
        if (cgroup_number(procfs, group, "cpuacct.usage", ret_ns) == 0)
            return 0;
        const char *place = other ? strstr(other, "/cpuacct/") : NULL;
        if (!name || !place || strcmp(name + strlen("/cpu/"), place + strlen("/cpuacct/")) != 0)
            return -ENOENT;
        return cgroup_number(procfs, &(struct cgroup){.version = 1, .folder = other},
                             "cpuacct.usage", ret_ns);
    }
    int result = cgroup_field(procfs, group, "cpu.stat", "usage_usec", &used);
    if (result == 0)
        *ret_ns = used * 1000;
    return result;
}

static int throttled_ns(const struct procfs *procfs, const struct cgroup *group, uint64_t *ret_ns)
{
    if (group->version == 1)
        return cgroup_field(procfs, group, "cpu.stat", "throttled_time", ret_ns);
    int result = cgroup_field(procfs, group, "cpu.stat", "throttled_usec", ret_ns);
    if (result == 0)
        *ret_ns *= 1000;
    return result;
}

static void read_throttling(struct meter *meter, const struct cgroup *group)
{
    const struct procfs *procfs = meter->tick->procfs;
    uint64_t periods, throttled, time_ns;
    if (cgroup_field(procfs, group, "cpu.stat", "nr_periods", &periods) == 0 &&
        cgroup_field(procfs, group, "cpu.stat", "nr_throttled", &throttled) == 0) {
        double passed = meter_gain(meter, group->folder, "periods", periods);
        double stopped = meter_gain(meter, group->folder, "throttled", throttled);
        // Periods pass only while the group has something to run.
        if (!isnan(passed) && !isnan(stopped))
            meter_value(meter, object, "cpu_throttled_ratio",
                        passed > 0 ? fmin(stopped / passed, 1) : 0);
    }
    if (throttled_ns(procfs, group, &time_ns) == 0)
        meter_value(meter, object, "cpu_throttled_cores",
                    meter_gain(meter, group->folder, "throttled_ns", time_ns) / 1e9 /
                        meter->seconds);
}

static void read_used_cpu(struct meter *meter, const struct cgroup *group)
{
    uint64_t ns;
    if (used_ns(meter->tick->procfs, group, &ns) == 0)
        meter_value(meter, object, "cpu_used_cores",
                    meter_gain(meter, group->folder, "used_ns", ns) / 1e9 / meter->seconds);
}

static void read_cpu(struct meter *meter)
{
    const struct procfs *procfs = meter->tick->procfs;
    struct cgroup group;
    double cores;
    scope_free char *folder = NULL;
    if (cgroup_cpu_quota_cores(procfs, &cores, &folder, &group.version) == 0) {
        group.folder = folder;
        meter_value(meter, object, "cpu_quota_cores", cores);
        read_throttling(meter, &group);
        read_used_cpu(meter, &group);
        return;
    }
    folder = cgroup_own(procfs, "cpuacct", &group.version);
    group.folder = folder;
    if (folder)
        read_used_cpu(meter, &group);
}

// --- memory --------------------------------------------------------------------------------------

struct memory_limit {
    uint64_t limit_bytes, used_bytes; // limit UINT64_MAX: none yet
    char *folder;
    int version;
};

// The tightest is the one that leaves the least.
static void keep_tighter_memory(const struct procfs *procfs, const struct cgroup *group,
                                void *context)
{
    struct memory_limit *tightest = context;
    uint64_t limit, used;
    if (cgroup_memory(procfs, group, &limit, &used) < 0)
        return;
    double left = (double)limit - (double)used;
    if (tightest->folder && left >= (double)tightest->limit_bytes - (double)tightest->used_bytes)
        return;
    free(tightest->folder);
    *tightest = (struct memory_limit){.limit_bytes = limit,
                                      .used_bytes = used,
                                      .folder = alloc_copy(group->folder),
                                      .version = group->version};
}

static void read_memory_events(struct meter *meter, const struct cgroup *group)
{
    const struct procfs *procfs = meter->tick->procfs;
    uint64_t hits, kills;
    bool is_new = group->version == 2;
    int result = is_new ? cgroup_field(procfs, group, "memory.events", "max", &hits)
                        : cgroup_number(procfs, group, "memory.failcnt", &hits);
    if (result == 0)
        meter_value(meter, object, "memory_limit_hits_hz",
                    meter_gain(meter, group->folder, "hits", hits) / meter->seconds);
    if (cgroup_field(procfs, group, is_new ? "memory.events" : "memory.oom_control", "oom_kill",
                     &kills) == 0)
        meter_value(meter, object, "oom_kills_count",
                    meter_gain(meter, group->folder, "kills", kills));
}

static void read_memory(struct meter *meter)
{
    struct memory_limit tightest = {0};
    cgroup_walk(meter->tick->procfs, "memory", keep_tighter_memory, &tightest);
    if (!tightest.folder)
        return;
    const struct cgroup group = {.version = tightest.version, .folder = tightest.folder};
    meter_value(meter, object, "memory_limit_bytes", (double)tightest.limit_bytes);
    meter_value(meter, object, "memory_used_bytes", (double)tightest.used_bytes);
    read_memory_events(meter, &group);
    free(tightest.folder);
}

// --- processes -----------------------------------------------------------------------------------

struct pids_limit {
    uint64_t limit, used;
    bool is_known;
};

static void keep_tighter_pids(const struct procfs *procfs, const struct cgroup *group,
                              void *context)
{
    struct pids_limit *tightest = context, other = {.is_known = true};
    if (cgroup_number(procfs, group, "pids.max", &other.limit) < 0 ||
        cgroup_number(procfs, group, "pids.current", &other.used) < 0)
        return;
    double left = (double)other.limit - (double)other.used;
    if (!tightest->is_known || left < (double)tightest->limit - (double)tightest->used)
        *tightest = other;
}

static void read_pids(struct meter *meter)
{
    struct pids_limit tightest = {0};
    cgroup_walk(meter->tick->procfs, "pids", keep_tighter_pids, &tightest);
    if (!tightest.is_known)
        return;
    meter_value(meter, object, "pids_limit_count", (double)tightest.limit);
    meter_value(meter, object, "pids_used_count", (double)tightest.used);
}

// --- disks ---------------------------------------------------------------------------------------

static void read_disks(struct meter *meter)
{
    scope_cgroup_io struct cgroup_io io = {0};
    cgroup_io_read(meter->tick->procfs, &io);
    for (size_t i = 0; i < io.count; i++) {
        const struct cgroup_io_limit *disk = &io.limits[i];
        scope_free char *name = alloc_printf("disk %s", disk->disk);
        for (int kind = 0; kind < CGROUP_IO_KINDS; kind++)
            if (disk->limit[kind] > 0)
                meter_value(meter, name, cgroup_io_metric(kind), disk->limit[kind]);
    }
}

static void read_pressure(struct meter *meter)
{
    int version;
    scope_free char *folder = cgroup_own(meter->tick->procfs, "cpu", &version);
    scope_free char *prefix = folder ? alloc_printf("%s/", folder) : NULL;
    if (folder && version == 2)
        pressure_add(meter, object, prefix, ".pressure");
}

static void note(const struct procfs *procfs, const struct cgroup *group, void *context)
{
    (void)procfs;
    (void)group;
    *(bool *)context = true;
}

static int open_cgroup(const struct source_options *options, void **ret_state, struct err *err)
{
    bool is_there = false;
    cgroup_walk(options->procfs, "cpu", note, &is_there);
    cgroup_walk(options->procfs, "memory", note, &is_there);
    if (!is_there)
        return err_host(err, NULL, "no control groups: none mounted, or no CONFIG_CGROUPS");
    *ret_state = meter_new();
    return 0;
}

static void sample_cgroup(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    meter_begin(meter, tick);
    read_cpu(meter);
    read_memory(meter);
    read_pids(meter);
    read_disks(meter);
    read_pressure(meter);
}

const struct source_ops source_cgroup = {
    .name = "cgroup",
    .help = "limits of our control group and those above it, what is used, how often it was short",
    .beat = SOURCE_FAST,
    .open = open_cgroup,
    .sample = sample_cgroup,
    .close = meter_free,
};
