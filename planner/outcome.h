// SPDX-License-Identifier: GPL-3.0-or-later
// What an option comes to in a situation: guests a host, hosts, load, energy and money, year by
// year. Fixed size and without a heap, since a Monte Carlo makes millions of them.
#ifndef FULLHOUSE_PLANNER_OUTCOME_H
#define FULLHOUSE_PLANNER_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "planner/plan.h"

#define RESOURCES(X)                                                                               \
    X(CPU, "CPU by service level")                                                                 \
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

// enum, word, what it is.
#define COST_ITEMS(X)                                                                              \
    X(PURCHASE, "purchase", "hosts bought that year")                                              \
    X(LICENCES, "licences", "bought once or paid by the year")                                     \
    X(SUPPORT, "support", "of the hosts")                                                          \
    X(ENERGY, "energy", "of the hosts themselves")                                                 \
    X(COOLING, "cooling", "and losses: the site's energy beyond the hosts'")                       \
    X(SPACE, "space", "racks and rack units")                                                      \
    X(STAFF, "staff", "work on the hosts")                                                         \
    X(RESIDUAL, "residual", "what hosts are still worth at the end (negative)")

enum cost_item {
#define X(name, word, help) COST_##name,
    COST_ITEMS(X)
#undef X
        COST_ITEM_COUNT
};

const char *resource_name(enum resource resource);
const char *cost_item_name(enum cost_item item);

struct outcome_year {
    double guests;                // on its last day: what hosts are counted by
    double average;               // guests over the year
    double needed;                // hosts that carry them
    double spare;                 // failover and maintenance
    double hosts;                 // installed: never fewer than the year before
    double bought;                // at its start, replacements of those worn out included
    double load;                  // mean share of the hosts' CPUs in use
    double watts;                 // of one host at that load
    double kwh;                   // of all hosts over the year
    double cost[COST_ITEM_COUNT]; // money of that year, not discounted
};

struct outcome {
    bool is_possible; // false: no number of such hosts will do; binding says what stops it
    enum resource binding;
    int stopped_class;             // of the demand, that fits no such host; -1
    double limits[RESOURCE_COUNT]; // guests of the mix one host holds by each; INFINITY: no limit
    double guests_a_host;          // whole guests of the mix, by the least of them
    uint32_t years;
    struct outcome_year year[PLAN_YEARS_MOST];
    double net_present_cost;
    double guest_month;    // net present cost over all guest-months
    double performance_hz; // operations a second of all guests, last day; NAN where not all are
                           // measured
    double cost_per_hz;    // net present cost over that; NAN
};

struct situation;

// What all options of a basis share: totals of the demand by year. Made once a situation.
struct load_totals {
    double guests, average;
    double cpu_mean;    // in reference hosts, of the last day
    double cpu_certain; // of cpu_mean what curves told: has no variance left
    double cpu_independent,
        cpu_common;  // variances (sum of squares; squared sum), reference hosts squared
    double cpu_busy; // mean cores in use of the reference host, average over the year
    double memory_bytes, disk_bytes, disk_hz, network_bits_hz;
    double throughput_hz; // NAN where not all are measured
};
struct demand_load {
    struct load_totals year[PLAN_YEARS_MOST];
};
void demand_load_of(const struct situation *situation, size_t basis, struct demand_load *ret_load);

// Evaluates one option. load is that of its basis.
void outcome_of(const struct situation *situation, size_t option, const struct demand_load *load,
                struct outcome *ret_outcome);

#endif
