// SPDX-License-Identifier: GPL-3.0-or-later
// Faults the agent can be asked to have, so that the host's handling of them is tested with real
// guests. docs/protocol.md tells what each does.
#ifndef FULLHOUSE_WORKLOADS_CORE_FAULT_H
#define FULLHOUSE_WORKLOADS_CORE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#define FAULTS(X)                                                                                  \
    X(VERSION, "version")         /* hello claims the next protocol version */                     \
    X(MUTE, "mute")               /* no hello */                                                   \
    X(DIE_PREPARE, "die-prepare") /* dies when prepare arrives */                                  \
    X(DIE_START, "die-start")     /* dies when start arrives */                                    \
    X(DIE_WINDOW, "die-window")   /* dies in the middle of the second window */                    \
    X(DIVIDE, "divide")           /* divides by zero there */                                      \
    X(ADDRESS, "address")         /* reads FAULT_BAD_ADDRESS there */                              \
    X(INSTRUCTION, "instruction") /* runs what is no instruction there */

enum fault {
    FAULT_NONE,
#define X(name, text) FAULT_##name,
    FAULTS(X)
#undef X
};

// In the upper half of the address space, which belongs to no program.
#define FAULT_BAD_ADDRESS UINT64_C(0xffff800000000010)

// The fault for a text, or -1.
int fault_parse(const char *text);

// Whether it falls due in the middle of the second window.
static inline bool fault_is_in_window(enum fault fault)
{
    return fault >= FAULT_DIE_WINDOW;
}

// Makes the processor raise the exception of divide, address or instruction: does not return where
// exceptions end the program. Does nothing for any other.
void fault_commit(enum fault fault);

#endif
