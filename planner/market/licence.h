// SPDX-License-Identifier: GPL-3.0-or-later
// What software costs by what it is counted in.
#ifndef FULLHOUSE_PLANNER_MARKET_LICENCE_H
#define FULLHOUSE_PLANNER_MARKET_LICENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "planner/value/uncertain.h"

struct host_model;

#define LICENCE_METRICS(X)                                                                         \
    X(CORE, "core")                                                                                \
    X(SOCKET, "socket")                                                                            \
    X(HOST, "host")                                                                                \
    X(GUEST, "guest")

enum licence_metric {
#define X(name, word) LICENCE_##name,
    LICENCE_METRICS(X)
#undef X
        LICENCE_METRIC_COUNT
};

struct licence {
    char *name;
    enum licence_metric by;
    struct uncertain price;      // of one pack
    bool yearly;                 // else it is bought once, with the host
    double maintenance;          // of what was bought once, a year: 0.2
    uint32_t pack;               // cores (or sockets) that are sold together: 2; else 1
    uint32_t minimum_per_socket; // cores; 0 none
    uint32_t minimum_per_host;   // cores
    char *platform;              // of hosts that run this one only; NULL all
    char *class;                 // by guest: of this class only; NULL all
};

const char *licence_metric_name(enum licence_metric metric);

// Packs that one such host needs, started ones whole (by guest: 0). Every socket counts for at
// least minimum_per_socket cores, and the host for at least minimum_per_host.
double licence_packs(const struct licence *licence, const struct host_model *model);

void licence_init(struct licence *licence);
void licence_done(struct licence *licence);

#endif
