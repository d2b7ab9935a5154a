// SPDX-License-Identifier: GPL-3.0-or-later
// The table of what the host's sources tell. Values are per interval (since the point before) and
// never raw counters, so that a point is understood alone.
#include "common/model/telemetry_metric.h"

#include <string.h>

const struct telemetry_metric telemetry_metric_table[] = {
    // --- cpu: /proc/stat
    {"cpu", "cpu_busy_ratio", "ratio", "share of CPU time not idle, waiting for a disk or stolen"},
    {"cpu", "cpu_steal_ratio", "ratio",
     "share of CPU time in which this host's own hypervisor ran somebody else"},
    {"cpu", "runnable_threads", "1", "threads that run or are ready to, now"},
    // --- pressure: /proc/pressure
    {"pressure", "cpu_pressure_ratio", "ratio",
     "share of time in which some thread was ready and waited for a CPU"},
    {"pressure", "memory_pressure_ratio", "ratio",
     "share of time in which some thread waited for memory"},
    {"pressure", "memory_stall_ratio", "ratio",
     "share of time in which every thread that was not idle waited for memory"},
    {"pressure", "io_pressure_ratio", "ratio",
     "share of time in which some thread waited for a disk"},
    {"pressure", "io_stall_ratio", "ratio",
     "share of time in which every thread that was not idle waited for a disk"},
    // --- memory: /proc/meminfo
    {"memory", "memory_total_bytes", "B",
     "memory of the host, or of the control group that confines this program where that is less"},
    {"memory", "memory_available_bytes", "B",
     "memory the kernel can still give without swapping, or what the control group leaves"},
    {"memory", "swap_used_bytes", "B", "swap space in use"},
    // --- watch: what watching costs
    {"watch", "watch_cpu_ratio", "ratio",
     "CPU time the sampling thread took for the sample before, over the time since: share of one "
     "CPU"},
    {"watch", "watch_missed_count", "1", "beats that passed without a sample since the one before"},
};
const size_t telemetry_metric_count =
    sizeof telemetry_metric_table / sizeof telemetry_metric_table[0];

const struct telemetry_metric *telemetry_metric_find(const char *source, const char *name)
{
    for (size_t i = 0; i < telemetry_metric_count; i++) {
        const struct telemetry_metric *metric = &telemetry_metric_table[i];
        if (strcmp(metric->name, name) == 0 && (!source || strcmp(metric->source, source) == 0))
            return metric;
    }
    return NULL;
}
