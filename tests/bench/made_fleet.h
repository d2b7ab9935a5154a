// SPDX-License-Identifier: GPL-3.0-or-later
// Fleets made at random for measuring how packing scales: the same guests on roomy hosts, where
// memory alone is tight, and on hosts with few cores, where CPU and memory are tight together.
//
// Guests: each size of 1, 2, 4 or 8 vCPUs with 2 or with 4 GiB a vCPU, and 16 vCPUs with 32 GiB.
// Every size divides the next ("nested"). Weights 6, 5, 4, 4 (each of both memories) and 3, so that
// a guest has 4.3 vCPUs and 11.7 GiB on average, and 10,000 guests need 447 hosts of 96 vCPUs or
// 457 of 256 GiB. Hosts: 256 GiB; 64 cores (roomy) or 24 (tight), four vCPUs a core. Ten guests a
// host are 46 % of the memory. Each guest starts on the emptier of two hosts drawn at random, in
// the order drawn, so that all hosts are in use at first.
#ifndef FULLHOUSE_TESTS_BENCH_MADE_FLEET_H
#define FULLHOUSE_TESTS_BENCH_MADE_FLEET_H

#include <stddef.h>
#include <stdint.h>

#include "planner/packing/packing.h"

enum made_fleet_kind { MADE_FLEET_ROOMY, MADE_FLEET_TIGHT };
enum { MADE_FLEET_CPU, MADE_FLEET_MEMORY, MADE_FLEET_DIMENSIONS };
enum { MADE_FLEET_CPUS_A_CORE = 4, MADE_FLEET_HOST_MIB = 256 * 1024 };

struct made_fleet {
    size_t hosts, guests;
    int64_t cores;                  // of a host
    int64_t *sizes;                 // [guest][dimension] vCPUs and MiB
    int64_t *capacities;            // [host][dimension]
    int32_t *start;                 // [guest]
    double *memory_mib;             // [guest] what a move costs
    struct packing_problem problem; // of all this
};

// The same seed gives the same fleet. Guests that find no host start nowhere (none where there are
// ten a host).
void made_fleet_init(struct made_fleet *fleet, enum made_fleet_kind kind, size_t hosts,
                     size_t guests, uint64_t seed);
void made_fleet_done(struct made_fleet *fleet);

// hosts.csv and guests.csv for the command into a folder that exists: "h17", "g4711"; 0, or
// -errno.
int made_fleet_write(const struct made_fleet *fleet, const char *folder);

// fleet.htools, the same fleet for Ganeti's hbal and hsqueeze; 0, or -errno.
int made_fleet_write_htools(const struct made_fleet *fleet, const char *folder);

// Hosts that first fit decreasing needs: guests in order of memory, each onto the first host that
// has room.
size_t made_fleet_first_fit(const struct made_fleet *fleet);

#endif
