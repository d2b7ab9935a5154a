// SPDX-License-Identifier: GPL-3.0-or-later
// The other end of network loads: answers whoever speaks the protocol of net_protocol.h, on TCP and
// UDP of one address. The same in a guest, in a plain process and on the host.
#ifndef FULLHOUSE_WORKLOADS_LINUX_ANSWER_H
#define FULLHOUSE_WORKLOADS_LINUX_ANSWER_H

#include "common/base/ipv4.h"

struct err;

// Listens there, port 0 for one of the kernel's choice, and answers in threads of this process for
// as long as it lives. *ret_at has the port. 0, or negative errno: -EADDRINUSE where somebody
// listens already.
int answer_start(const struct ipv4_peer *at, struct ipv4_peer *ret_at, struct err *err);

// --- private to answer*.c -----------------------------------------------------------------------

struct net_hello;

// Serves one connection whose hello was read, on a thread of its own; takes the descriptor.
void answer_session(int fd, const struct net_hello *hello);

// Serves datagrams on a thread of its own; takes the descriptor. 0 or negative errno.
int answer_datagrams(int fd);

#endif
