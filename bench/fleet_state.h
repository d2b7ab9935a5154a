// SPDX-License-Identifier: GPL-3.0-or-later
// A fleet as fleet.c and fleet_loop.c share it. Private to them.
#ifndef FULLHOUSE_BENCH_FLEET_STATE_H
#define FULLHOUSE_BENCH_FLEET_STATE_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench/fleet.h"
#include "bench/fleet_start.h"
#include "bench/guest.h"

struct fleet {
    struct fleet_options options;
    struct guest *guests;
    struct fleet_start *start; // while some are not started yet
    struct pollfd *polls;      // the interrupt, the starter, one for each guest
    uint64_t boot_began_ns;
    uint64_t boot_ended_ns;
};

// Whether a guest is where the caller waits for it to be.
typedef bool (*guest_arrived)(const struct guest *guest, uint32_t goal);
bool guest_is_in_phase(const struct guest *guest, uint32_t goal); // goal: an enum guest_phase
bool guest_has_windows(const struct guest *guest, uint32_t goal); // goal: how many

// Listens until every living guest has arrived; those that have not when patience ends are lost.
// report_phase is an enum observer_phase, or -1 for silence. 0, -EINTR, or a negative errno when
// the platform could not start a guest.
int fleet_wait(struct fleet *fleet, guest_arrived arrived, uint32_t goal, uint64_t patience_ns,
               int report_phase, struct err *err);

#endif
