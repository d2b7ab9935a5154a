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

// A number that it told beside its windows.
struct guest_figure {
    uint32_t window; // that was under way
    struct figure_record record;
};

struct guest {
    enum guest_phase phase;
    struct platform_guest os;
    struct channel channel;
    bool has_channel;
    enum guest_phase lost_in; // where it was when it was lost
    char **workloads;         // that its hello named, NULL-terminated; NULL before
    bool is_excused;          // an accident befell it: nobody waits for it, and its loss is no news
    bool is_unable;           // lost because this guest has no such workload, nothing having broken
    uint64_t boot_began_ns;   // monotonic, before the platform was asked to start it
    uint64_t create_ns;       // how long the platform took until it had started it
    char *kernel;             // from its hello, or NULL
    struct guest_clock clock;
    uint64_t started_ns; // host's monotonic time at which its load began
    // Its loads, side by side: what is said to prepare each, and how many are ready.
    struct wire_prepare *streams;
    uint32_t stream_count, ready_count;
    struct guest_record record;
    struct guest_figure *figures; // in the order in which it told them
    size_t figure_count;
};

// A guest that tells more is lost.
enum { GUEST_FIGURES_MAX = 65536 };

void guest_init(struct guest *guest, uint32_t index);
// Frees what it holds, but for os, which the platform stops.
void guest_done(struct guest *guest);

// The platform started it: the conversation begins.
void guest_attach(struct guest *guest, const struct platform_guest *os);

// Its platform has opened another channel to it (os.channel_fd): the conversation goes on there.
void guest_reattach(struct guest *guest);

// Marks it lost with what happened, in which phase, and its console's last lines. Only the first
// reason counts.
void guest_lose(struct guest *guest, const char *what);

// Reads what its channel holds and acts on every message; a broken conversation loses it.
void guest_receive(struct guest *guest);

// Sends a message and enters the phase; a broken conversation loses it.
void guest_say(struct guest *guest, const struct wire_message *message, enum guest_phase phase);

// Its loads, one after the other: the message's load is the caller's and kept until the next drop,
// its peer is taken over. Then it is told to prepare them all, one by one, and READY when all are.
void guest_drop_streams(struct guest *guest);
void guest_add_stream(struct guest *guest, const struct wire_prepare *prepare);
void guest_prepare(struct guest *guest);

// Whether its hello named this workload and variant.
bool guest_knows(const struct guest *guest, const struct load *load);

// Whole windows it has told, of all its streams.
uint32_t guest_windows(const struct guest *guest);

// Its record so far, which is the caller's; what follows is noted in a new one of the same guest.
struct guest_record guest_take_record(struct guest *guest);

// Begins a round of pings; it is IDLE again when they are answered.
void guest_sync(struct guest *guest);

#endif
