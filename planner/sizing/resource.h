// SPDX-License-Identifier: GPL-3.0-or-later
// What a host has and guests share: each of these limits how many it holds.
#ifndef FULLHOUSE_PLANNER_SIZING_RESOURCE_H
#define FULLHOUSE_PLANNER_SIZING_RESOURCE_H

#define RESOURCES(X)                                                                               \
    X(CPU, "CPU")                                                                                  \
    X(MEMORY, "memory")                                                                            \
    X(DISK_SPACE, "disk space")                                                                    \
    X(DISK_RATE, "disk rate")                                                                      \
    X(NETWORK, "network")

enum resource {
#define X(name, word) RESOURCE_##name,
    RESOURCES(X)
#undef X
        RESOURCE_COUNT
};

const char *resource_name(enum resource resource);

#endif
