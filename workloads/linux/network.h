// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the network workload share. Private to them.
#ifndef FULLHOUSE_WORKLOADS_LINUX_NETWORK_H
#define FULLHOUSE_WORKLOADS_LINUX_NETWORK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "workloads/core/workload.h"

struct home_place;

// Of all threads of a load; the last one to finish tells them as figures.
struct network_totals {
    _Atomic(uint32_t) finished;
    _Atomic(uint64_t) bytes_hz;
    _Atomic(uint64_t) sent, lost, late; // datagrams
};

// Counts a thread that has finished; whether it is the last one.
bool network_totals_is_last(struct network_totals *totals, const struct home_place *home);

// network_tcp.c and network_udp.c: workload_variant's calls.
int network_rr_prepare(void *state, const struct workload_place *place);
int network_rr_operate(void *state);
int network_stream_prepare(void *state, const struct workload_place *place);
int network_stream_operate(void *state);
void network_stream_finish(void *state);
int network_connect_prepare(void *state, const struct workload_place *place);
int network_connect_operate(void *state);
void network_tcp_hurry(void *state);
void network_tcp_finish(void *state);
int network_udp_rr_prepare(void *state, const struct workload_place *place);
int network_udp_rr_operate(void *state);
int network_packets_prepare(void *state, const struct workload_place *place);
int network_packets_operate(void *state);
void network_udp_hurry(void *state);
void network_udp_finish(void *state);

#endif
