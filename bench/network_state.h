// SPDX-License-Identifier: GPL-3.0-or-later
// An open network as network.c and network_open.c share it. Private to them.
#ifndef FULLHOUSE_BENCH_NETWORK_STATE_H
#define FULLHOUSE_BENCH_NETWORK_STATE_H

#include <stdbool.h>

#include "bench/responder.h"
#include "common/base/ipv4.h"

// Where guests answer, and the host where it has an address of its own for it.
enum { NETWORK_PORT = 7117 };

enum network_kind {
    NETWORK_LOOPBACK, // plain processes
    NETWORK_BRIDGE,
    NETWORK_USER,
    NETWORK_CARD, // virtual functions
};

struct network {
    enum network_kind kind;
    char *name;   // of the bridge or the card, "" for the others
    char *prefix; // of taps' names, "" where the hypervisor chooses
    bool owns_bridge;
    bool vhost;
    struct ipv4_net first; // the first guest's
    struct ipv4_peer host; // where the host is, as guests see it
    struct responder responder;
};

// What the names of a run's interfaces begin with; a new string.
char *network_name_prefix(const char *mark);

#endif
