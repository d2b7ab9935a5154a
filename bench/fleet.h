// SPDX-License-Identifier: GPL-3.0-or-later
// N guests, led together through one load: started side by side with a bound, synchronised,
// prepared, released by one barrier, listened to, stopped, torn down. One thread, one poll(2);
// readiness is what an agent says, never a sleep. Any call returns -EINTR at once when the user
// interrupts.
//
// A guest that dies or breaks the protocol does not fail a call: fleet_lost says that one did, and
// its record says why. Calls wait for the living only.
#ifndef FULLHOUSE_BENCH_FLEET_H
#define FULLHOUSE_BENCH_FLEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/guest.h"
#include "bench/host_alarm.h"

struct err;
struct fleet;
struct load;
struct observer;
struct tile;

// The loads of one guest, side by side; borrowed.
struct guest_loads {
    const struct load *list;
    uint32_t count; // at least 1
};

struct fleet_options {
    struct platform *platform;
    struct shape shape;
    const struct tile *tile; // whose roles have shapes of their own; NULL: all are alike
    uint32_t guests;
    uint32_t parallel; // starts at once, at least 1
    uint64_t boot_timeout_ns;
    uint64_t trace_lead_ns; // a replay's trace begins so long after its load
    const struct observer *observer;
    // What the host is watched by while guests run, so that it stays whole; without procfs nobody
    // watches. An alarm stops everything at once.
    struct host_alarm_options alarm;
};

// How many guests a host of so many CPUs starts at once unless told otherwise: four a CPU. Fewer
// leave CPUs idle at the end, when the last ones started boot alone.
uint32_t fleet_default_parallel(uint32_t cpus);

// Makes a fleet that has not started. Never fails.
struct fleet *fleet_new(const struct fleet_options *options);

// Stops every guest, side by side, and frees the fleet; accepts NULL.
void fleet_free(struct fleet *fleet);

// Starts all guests and waits for their hellos. 0, -EINTR, or a negative errno with err set when
// the platform could not start one (those that did run are stopped by fleet_free).
int fleet_boot(struct fleet *fleet, struct err *err);

// Reads every guest's clock. 0 or -EINTR.
int fleet_sync(struct fleet *fleet, struct err *err);

// Sends every guest its load and waits until all are ready. seed is the step's: each guest gets its
// own from it, and a share of the period as its offset; what their working sets hold differs only
// with unique_content. 0 or -EINTR.
int fleet_prepare(struct fleet *fleet, const struct load *load, uint64_t seed, bool unique_content,
                  struct err *err);

// The same where guests differ: each[i] is what guest i does.
int fleet_prepare_each(struct fleet *fleet, const struct guest_loads *each, uint64_t seed,
                       bool unique_content, struct err *err);

// The barrier: every guest is given the same instant, in its own clock, at which to start. Waits
// until all say that they started. 0 or -EINTR.
int fleet_release(struct fleet *fleet, uint64_t window_ns, struct err *err);

// Waits until every living guest has sent `count` windows of each of its loads. 0 or -EINTR.
int fleet_wait_windows(struct fleet *fleet, uint32_t count, uint64_t window_ns, struct err *err);

// Stops the load and waits until all are idle again. 0 or -EINTR.
int fleet_halt(struct fleet *fleet, struct err *err);

// Listens to all of them until then. 0 or -EINTR.
int fleet_listen_until(struct fleet *fleet, uint64_t until_ns, struct err *err);

// An accident is to befall this guest: from now on nobody waits for it, and it is not among the
// lost.
void fleet_excuse(struct fleet *fleet, uint32_t index);

// A guest was reattached, or may have been: it is listened to on the channel it has now.
void fleet_listen_anew(struct fleet *fleet, uint32_t index);

uint32_t fleet_guest_count(const struct fleet *fleet);
struct guest *fleet_guest(struct fleet *fleet, uint32_t index);

// The first guest that was lost and is not excused, or NULL.
const struct guest *fleet_lost(const struct fleet *fleet);

// Why the alarm stopped the fleet, or NULL; the fleet's.
const char *fleet_stopped(const struct fleet *fleet);

// What the host's watch found that stops nothing and should be known, as a new string, once; NULL
// for nothing.
char *fleet_take_remark(struct fleet *fleet);

// How many guests said hello and are still there.
uint32_t fleet_living(const struct fleet *fleet);

// How long the platform took from the first start to the last hello, in ns.
uint64_t fleet_boot_ns(const struct fleet *fleet);

// From the first guest's start of load to the last one's, in ns.
uint64_t fleet_barrier_ns(const struct fleet *fleet);

#endif
