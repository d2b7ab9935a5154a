// SPDX-License-Identifier: GPL-3.0-or-later
// A worker's end of a network load: a socket to its peer whose every wait has a bound, and says in
// words what went wrong.
#ifndef FULLHOUSE_WORKLOADS_LINUX_NET_FLOW_H
#define FULLHOUSE_WORKLOADS_LINUX_NET_FLOW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/ipv4.h"

struct home_place;
struct net_hello;
struct workload_place;

// How long a peer may say nothing before it counts as gone.
#define NET_PATIENCE_NS UINT64_C(10000000000)
// How long one wait of the kernel is, after which it is looked whether to go on.
#define NET_SLICE_NS UINT64_C(250000000)

struct net_flow {
    int fd; // -1: none
    const struct home_place *home;
    struct ipv4_peer peer;
    uint64_t seed;            // of what it sends, unlike any other's
    _Atomic(bool) is_hurried; // the load has ended: no wait is of use any more
};

// Reads who the peer is; no socket yet. 0, or -EINVAL.
int net_flow_init(struct net_flow *flow, const struct workload_place *place);

// Opens the socket, SOCK_STREAM or SOCK_DGRAM, and connects it; no wait of it is longer than
// slice_ns. 0, or negative errno: -ETIMEDOUT where nobody answers, -ECONNREFUSED.
int net_flow_connect(struct net_flow *flow, int type, uint64_t slice_ns);

// Says hello over a new connection: magic and seed are filled in.
int net_flow_hello(struct net_flow *flow, struct net_hello *hello);

// Sends or receives all of it. 0, 1 when hurried, or negative errno: -ETIMEDOUT when nothing moved
// for NET_PATIENCE_NS, -ECONNRESET when the peer hung up.
int net_flow_send(struct net_flow *flow, const void *bytes, size_t length);
int net_flow_receive(struct net_flow *flow, void *bytes, size_t length);

// Says why the load cannot go on: "10.77.0.1:7117: what: Connection reset by peer". Gives -code.
int net_flow_fail(const struct net_flow *flow, int code, const char *what);

// Another thread's word that the load has ended.
void net_flow_hurry(struct net_flow *flow);
void net_flow_close(struct net_flow *flow);

#endif
