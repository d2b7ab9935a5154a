// SPDX-License-Identifier: GPL-3.0-or-later
// The network as a workload: its variants and what they can be told.
#include "workloads/linux/network.h"
#include "workloads/linux/place.h"
#include "workloads/linux/workload_table.h"

bool network_totals_is_last(struct network_totals *totals, const struct home_place *home)
{
    return atomic_fetch_add(&totals->finished, 1) + 1 == home->threads;
}

#define KIB UINT64_C(1024)
#define MIB (KIB * 1024)
#define MS  UINT64_C(1000000)

static const struct workload_option options[] = {
    {.name = "peer",
     .kind = WORKLOAD_OPTION_TEXT,
     .fallback = "host",
     .help = "who answers: host, or guest (the other of a pair)"},
    {.name = "request",
     .kind = WORKLOAD_OPTION_BYTES,
     .fallback = "64",
     .min = 1,
     .max = 4 * MIB,
     .help = "rr, udp-rr: bytes of a request (udp-rr: 32 to 1472)"},
    {.name = "response",
     .kind = WORKLOAD_OPTION_BYTES,
     .fallback = "64",
     .min = 1,
     .max = 4 * MIB,
     .help = "rr, udp-rr: bytes of a response"},
    {.name = "block",
     .kind = WORKLOAD_OPTION_BYTES,
     .fallback = "128KiB",
     .min = KIB,
     .max = 4 * MIB,
     .help = "stream: bytes that one operation sends"},
    {.name = "size",
     .kind = WORKLOAD_OPTION_BYTES,
     .fallback = "64",
     .min = 32,
     .max = 1472,
     .help = "packets: bytes of a datagram"},
    {.name = "burst",
     .kind = WORKLOAD_OPTION_COUNT,
     .fallback = "32",
     .min = 1,
     .max = 256,
     .help = "packets: datagrams sent at once in a closed load"},
    {.name = "timeout",
     .kind = WORKLOAD_OPTION_DURATION,
     .fallback = "200ms",
     .min = MS,
     .max = 5000 * MS,
     .help = "udp-rr: a request without an answer for so long is lost"},
    {.name = "check",
     .kind = WORKLOAD_OPTION_CHOICE,
     .fallback = "all",
     .choices = "all|edges",
     .help = "stream: the receiver looks at every byte, or at 64 at either end of a block"},
};

static const struct workload_variant variants[] = {
    {
        .name = "rr",
        .operation = "sends `request` bytes over TCP and receives `response` bytes (TCP_NODELAY)",
        .comparable = "sockperf ping-pong --tcp (twice its latency), qperf tcp_lat, netperf TCP_RR",
        .prepare = network_rr_prepare,
        .operate = network_rr_operate,
        .hurry = network_tcp_hurry,
        .finish = network_tcp_finish,
    },
    {
        .name = "stream",
        .operation =
            "sends a block of `block` bytes over TCP, counted when the receiver has taken it",
        .comparable = "iperf3 -l BLOCK, as its receiver counts",
        .bytes_option = "block",
        .prepare = network_stream_prepare,
        .operate = network_stream_operate,
        .hurry = network_tcp_hurry,
        .finish = network_stream_finish,
        .tells_at_end = true,
        .shared_bytes = sizeof(struct network_totals),
    },
    {
        .name = "connect",
        .operation = "connects over TCP, sends a byte, receives a byte, and closes by a reset",
        .comparable = "netperf TCP_CRR with requests and responses of one byte",
        .prepare = network_connect_prepare,
        .operate = network_connect_operate,
        .hurry = network_tcp_hurry,
        .finish = network_tcp_finish,
    },
    {
        .name = "udp-rr",
        .operation = "sends a datagram of `request` bytes until one of `response` bytes answers it",
        .comparable = "sockperf ping-pong (twice its latency), qperf udp_lat, netperf UDP_RR",
        .prepare = network_udp_rr_prepare,
        .operate = network_udp_rr_operate,
        .hurry = network_udp_hurry,
        .finish = network_udp_finish,
        .tells_at_end = true,
        .shared_bytes = sizeof(struct network_totals),
    },
    {
        .name = "packets",
        .operation = "one datagram of `size` bytes that came, as the receiver counts",
        .comparable =
            "iperf3 -u -b 0 -l SIZE as its receiver counts, but never more than 8 bursts ahead",
        .bytes_option = "size",
        .prepare = network_packets_prepare,
        .operate = network_packets_operate,
        .hurry = network_udp_hurry,
        .finish = network_udp_finish,
        .tells_at_end = true,
        .shared_bytes = sizeof(struct network_totals),
    },
};

const struct workload workload_network = {
    .name = "network",
    .help = "talks to the host or to another guest over a network interface",
    .variants = variants,
    .variant_count = sizeof variants / sizeof variants[0],
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .needs_network = true,
};
