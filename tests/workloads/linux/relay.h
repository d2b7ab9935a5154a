// SPDX-License-Identifier: GPL-3.0-or-later
// A bad network between a load and its responder, for tests: loses datagrams, turns bytes over,
// falls silent.
#ifndef FULLHOUSE_TESTS_WORKLOADS_LINUX_RELAY_H
#define FULLHOUSE_TESTS_WORKLOADS_LINUX_RELAY_H

#include <stdatomic.h>
#include <stdint.h>

#include "common/base/ipv4.h"

struct relay {
    struct ipv4_peer target;
    int fd;                      // where the load sends to
    _Atomic(uint32_t) lose_each; // of so many datagrams either way one is lost; 0: none, 1: all
    _Atomic(uint64_t) spoil_at;  // the byte at this place of what passes is turned over; 0: none
    _Atomic(uint64_t) lost;      // so far
    uint64_t seen;
};

// Relays in a thread that lives as long as the process. Where it listens.
struct ipv4_peer relay_datagrams(struct relay *relay);
// One connection.
struct ipv4_peer relay_connection(struct relay *relay);
// Accepts connections and datagrams, and never says a word.
struct ipv4_peer relay_silence(int type);

#endif
