// SPDX-License-Identifier: GPL-3.0-or-later
// The table of metrics of a run. To add one: a line here; a test holds it against the objectives'
// words and the columns of reports.
#include "common/model/metric.h"

#include <string.h>

#define SAME_LOAD    "the same load and guest on another density, platform or host"
#define PERCENTILE   "; of all guests' operations, exact to 0.4 %, from due (paced) or start (closed)"
#define OTHER_TOOLS  "; with another tool's percentile only where both count from due"
#define LOWER_BETTER false
#define MORE_BETTER  true

const struct metric metric_table[] = {
    {"throughput", "throughput_hz", "operations/s", MORE_BETTER,
     "operations that ended in the measured windows over their time, a guest; mean over guests "
     "and boots",
     SAME_LOAD "; with a peer of the workload (below) by its operation"},
    {"alone", "", "operations/s", MORE_BETTER,
     "throughput of one guest alone under the closed load, in the boots of a calibration",
     "the same load and guest on another platform or host"},
    {"total", "total_hz", "operations/s", MORE_BETTER,
     "throughput of all guests of a density together",
     "the same load on another density, platform or host"},
    {"retained", "retained_ratio", "1", MORE_BETTER,
     "throughput a guest over that of one guest alone", "any load, platform and host"},
    {"mean", "mean_ns", "ns", LOWER_BETTER, "mean latency" PERCENTILE, SAME_LOAD OTHER_TOOLS},
    {"p50", "p50_ns", "ns", LOWER_BETTER, "median latency" PERCENTILE, SAME_LOAD OTHER_TOOLS},
    {"p90", "p90_ns", "ns", LOWER_BETTER, "90th percentile of latency" PERCENTILE,
     SAME_LOAD OTHER_TOOLS},
    {"p99", "p99_ns", "ns", LOWER_BETTER, "99th percentile of latency" PERCENTILE,
     SAME_LOAD OTHER_TOOLS},
    {"p99.9", "p999_ns", "ns", LOWER_BETTER, "99.9th percentile of latency" PERCENTILE,
     SAME_LOAD OTHER_TOOLS},
    {"inflation", "inflation_ratio", "1", LOWER_BETTER, "p99 over the p99 of one guest alone",
     "any load, platform and host"},
    {"achieved", "achieved_ratio", "1", MORE_BETTER,
     "operations that ended over operations that fell due, of the worst guest; 1 when closed",
     "any paced load"},
    {"fairness", "fairness_index", "1", MORE_BETTER,
     "Jain's index of the guests' throughputs: square of the sum over N times the sum of squares",
     "any load with as many guests: its least value is 1/N"},
    {"worst", "worst_ratio", "1", MORE_BETTER,
     "throughput of the worst guest over that of the median guest", "any load, platform and host"},
    {"steal", "steal_ratio", "1", LOWER_BETTER,
     "steal column of the guest's /proc/stat over the windows' time, all its vCPUs; absent where "
     "the hypervisor does not tell",
     "top, vmstat and sar (%steal) in the guest, over the same time"},
    {"memory", "memory_bytes", "B", LOWER_BETTER,
     "proportional set size of a guest's process on the host, and of the programs it started, read "
     "while the load runs",
     "smem and /proc/PID/smaps_rollup of the same process"},
    {"host_cpu", "cpu_core_ratio", "1", LOWER_BETTER,
     "CPU time of a guest's process on the host, and of the programs it started, over the measured "
     "time, of one core",
     "pidstat and top of the same process; another guest under the same offered load"},
    {"cpu_per_operation", "", "ns", LOWER_BETTER,
     "CPU time of the guests' processes on the host over the operations they did, measured windows",
     "the same load on another platform or version of it"},
    {"wakeups", "wakeups_hz", "1/s", LOWER_BETTER,
     "voluntary and involuntary context switches of all threads of a guest's process over the "
     "measured time",
     "pidstat -wt of the same process, cswch/s and nvcswch/s together"},
    {"offered", "offered_ratio", "1", MORE_BETTER,
     "operations offered to a guest, of what one alone can do", "any paced load"},
    {"counted", "counted_core_ratio", "1", LOWER_BETTER,
     "operations done times the median time of one undisturbed, of one core: what the load itself "
     "needs",
     "host_cpu of the same guest"},
    {"cpu_over_counted", "cpu_over_counted_ratio", "1", LOWER_BETTER,
     "host_cpu over counted: what a guest costs for each second of work it does",
     "any paced load that computes all the time of an operation"},
    {"hello_p50", "hello_p50_ns", "ns", LOWER_BETTER,
     "from the call that starts a guest to its hello, median of guests",
     "the same guest kind; systemd-analyze only in part, since firmware and hypervisor are in it"},
    {"hello_p95", "hello_p95_ns", "ns", LOWER_BETTER,
     "from the call that starts a guest to its hello, 95th percentile of guests",
     "the same guest kind and as many guests"},
    {"all_up", "all_up_ns", "ns", LOWER_BETTER,
     "from the first guest's start to the last one's hello, median of boots",
     "the same guest kind and as many guests"},
    {"tile_score", "", "1", MORE_BETTER,
     "geometric mean, over a tile's streams, of throughput a guest over that in one tile alone",
     "the same tile on another host; VMmark's scoring of a tile, with other loads"},
    {"tile_total", "", "1", MORE_BETTER, "tile_score times the number of tiles",
     "the same tile on another host"},
    {"interference.throughput", "", "1", MORE_BETTER,
     "what a victim does beside an aggressor over what it does beside an idle neighbour, in the "
     "same boot",
     "any pair of workloads, platform and host"},
    {"interference.p99", "", "1", LOWER_BETTER,
     "a victim's p99 beside an aggressor over that beside an idle neighbour, in the same boot",
     "any pair of workloads, platform and host"},
    {"figure", "figure_mean", "its own", MORE_BETTER,
     "what a guest tells beside its windows, as a program's own number: mean over guests and boots "
     "of the median of each guest; each figure has a unit and a better direction of its own",
     "the same figure of the same program; the program by hand"},
    {"figure_over_alone", "figure_over_alone_ratio", "1", MORE_BETTER,
     "figure over that of one guest alone; lower is better where it is of the figure",
     "the same figure on another density, platform or host"},
    {"network_throughput", "network_throughput", "B/s", MORE_BETTER,
     "payload of a stream as its receiver counted it, over the time of the load",
     "the receiver's figure of iperf3"},
    {"datagrams_sent", "datagrams_sent", "1", MORE_BETTER, "datagrams given to the kernel",
     "the same load on another network"},
    {"datagrams_lost", "datagrams_lost", "1", LOWER_BETTER,
     "datagrams that were sent and never came", "the loss that iperf3 -u tells"},
    {"datagrams_late", "datagrams_late", "1", LOWER_BETTER,
     "answers that came after their time was over", "the same load on another network"},
    {"lost_ratio", "lost_ratio", "1", LOWER_BETTER, "datagrams_lost over datagrams_sent",
     "the loss that iperf3 -u tells, in percent"},
};
const size_t metric_count = sizeof metric_table / sizeof metric_table[0];

const struct metric *metric_find(const char *name)
{
    for (size_t i = 0; i < metric_count; i++)
        if (strcmp(metric_table[i].name, name) == 0)
            return &metric_table[i];
    return NULL;
}

const char *metric_better(const struct metric *metric)
{
    return metric->higher_is_better ? "higher" : "lower";
}
