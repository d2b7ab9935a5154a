// SPDX-License-Identifier: GPL-3.0-or-later
// The table of measures. To add one: a line here and one in measure_boot.c's table of how it is
// taken; a test holds the names against common/model/metric.h.
#include "compare/measure.h"

#include <string.h>

#define MORE_BETTER  true
#define LOWER_BETTER false
#define JUDGED       true
#define TOLD         false
#define PERCENTILE   " of all guests' operations of a boot; none of fewer than ten beyond it"
#define ALL_OR_NONE  true

const struct measure measure_table[] = {
    {"throughput", "1/s", MORE_BETTER, JUDGED,
     "operations over the time of the measured windows, mean over guests; not judged where it is "
     "offered as a share of what a calibration found"},
    {"alone", "1/s", MORE_BETTER, JUDGED,
     "throughput of one guest alone under the closed load: a calibration's boots, where they are "
     "several"},
    {"mean", "ns", LOWER_BETTER, TOLD, "mean latency of all guests' operations of a boot"},
    {"p50", "ns", LOWER_BETTER, JUDGED, "median latency" PERCENTILE, ALL_OR_NONE},
    {"p90", "ns", LOWER_BETTER, TOLD, "90th percentile of latency" PERCENTILE, ALL_OR_NONE},
    {"p99", "ns", LOWER_BETTER, JUDGED, "99th percentile of latency" PERCENTILE, ALL_OR_NONE},
    {"p99.9", "ns", LOWER_BETTER, TOLD, "99.9th percentile of latency" PERCENTILE, ALL_OR_NONE},
    {"achieved", "1", MORE_BETTER, JUDGED,
     "operations that ended over those that fell due, worst guest; of paced loads"},
    {"fairness", "1", MORE_BETTER, TOLD, "Jain's index of the guests' throughputs; of two or more"},
    {"worst", "1", MORE_BETTER, TOLD,
     "throughput of the worst guest over the median guest's; of two or more"},
    {"steal", "1", LOWER_BETTER, TOLD,
     "stolen time over the windows' time, mean over guests; where the hypervisor tells it"},
    {"cpu_per_operation", "ns", LOWER_BETTER, JUDGED,
     "CPU time of the guests' processes on the host over the operations they did, measured "
     "windows"},
    {"host_cpu", "1", LOWER_BETTER, TOLD,
     "CPU time of a guest's process on the host over the measured time, of one core, mean over "
     "guests; judged where the load is idle"},
    {"wakeups", "1/s", LOWER_BETTER, TOLD,
     "context switches of all threads of a guest's process, mean over guests"},
    {"memory", "bytes", LOWER_BETTER, JUDGED,
     "host memory a guest: proportional set size of its process"},
    {"hello_p50", "ns", LOWER_BETTER, TOLD,
     "from the call that starts a guest to its hello, median of a boot's guests"},
    {"all_up", "ns", LOWER_BETTER, TOLD, "from the first guest's start to the last one's hello"},
};
const size_t measure_count = sizeof measure_table / sizeof *measure_table;

const struct measure *measure_find(const char *name)
{
    for (size_t i = 0; i < measure_count; i++)
        if (strcmp(measure_table[i].name, name) == 0)
            return &measure_table[i];
    return NULL;
}

bool measure_name_means(const char *wanted, const char *name)
{
    size_t length = strlen(wanted);
    return strncmp(wanted, name, length) == 0 &&
           (name[length] == '\0' || strncmp(name + length, " of ", 4) == 0);
}
