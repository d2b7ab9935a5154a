// SPDX-License-Identifier: GPL-3.0-or-later
// Faults the agent can be asked to have, so that the host's handling of them is tested with real
// guests. docs/protocol.md tells what each does.
#ifndef FULLHOUSE_WORKLOADS_CORE_FAULT_H
#define FULLHOUSE_WORKLOADS_CORE_FAULT_H

#define FAULTS(X)                                                                                  \
    X(VERSION, "version")         /* hello claims the next protocol version */                     \
    X(MUTE, "mute")               /* no hello */                                                   \
    X(DIE_PREPARE, "die-prepare") /* dies when prepare arrives */                                  \
    X(DIE_START, "die-start")     /* dies when start arrives */                                    \
    X(DIE_WINDOW, "die-window")   /* dies in the middle of the second window */

enum fault {
    FAULT_NONE,
#define X(name, text) FAULT_##name,
    FAULTS(X)
#undef X
};

// The fault for a text, or -1.
int fault_parse(const char *text);

#endif
