// SPDX-License-Identifier: GPL-3.0-or-later
// The guest's side of the conversation: says hello and does what the host says until it says quit
// or goes away. docs/protocol.md has the states.
#ifndef FULLHOUSE_WORKLOADS_LINUX_SESSION_H
#define FULLHOUSE_WORKLOADS_LINUX_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "workloads/core/fault.h"

struct err;

enum session_end {
    SESSION_QUIT,    // the host said quit
    SESSION_HUNG_UP, // the host went away
    SESSION_FAILED,  // an error was sent, or the channel broke; err says what
    SESSION_DIE,     // a test asked for death: the caller commits the fault and ends at once; the
                     // workers still run
};

struct session_options {
    int fd;       // of the channel; not closed
    bool is_port; // a virtio port or a serial line: the host may come later and be away for a
                  // while (5 s once it was there, 5 min before); else end of file is the end
    uint64_t silence_ns; // a serial line: the host has gone away when, after its first word,
                         // nothing comes for so long (WIRE_SILENCE_NS); 0: silence means nothing
    enum fault fault;
    bool owns_machine; // the appliance's: nobody else takes into service what is plugged in
};

// Serves the whole conversation.
enum session_end session_run(const struct session_options *options, struct err *err);

#endif
