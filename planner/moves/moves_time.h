// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: how long each step of a plan takes, alone or sharing its hosts' networks.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_TIME_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "planner/moves/moves.h"

struct moves_step;

// Which ends of the intervals a time is taken at: everything is as quick as it may be (LOW), or as
// slow (HIGH).
enum moves_end { MOVES_VALUE, MOVES_LOW, MOVES_HIGH };

struct moves_precopy {
    double seconds, downtime_s;
    bool converges;
};

// What a migration sends: memory that the guest touches where that is known, else all it has.
double moves_memory_bytes(const struct estate *estate, int32_t guest);
struct uncertain moves_dirty_bytes_hz(const struct estate *estate, int32_t guest,
                                      const struct moves_options *options);
// The least of what both hosts' networks give when they carry so many migrations each, in equal
// shares, and of what one migration can send. from may be -1.
struct uncertain moves_bandwidth_bits_hz(const struct estate *estate, int32_t from,
                                         unsigned from_count, int32_t to, unsigned to_count,
                                         const struct moves_options *options);
// Of one step with so many migrations on its hosts, itself among them, at one end.
struct moves_precopy moves_step_time(const struct estate *estate, const struct moves_step *step,
                                     unsigned from_count, unsigned to_count,
                                     const struct moves_options *options, enum moves_end end);
enum origin moves_step_origin(const struct estate *estate, const struct moves_step *step,
                              const struct moves_options *options);

#endif
