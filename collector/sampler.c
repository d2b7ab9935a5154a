// SPDX-License-Identifier: GPL-3.0-or-later
// Turns counters of /proc into telemetry records.
#include "collector/sampler.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/memory.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"

static void add(struct sampler *sampler, const char *metric, double value)
{
    sampler->records =
        alloc_resized(sampler->records, sampler->count + 1, sizeof *sampler->records);
    sampler->records[sampler->count++] = (struct telemetry_record){
        .at_ns = clock_realtime_ns(),
        .source = alloc_copy("proc"),
        .object = alloc_copy("host"),
        .metric = alloc_copy(metric),
        .value = value,
    };
}

static void sample_memory(struct sampler *sampler)
{
    struct host_memory memory;
    if (host_memory_read(sampler->procfs, &memory, NULL) < 0)
        return;
    if (sampler->first_available_bytes == 0)
        sampler->first_available_bytes = sampler->least_available_bytes = memory.available_bytes;
    if (memory.available_bytes < sampler->least_available_bytes)
        sampler->least_available_bytes = memory.available_bytes;
    add(sampler, "memory_available_bytes", (double)memory.available_bytes);
    add(sampler, "swap_used_bytes", (double)memory.swap_used_bytes);
}

// The first line of /proc/stat: user nice system idle iowait irq softirq steal.
static void read_stat(struct sampler *sampler, struct sampler_counters *counters)
{
    enum { FIELDS = 8, IDLE = 3, IOWAIT = 4, STEAL = 7 };
    scope_free char *text = NULL;
    uint64_t field[FIELDS];
    if (procfs_read(sampler->procfs, "/proc/stat", &text, NULL) < 0 ||
        sscanf(text,
               "cpu %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
               " %" SCNu64 " %" SCNu64,
               &field[0], &field[1], &field[2], &field[3], &field[4], &field[5], &field[6],
               &field[7]) != FIELDS)
        return;
    counters->cpu_ticks = 0;
    for (int i = 0; i < FIELDS; i++)
        counters->cpu_ticks += field[i];
    counters->steal_ticks = field[STEAL];
    counters->busy_ticks = counters->cpu_ticks - field[IDLE] - field[IOWAIT] - field[STEAL];
    const char *running = strstr(text, "procs_running ");
    if (running)
        add(sampler, "runnable_threads", strtod(running + strlen("procs_running "), NULL));
}

// "some avg10=0.00 avg60=0.00 avg300=0.00 total=12345": microseconds in which some task waited.
static uint64_t read_pressure(struct sampler *sampler, const char *path)
{
    scope_free char *line = NULL;
    if (procfs_read_line(sampler->procfs, path, &line, NULL) < 0)
        return SAMPLER_ABSENT;
    const char *at = strstr(line, "total=");
    return at ? strtoull(at + strlen("total="), NULL, 10) : SAMPLER_ABSENT;
}

// How far a counter came; 0 for one that did not move, went back (another source, a reset, the
// kernel's iowait) or is not there.
static uint64_t gain(uint64_t now, uint64_t before)
{
    return now == SAMPLER_ABSENT || before == SAMPLER_ABSENT || now < before ? 0 : now - before;
}

// No number where one of the two samples has none, the counter went back, or no time passed.
static void add_ratio(struct sampler *sampler, const char *metric, uint64_t now, uint64_t before,
                      double whole)
{
    if (now != SAMPLER_ABSENT && before != SAMPLER_ABSENT && now >= before && whole > 0)
        add(sampler, metric, (double)(now - before) / whole);
}

static void add_ratios(struct sampler *sampler, const struct sampler_counters *now)
{
    const struct sampler_counters *last = &sampler->last;
    double ticks = (double)gain(now->cpu_ticks, last->cpu_ticks);
    double us = (double)(now->at_ns - last->at_ns) / 1000.0;
    add_ratio(sampler, "cpu_busy_ratio", now->busy_ticks, last->busy_ticks, ticks);
    add_ratio(sampler, "cpu_steal_ratio", now->steal_ticks, last->steal_ticks, ticks);
    add_ratio(sampler, "cpu_pressure_ratio", now->cpu_pressure_us, last->cpu_pressure_us, us);
    add_ratio(sampler, "memory_pressure_ratio", now->memory_pressure_us, last->memory_pressure_us,
              us);
}

void sampler_take(struct sampler *sampler)
{
    struct sampler_counters now = {
        .cpu_ticks = SAMPLER_ABSENT,
        .busy_ticks = SAMPLER_ABSENT,
        .steal_ticks = SAMPLER_ABSENT,
        .at_ns = clock_monotonic_ns(),
    };
    sample_memory(sampler);
    read_stat(sampler, &now);
    now.cpu_pressure_us = read_pressure(sampler, "/proc/pressure/cpu");
    now.memory_pressure_us = read_pressure(sampler, "/proc/pressure/memory");
    if (sampler->last.at_ns)
        add_ratios(sampler, &now);
    sampler->last = now;
}

void sampler_init(struct sampler *sampler, const struct procfs *procfs)
{
    *sampler = (struct sampler){.procfs = procfs};
    sampler_take(sampler);
}

void sampler_done(struct sampler *sampler)
{
    for (size_t i = 0; i < sampler->count; i++)
        telemetry_record_done(&sampler->records[i]);
    free(sampler->records);
    *sampler = (struct sampler){0};
}
