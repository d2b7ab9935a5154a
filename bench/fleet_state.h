// SPDX-License-Identifier: GPL-3.0-or-later
// A fleet as fleet.c and fleet_loop.c share it. Private to them.
#ifndef FULLHOUSE_BENCH_FLEET_STATE_H
#define FULLHOUSE_BENCH_FLEET_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/fleet.h"
#include "bench/fleet_start.h"
#include "bench/guest.h"
#include "bench/host_watchdog.h"
#include "bench/placement.h"

struct fleet {
    struct fleet_options options;
    struct guest *guests;
    uint32_t *watched;          // what epoll(7) waits for, of each guest; 0: not watched
    struct placement placement; // homes, none before fleet_boot
    struct fleet_start *start;  // while some are not started yet
    int epoll_fd;               // -1 before fleet_loop_open
    uint64_t boot_began_ns;
    uint64_t boot_ended_ns;
    struct host_watchdog *dog; // NULL: nobody watches
    uint64_t next_alarm_ns;    // when it is asked next
    uint64_t next_alive_ns;    // when the next signs of life are due
    char *stopped;             // why, or NULL
};

// Whether a guest is where the caller waits for it to be.
typedef bool (*guest_arrived)(const struct guest *guest, uint32_t goal);
bool guest_is_in_phase(const struct guest *guest, uint32_t goal); // goal: an enum guest_phase
bool guest_has_windows(const struct guest *guest, uint32_t goal); // goal: how many

// Makes what the loop listens with, when fleet->start is there. 0 or negative errno.
int fleet_loop_open(struct fleet *fleet, struct err *err);
void fleet_loop_close(struct fleet *fleet);

// Listens until every living guest has arrived; those that have not when patience ends are lost.
// report_phase is an enum observer_phase, or -1 for silence. 0, -EINTR, -ECANCELED when the alarm
// stopped it, or a negative errno when the platform could not start a guest.
int fleet_wait(struct fleet *fleet, guest_arrived arrived, uint32_t goal, uint64_t patience_ns,
               int report_phase, struct err *err);

#endif
