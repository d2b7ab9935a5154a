// SPDX-License-Identifier: GPL-3.0-or-later
// How a guest's clock stands to the host's, from pings (Cristian 1989, "Probabilistic clock
// synchronization"): of several round trips the shortest is believed, and half of it bounds the
// error.
#ifndef FULLHOUSE_BENCH_GUEST_CLOCK_H
#define FULLHOUSE_BENCH_GUEST_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

// One round of pings.
struct clock_fix {
    uint64_t host_ns;  // middle of the shortest round trip
    int64_t offset_ns; // guest clock less host clock then
    uint64_t error_ns; // half of that round trip
};

struct guest_clock {
    uint32_t pings_left;
    uint64_t sent_ns; // host time of the ping under way
    uint64_t ping_id;
    struct clock_fix fix;   // best of the round under way or ended; error_ns UINT64_MAX: none yet
    struct clock_fix first; // the round before the load
    bool has_first;
};

// Begins a round of `pings`.
void guest_clock_begin(struct guest_clock *clock, uint32_t pings);
// The ping about to be sent at host time now_ns; returns its number.
uint64_t guest_clock_ping(struct guest_clock *clock, uint64_t now_ns);
// A pong that arrived at host time now_ns. False when it answers no ping of ours.
bool guest_clock_pong(struct guest_clock *clock, uint64_t id, uint64_t guest_ns, uint64_t now_ns);
// Remembers the round as the one before the load.
void guest_clock_mark_first(struct guest_clock *clock);

// Between the two clocks at the last fix.
uint64_t guest_clock_to_guest(const struct guest_clock *clock, uint64_t host_ns);
uint64_t guest_clock_to_host(const struct guest_clock *clock, uint64_t guest_ns);

// Guest seconds for each host second between the first round and the last: 1 where the difference
// lies within the pings' own error, RECORD_ABSENT without two rounds.
double guest_clock_rate(const struct guest_clock *clock);

#endif
