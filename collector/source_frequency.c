// SPDX-License-Identifier: GPL-3.0-or-later
// Clocks of the CPUs and how often heat slowed them down: cpufreq (Linux
// Documentation/admin-guide/pm/cpufreq.rst), else /proc/cpuinfo. Asking a CPU for its clock wakes
// it, so on the slow beat.
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/cpu_list.h"
#include "collector/meter.h"
#include "collector/procfs.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static const char folder[] = "/sys/devices/system/cpu";

struct mean {
    double sum;
    size_t count;
};

static void add_to(struct mean *mean, double value)
{
    mean->sum += value;
    mean->count++;
}

static int cpu_number(const struct procfs *procfs, unsigned cpu, const char *file,
                      uint64_t *ret_number)
{
    scope_free char *path = alloc_printf("%s/cpu%u/%s", folder, cpu, file);
    return procfs_number(procfs, path, ret_number, NULL);
}

static void read_cpu(struct meter *meter, unsigned cpu, struct mean *now, struct mean *limit)
{
    const struct procfs *procfs = meter->tick->procfs;
    scope_free char *object = alloc_printf("cpu %u", cpu);
    uint64_t khz, throttles;
    if (cpu_number(procfs, cpu, "cpufreq/scaling_cur_freq", &khz) == 0) {
        meter_value(meter, object, "frequency_hz", (double)khz * 1e3);
        add_to(now, (double)khz * 1e3);
    }
    if (cpu_number(procfs, cpu, "cpufreq/scaling_max_freq", &khz) == 0)
        add_to(limit, (double)khz * 1e3);
    if (cpu_number(procfs, cpu, "thermal_throttle/core_throttle_count", &throttles) == 0)
        meter_rate(meter, object, "thermal_throttles_hz", throttles, 1);
}

// The text behind "key<tabs>: " of a line of /proc/cpuinfo, or NULL.
static const char *value_of(const char *line, const char *key)
{
    if (strncmp(line, key, strlen(key)) != 0)
        return NULL;
    line += strlen(key);
    line += strspn(line, " \t");
    return *line == ':' ? line + 1 : NULL;
}

// "processor : 3 ... cpu MHz : 2400.000".
static void read_cpuinfo(struct meter *meter, const char *text, struct mean *now)
{
    uint64_t cpu = 0;
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        const char *processor = value_of(line, "processor"), *clock = value_of(line, "cpu MHz");
        if (processor)
            procfs_digits(processor, &cpu);
        double hz = clock ? strtod(clock, NULL) * 1e6 : NAN;
        if (!(hz > 0) || !isfinite(hz))
            continue;
        scope_free char *object = alloc_printf("cpu %" PRIu64, cpu);
        meter_value(meter, object, "frequency_hz", hz);
        add_to(now, hz);
    }
}

static void add_mean(struct meter *meter, const char *metric, const struct mean *mean)
{
    if (mean->count)
        meter_value(meter, "host", metric, mean->sum / (double)mean->count);
}

static void sample_frequency(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    scope_cpu_list struct cpu_list cpus = {0};
    struct mean now = {0}, limit = {0};
    const char *text;
    meter_begin(meter, tick);
    cpu_list_online(tick->procfs, &cpus, NULL);
    for (size_t i = 0; i < cpus.count; i++)
        read_cpu(meter, cpus.cpus[i], &now, &limit);
    if (now.count == 0 && meter_read(meter, "/proc/cpuinfo", &text) == 0)
        read_cpuinfo(meter, text, &now);
    add_mean(meter, "frequency_hz", &now);
    add_mean(meter, "frequency_limit_hz", &limit);
}

static int open_frequency(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_free char *cpuinfo = NULL;
    if (!procfs_exists(options->procfs, "/sys/devices/system/cpu/cpu0/cpufreq") &&
        (procfs_read(options->procfs, "/proc/cpuinfo", &cpuinfo, NULL) < 0 ||
         !strstr(cpuinfo, "cpu MHz")))
        return err_host(err, NULL, "no clocks of CPUs: neither cpufreq nor /proc/cpuinfo has any");
    *ret_state = meter_new();
    return 0;
}

const struct source_ops source_frequency = {
    .name = "frequency",
    .help = "clocks of the CPUs, their limit, and slowing down for heat",
    .beat = SOURCE_SLOW,
    .open = open_frequency,
    .sample = sample_frequency,
    .close = meter_free,
};
