// SPDX-License-Identifier: GPL-3.0-or-later
// The host's end of guests' network loads: the agent as a process that answers. It ends when we do,
// however we end, since it listens to a pipe of ours.
#ifndef FULLHOUSE_BENCH_RESPONDER_H
#define FULLHOUSE_BENCH_RESPONDER_H

#include <sys/types.h>

#include "common/base/ipv4.h"

struct err;

// Zero-initialise with pipe_fd = -1.
struct responder {
    pid_t pid;
    int pipe_fd; // its standard input: closing it ends it
    struct ipv4_peer peer;
};

// Starts `agent --respond` on that address, port 0 for any, and waits until it listens. 0 and
// *ret_responder with the port it has, or negative errno: -EADDRINUSE where somebody listens there.
int responder_start(const char *agent, const struct ipv4_peer *at, struct responder *ret_responder,
                    struct err *err);

// Ends it and waits for its end; accepts one that was never started.
void responder_stop(struct responder *responder);

#endif
