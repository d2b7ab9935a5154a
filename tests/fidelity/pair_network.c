// SPDX-License-Identifier: GPL-3.0-or-later
// The network over the loopback, both ends on this host.
#include "tests/fidelity/pair_list.h"

#define OURS(variant_, options_, figure_, scale_)                                                  \
    {                                                                                              \
        .workload = "network", .variant = variant_, .options = options_, .threads = "1",           \
        .has_responder = true, .figure = figure_, .scale = scale_,                                 \
    }

static const struct pair pairs[] = {
    {
        .name = "network:rr",
        .unit = "ns",
        .ours = OURS("rr", "request=64,response=64", PAIR_P50_NS, 1),
        .theirs = {.name = "sockperf",
                   .package = "sockperf",
                   .words = PAIR_WORDS("sockperf", "ping-pong", "--tcp", "-i", "127.0.0.1", "-p",
                                       "{port}", "--msg-size", "64", "-t", "{whole}"),
                   .server =
                       PAIR_WORDS("sockperf", "server", "--tcp", "-i", "127.0.0.1", "-p", "{port}"),
                   .take = "percentile 50[.]000 = +([0-9.]+)",
                   .scale = 2000},
        .on_one_cpu = true,
        .same = true,
        .note = "a message of 64 bytes and its answer over TCP without delay; medians of the round "
                "trip, of which they tell the half, here taken twice",
    },
    {
        .name = "network:rr",
        .unit = "ns",
        .ours = OURS("rr", "request=64,response=64", PAIR_MEAN_NS, 1),
        .theirs = {.name = "qperf",
                   .package = "qperf",
                   .words = PAIR_WORDS("qperf", "127.0.0.1", "-lp", "{port}", "-m", "64", "-t",
                                       "{whole}", "-vv", "-uu", "tcp_lat"),
                   .server = PAIR_WORDS("qperf", "-lp", "{port}"),
                   .take = "latency += +([0-9.]+) ns",
                   .scale = 2},
        .on_one_cpu = true,
        .same = true,
        .note = "a message of 64 bytes and its answer over TCP; means of the round trip, of which "
                "they tell the half, here taken twice",
    },
    {
        .name = "network:udp-rr",
        .unit = "ns",
        .ours = OURS("udp-rr", "request=64,response=64", PAIR_P50_NS, 1),
        .theirs = {.name = "sockperf",
                   .package = "sockperf",
                   .words = PAIR_WORDS("sockperf", "ping-pong", "-i", "127.0.0.1", "-p", "{port}",
                                       "--msg-size", "64", "-t", "{whole}"),
                   .server = PAIR_WORDS("sockperf", "server", "-i", "127.0.0.1", "-p", "{port}"),
                   .take = "percentile 50[.]000 = +([0-9.]+)",
                   .scale = 2000},
        .on_one_cpu = true,
        .same = true,
        .note = "a datagram of 64 bytes and its answer; medians of the round trip, of which they "
                "tell the half, here taken twice; ours waits with a time limit, since it asks anew "
                "for what is lost",
    },
    {
        .name = "network:udp-rr",
        .unit = "ns",
        .ours = OURS("udp-rr", "request=64,response=64", PAIR_MEAN_NS, 1),
        .theirs = {.name = "qperf",
                   .package = "qperf",
                   .words = PAIR_WORDS("qperf", "127.0.0.1", "-lp", "{port}", "-m", "64", "-t",
                                       "{whole}", "-vv", "-uu", "udp_lat"),
                   .server = PAIR_WORDS("qperf", "-lp", "{port}"),
                   .take = "latency += +([0-9.]+) ns",
                   .scale = 2},
        .on_one_cpu = true,
        .same = true,
        .note =
            "a datagram of 64 bytes and its answer; means of the round trip, of which they tell "
            "the half, here taken twice; ours waits with a time limit, since it asks anew for what "
            "is lost",
    },
    {
        .name = "network:stream",
        .unit = "Gbit/s",
        .higher_is_better = true,
        .ours = OURS("stream", "block=128KiB,check=edges", PAIR_OPERATIONS_HZ, 131072 * 8e-9),
        .theirs = {.name = "iperf3",
                   .package = "iperf3",
                   .words = PAIR_WORDS("iperf3", "-c", "127.0.0.1", "-p", "{port}", "-t", "{whole}",
                                       "-l", "128K", "-J"),
                   .server = PAIR_WORDS("iperf3", "-s", "-p", "{port}"),
                   .take = "/end/sum_received/bits_per_second",
                   .scale = 1e-9},
        .same = true,
        .note = "one TCP connection, blocks of 128 KiB, counted as the receiver has them; ours "
                "looks at both edges of each block, and keeps 4 MiB on their way at the most",
    },
};

const struct pair_list pair_list_network = {pairs, sizeof pairs / sizeof pairs[0]};
