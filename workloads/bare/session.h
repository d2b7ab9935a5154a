// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation with the host over the serial line: the same as the Linux agent's
// (docs/protocol.md), on one stack, by one loop, which does an operation of the load between two
// looks at the line.
#ifndef FULLHOUSE_WORKLOADS_BARE_SESSION_H
#define FULLHOUSE_WORKLOADS_BARE_SESSION_H

#include <stdint.h>

#include "workloads/bare/area.h"
#include "workloads/core/fault.h"

struct session_options {
    const char *kernel; // for hello
    uint32_t cpus;
    enum fault fault;
};

// Until the host says quit or is gone. The guest ends then.
_Noreturn void session_run(const struct session_options *options);

// The first vCPU had an exception: tells the host, and waits for its quit.
_Noreturn void session_fault(const struct cpu_area *area);

#endif
