// SPDX-License-Identifier: GPL-3.0-or-later
// The scalar assumptions of a plan: one table gives each its key, unit, default and meaning. The
// plan's file, --what-if, the tornado and the Monte Carlo draws all go through it.
#ifndef FULLHOUSE_PLANNER_VALUE_ASSUMPTION_H
#define FULLHOUSE_PLANNER_VALUE_ASSUMPTION_H

#include <stddef.h>

#include "planner/value/uncertain.h"

struct err;

enum assumption_unit {
    ASSUMPTION_MONEY,  // of the plan's currency: 0.25
    ASSUMPTION_SHARE,  // a ratio: "5%" or 0.05
    ASSUMPTION_COUNT,  // a whole number
    ASSUMPTION_NUMBER, // any number that is not negative
    ASSUMPTION_CHANGE, // a ratio that may be negative: "-3%"
    ASSUMPTION_BYTES,  // "4 GiB"
};

// enum, key, unit, default value, its low and high (95 %), least and most allowed, what it is.
// A default is a guess and says so; what differs from site to site has an interval.
#define ASSUMPTIONS(X)                                                                             \
    X(HORIZON, "horizon.years", COUNT, 4, 4, 4, 1, 10, "years that are planned and paid for")      \
    X(DISCOUNT, "discount.rate", SHARE, 0.05, 0.05, 0.05, 0, 1,                                    \
      "by how much a payment counts less for each year that it is later")                          \
    X(LIFETIME, "hardware.lifetime", COUNT, 5, 5, 5, 1, 20, "years until a host is replaced")      \
    X(RESIDUAL, "hardware.residual", SHARE, 0, 0, 0, 0, 1,                                         \
      "of its price that a host is still worth at the end, for each year left of its lifetime")    \
    X(PRICE_CHANGE, "hardware.price-change", CHANGE, 0, 0, 0, -0.9, 1,                             \
      "change of hosts' prices a year")                                                            \
    X(ENERGY_PRICE, "energy.price", MONEY, 0.20, 0.12, 0.35, 0, 1e6, "price of a kWh")             \
    X(ENERGY_CHANGE, "energy.price-change", CHANGE, 0, -0.05, 0.08, -0.9, 1,                       \
      "change of the price of energy a year")                                                      \
    X(PUE, "energy.pue", NUMBER, 1.5, 1.2, 1.9, 1, 5,                                              \
      "power usage effectiveness: energy of the whole site over that of its hosts")                \
    X(HOURS, "energy.hours", NUMBER, 8760, 8760, 8760, 0, 8784, "hours a year that hosts are on")  \
    X(RACK, "space.rack", MONEY, 0, 0, 0, 0, 1e12, "price of a rack a year; 0: not counted")       \
    X(RACK_HEIGHT, "space.rack-height", NUMBER, 42, 42, 42, 1, 100,                                \
      "rack units of a rack that hosts may fill")                                                  \
    X(RACK_UNIT, "space.rack-unit", MONEY, 0, 0, 0, 0, 1e12,                                       \
      "price of a rack unit a year; 0: not counted")                                               \
    X(STAFF_HOURS, "staff.hours", NUMBER, 4, 2, 8, 0, 8760, "hours of work on a host a year")      \
    X(STAFF_RATE, "staff.rate", MONEY, 0, 0, 0, 0, 1e9,                                            \
      "price of an hour of work; 0: not counted")                                                  \
    X(SPARE, "failover.hosts", COUNT, 1, 1, 1, 0, 1000,                                            \
      "hosts of each group that may fail at once while everything still runs")                     \
    X(DRAINED, "failover.maintenance", COUNT, 0, 0, 0, 0, 1000,                                    \
      "further hosts of each group that may be drained for maintenance meanwhile")                 \
    X(GROUP, "failover.group", COUNT, 0, 0, 0, 0, 100000,                                          \
      "most hosts of a group, as a cluster's limit; 0: all are one group")                         \
    X(PERCENTILE, "cpu.percentile", SHARE, 0.95, 0.95, 0.95, 0.5, 0.9999,                          \
      "share of the time in which a host's CPUs carry what its guests ask for together")           \
    X(CPU_USABLE, "cpu.usable", SHARE, 0.70, 0.55, 0.85, 0.01, 1,                                  \
      "of a host's cores that guests may use where no measured curve says what they hold")         \
    X(SCALING, "cpu.scaling-error", SHARE, 0.10, 0.10, 0.10, 0, 1,                                 \
      "standard error of a curve carried to another host, for each doubling of the capacity")      \
    X(OVERCOMMIT, "memory.overcommit", NUMBER, 1, 1, 1, 0.1, 10,                                   \
      "memory of the guests over what of the host's they are given")                               \
    X(MEMORY_HOST, "memory.host", BYTES, 4294967296.0, 2147483648.0, 8589934592.0, 0, 1e15,        \
      "memory that a host needs for itself")                                                       \
    X(OVERHEAD, "memory.overhead", BYTES, 134217728.0, 67108864.0, 268435456.0, 0, 1e12,           \
      "memory that a guest takes of its host beyond its own, where no run measured it")            \
    X(MEMORY_RESERVE, "memory.reserve", SHARE, 0.05, 0.05, 0.05, 0, 0.95,                          \
      "of a host's memory that is kept free")                                                      \
    X(DISK_RESERVE, "disk.reserve", SHARE, 0.15, 0.15, 0.15, 0, 0.95,                              \
      "of a host's disk space that is kept free")                                                  \
    X(DISK_USABLE, "disk.usable", SHARE, 0.60, 0.45, 0.75, 0.01, 1,                                \
      "of a host's disk operations a second that guests may use")                                  \
    X(NETWORK_USABLE, "network.usable", SHARE, 0.60, 0.45, 0.75, 0.01, 1,                          \
      "of a host's network bandwidth that guests may use")

enum assumption {
#define X(name, key, unit, value, low, high, least, most, help) ASSUME_##name,
    ASSUMPTIONS(X)
#undef X
        ASSUMPTION_TOTAL
};

struct assumption_record {
    const char *key;
    enum assumption_unit unit;
    double value, low, high;
    double least, most;
    const char *help;
};

extern const struct assumption_record assumption_table[ASSUMPTION_TOTAL];

// Of all keys, as "energy.price"; ASSUMPTION_TOTAL and err with the nearest right word.
enum assumption assumption_find(const char *key, struct err *err);

// "30%", "0.25 [0.2, 0.4]" for that assumption, within its bounds; counts take no interval. Origin:
// stated. 0 or -EINVAL.
int assumption_parse(enum assumption which, const char *text, struct uncertain *ret_number,
                     struct err *err);

// "money", "share": what is written for it.
const char *assumption_unit_name(enum assumption_unit unit);

// For people, with its unit: "25%", "0.20 EUR", "4". At most four significant digits where it is no
// count. New string.
char *assumption_format(enum assumption which, double value, const char *currency);

// The same with its interval: "0.20 EUR [0.12 EUR, 0.35 EUR]"; without where it is exact.
char *assumption_format_uncertain(enum assumption which, const struct uncertain *number,
                                  const char *currency);

// What holds where nobody says anything: the table's numbers, guessed.
struct uncertain assumption_default(enum assumption which);

#endif
