// SPDX-License-Identifier: GPL-3.0-or-later
// What the operating system does for programs.
#include "tests/fidelity/pair_list.h"

#define OURS(variant_, options_, figure_, scale_)                                                  \
    {                                                                                              \
        .workload = "os", .variant = variant_, .options = options_, .threads = "1",                \
        .figure = figure_, .scale = scale_,                                                        \
    }

#define PERF_BENCH(...)                                                                            \
    {                                                                                              \
        .name = "perf bench", .package = "linux-perf",                                             \
        .words = PAIR_WORDS("perf", "bench", __VA_ARGS__), .take = "([0-9]+) ops/sec", .scale = 1, \
    }

static const struct pair pairs[] = {
    {
        .name = "os:syscall",
        .unit = "calls/s",
        .higher_is_better = true,
        .ours = OURS("syscall", NULL, PAIR_OPERATIONS_HZ, 1000),
        .theirs = PERF_BENCH("syscall", "basic", "-l", "{times:2000000}"),
        .same = true,
        .note = "getppid in a loop; ours reads the clock once in 1000 calls",
        .in_guest = true,
    },
    {
        .name = "os:switch by process",
        .unit = "trips/s",
        .higher_is_better = true,
        .ours = OURS("switch", "by=process,place=any", PAIR_OPERATIONS_HZ, 1),
        .theirs = PERF_BENCH("sched", "pipe", "-l", "{times:60000}"),
        .on_one_cpu = true,
        .same = true,
        .note =
            "4 bytes through a pipe to another process and through a second one back, CPUs left "
            "to the scheduler; ours reads the clock once a round trip and checks the answer",
        .in_guest = true,
    },
    {
        .name = "os:switch by thread",
        .unit = "trips/s",
        .higher_is_better = true,
        .ours = OURS("switch", "by=thread,place=any", PAIR_OPERATIONS_HZ, 1),
        .theirs = PERF_BENCH("sched", "pipe", "-T", "-l", "{times:60000}"),
        .on_one_cpu = true,
        .same = true,
        .note = "4 bytes through a pipe to another thread and through a second one back, CPUs left "
                "to the scheduler; ours reads the clock once a round trip and checks the answer",
        .in_guest = true,
    },
    {
        .name = "os:timer",
        .unit = "ns",
        .ours = OURS("timer", "interval=1ms,policy=other", PAIR_P50_NS, 1),
        .theirs = {.name = "cyclictest",
                   .package = "rt-tests",
                   .words = PAIR_WORDS("cyclictest", "--quiet", "--nsecs", "--laptop", "--interval",
                                       "1000", "--loops", "{times:1000}", "--histogram", "1000000",
                                       "--json=/dev/stdout"),
                   .take = "median /thread/0/histogram",
                   .scale = 1},
        .same = true,
        .note = "clock_nanosleep until an absolute time every 1 ms, CLOCK_MONOTONIC, ordinary "
                "policy, timer slack 1 ns, power states left alone; medians of how late",
    },
    {
        .name = "os:timer (mean)",
        .unit = "ns",
        .ours = OURS("timer", "interval=1ms,policy=other", PAIR_MEAN_NS, 1),
        .theirs = {.name = "cyclictest",
                   .package = "rt-tests",
                   .words = PAIR_WORDS("cyclictest", "--quiet", "--nsecs", "--laptop", "--interval",
                                       "1000", "--loops", "{times:1000}"),
                   .take = "Avg: +([0-9]+)",
                   .scale = 1},
        .same = true,
        .note = "as above, means",
        .in_guest = true,
    },
    {
        .name = "os:timer (fifo)",
        .unit = "ns",
        .ours = OURS("timer", "interval=1ms,policy=fifo,priority=80", PAIR_P50_NS, 1),
        .theirs = {.name = "cyclictest",
                   .package = "rt-tests",
                   .words = PAIR_WORDS("cyclictest", "--quiet", "--nsecs", "--laptop", "--interval",
                                       "1000", "--loops", "{times:1000}", "--priority", "80",
                                       "--histogram", "1000000", "--json=/dev/stdout"),
                   .take = "median /thread/0/histogram",
                   .scale = 1},
        .same = true,
        .note = "as above with SCHED_FIFO, priority 80; medians",
    },
    {
        .name = "os:fork (vfork)",
        .unit = "processes/s",
        .higher_is_better = true,
        .ours = OURS("fork", "call=vfork", PAIR_OPERATIONS_HZ, 1),
        .theirs = {.name = "stress-ng",
                   .package = "stress-ng",
                   .words = PAIR_WORDS("stress-ng", "--vfork", "1", "--timeout", "{whole}",
                                       "--metrics-brief"),
                   .take = "vfork +[0-9]+ +[0-9.]+ +[0-9.]+ +[0-9.]+ +([0-9.]+)",
                   .scale = 1},
        .note = "both wait for a process that ends at once; theirs does some more in between",
    },
};

const struct pair_list pair_list_os = {pairs, sizeof pairs / sizeof pairs[0]};
