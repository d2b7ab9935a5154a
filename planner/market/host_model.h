// SPDX-License-Identifier: GPL-3.0-or-later
// A server that can be bought.
#ifndef FULLHOUSE_PLANNER_MARKET_HOST_MODEL_H
#define FULLHOUSE_PLANNER_MARKET_HOST_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "planner/value/uncertain.h"

enum { POWER_POINTS = 11 }; // idle, 10 % ... 100 % of load

struct host_model {
    char *name;
    uint32_t sockets, cores, threads; // of the whole host
    double base_hz, turbo_hz;         // NAN unknown
    double memory_bytes;
    double disk_bytes;  // NAN unknown, as the following
    double disk_hz;     // I/O operations a second
    double nic_bits_hz; // all ports together
    struct uncertain price;
    double support_year; // money a year
    double rack_units;
    double watts[POWER_POINTS];
    double score;  // published performance of the whole host, any one benchmark; NAN unknown
    char *runs;    // label or number of runs made on such a host; NULL none
    unsigned line; // of the catalogue
};

struct catalogue {
    char *name;     // file or address
    char *currency; // "EUR", or NULL: the catalogue does not say
    struct host_model *models;
    size_t count;
};

void host_model_init(struct host_model *model);
void host_model_done(struct host_model *model);
void catalogue_done(struct catalogue *catalogue);

#endif
