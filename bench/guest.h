// SPDX-License-Identifier: GPL-3.0-or-later
// One guest as the host sees it: the phase its conversation is in, what it said, and what became of
// it.
#ifndef FULLHOUSE_BENCH_GUEST_H
#define FULLHOUSE_BENCH_GUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/guest_clock.h"
#include "bench/platform.h"
#include "common/model/record.h"
#include "common/wire/channel.h"

struct err;

// In the order in which a guest passes them; several conversations pass IDLE to RUNNING anew.
enum guest_phase {
    GUEST_STARTING, // its platform is starting it: no channel yet
    GUEST_BOOTING,  // its channel is open, its hello awaited
    GUEST_IDLE,     // said hello, or done with a load
    GUEST_SYNCING,  // answers pings
    GUEST_PREPARING,
    GUEST_READY,
    GUEST_RELEASED, // told when to start
    GUEST_RUNNING,
    GUEST_STOPPING,
    GUEST_LOST, // died, broke the protocol or fell silent; record.reason says which
};

struct guest {
    enum guest_phase phase;
    struct platform_guest os;
    struct channel channel;
    bool has_channel;
    bool is_unable;         // lost because this guest has no such workload, nothing having broken
    uint64_t boot_began_ns; // monotonic, before the platform was asked to start it
    char *kernel;           // from its hello, or NULL
    struct guest_clock clock;
    uint64_t started_ns; // host's monotonic time at which its load began
    struct guest_record record;
    struct figure_record *figures; // in the order in which it told them
    size_t figure_count;
};

// A guest that tells more is lost.
enum { GUEST_FIGURES_MAX = 65536 };

void guest_init(struct guest *guest, uint32_t index);
// Frees what it holds, but for os, which the platform stops.
void guest_done(struct guest *guest);

// The platform started it: the conversation begins.
void guest_attach(struct guest *guest, const struct platform_guest *os);

// Marks it lost with what happened, in which phase, and its console's last lines. Only the first
// reason counts.
void guest_lose(struct guest *guest, const char *what);

// Reads what its channel holds and acts on every message; a broken conversation loses it.
void guest_receive(struct guest *guest);

// Sends a message and enters the phase; a broken conversation loses it.
void guest_say(struct guest *guest, const struct wire_message *message, enum guest_phase phase);

// Begins a round of pings; it is IDLE again when they are answered.
void guest_sync(struct guest *guest);

#endif
