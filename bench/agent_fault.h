// SPDX-License-Identifier: GPL-3.0-or-later
// Which guest is asked to have a fault: "divide" all of them, "divide@2" guest 2 alone.
#ifndef FULLHOUSE_BENCH_AGENT_FAULT_H
#define FULLHOUSE_BENCH_AGENT_FAULT_H

#include <stdint.h>

// The fault of guest `index` (docs/protocol.md) as a new string, "" for none.
char *agent_fault_of(const char *test, uint32_t index);

#endif
