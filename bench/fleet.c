// SPDX-License-Identifier: GPL-3.0-or-later
// Leads guests through their phases. How one guest talks is guest.c's business, how it is started
// fleet_start.c's, what is measured step.c's.
#include "bench/fleet.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "bench/fleet_start.h"
#include "bench/observer.h"
#include "bench/workers.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/model/load.h"

// How long a guest may say nothing where it should answer: a guest starved by many others is slow,
// not dead.
static const uint64_t SILENCE_NS = 60 * CLOCK_NS_PER_SECOND;

struct fleet {
    struct fleet_options options;
    struct guest *guests;
    struct fleet_start *start; // while some are not started yet
    struct pollfd *polls;      // the interrupt, the starter, one for each guest
    uint64_t boot_began_ns;
    uint64_t boot_ended_ns;
};

struct fleet *fleet_new(const struct fleet_options *options)
{
    struct fleet *fleet = alloc_zeroed(1, sizeof *fleet);
    fleet->options = *options;
    fleet->guests = alloc_zeroed(options->guests, sizeof *fleet->guests);
    fleet->polls = alloc_zeroed(options->guests + 2, sizeof *fleet->polls);
    for (uint32_t i = 0; i < options->guests; i++)
        guest_init(&fleet->guests[i], i);
    return fleet;
}

static void stop_one(uint32_t index, void *context)
{
    struct fleet *fleet = context;
    struct platform *platform = fleet->options.platform;
    platform->ops->stop(platform, &fleet->guests[index].os);
}

void fleet_free(struct fleet *fleet)
{
    if (!fleet)
        return;
    fleet_start_end(fleet->start);
    struct workers *workers = NULL;
    // Ending a guest waits more than it works: more threads than for starting.
    if (workers_start(4 * fleet->options.parallel, fleet->options.guests, stop_one, fleet, &workers,
                      NULL) == 0)
        workers_join(workers);
    else
        for (uint32_t i = 0; i < fleet->options.guests; i++)
            stop_one(i, fleet);
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        guest_done(&fleet->guests[i]);
    free(fleet->guests);
    free(fleet->polls);
    free(fleet);
}

uint32_t fleet_guest_count(const struct fleet *fleet)
{
    return fleet->options.guests;
}

struct guest *fleet_guest(struct fleet *fleet, uint32_t index)
{
    return &fleet->guests[index];
}

const struct guest *fleet_lost(const struct fleet *fleet)
{
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        if (fleet->guests[i].phase == GUEST_LOST)
            return &fleet->guests[i];
    return NULL;
}

// --- the loop ----------------------------------------------------------------------------------

// Whether a guest is where the caller waits for it to be.
typedef bool (*guest_arrived)(const struct guest *guest, uint32_t goal);

static bool is_in_phase(const struct guest *guest, uint32_t goal)
{
    return guest->phase == (enum guest_phase)goal;
}

static bool has_windows(const struct guest *guest, uint32_t goal)
{
    return guest->record.window_count >= goal;
}

static uint32_t count_arrived(const struct fleet *fleet, guest_arrived arrived, uint32_t goal)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        count += fleet->guests[i].phase == GUEST_LOST || arrived(&fleet->guests[i], goal);
    return count;
}

static void lose_silent(struct fleet *fleet, guest_arrived arrived, uint32_t goal,
                        uint64_t patience_ns)
{
    char text[UNITS_TEXT_SIZE];
    scope_free char *what =
        alloc_printf("silent for %s", units_format_duration_ns(text, (double)patience_ns));
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        if (!arrived(&fleet->guests[i], goal))
            guest_lose(&fleet->guests[i], what);
}

static nfds_t fill_polls(struct fleet *fleet)
{
    fleet->polls[0] = (struct pollfd){.fd = interrupt_fd(), .events = POLLIN};
    fleet->polls[1] = (struct pollfd){
        .fd = fleet->start ? fleet_start_fd(fleet->start) : -1,
        .events = POLLIN,
    };
    for (uint32_t i = 0; i < fleet->options.guests; i++) {
        const struct guest *guest = &fleet->guests[i];
        bool listens = guest->has_channel && guest->phase != GUEST_LOST;
        bool waits = listens && channel_wants_write(&guest->channel);
        fleet->polls[i + 2] = (struct pollfd){
            .fd = listens ? guest->channel.fd : -1,
            .events = (short)(POLLIN | (waits ? POLLOUT : 0)),
        };
    }
    return fleet->options.guests + 2;
}

// Guests that have been started begin to talk. A platform that cannot start one ends the step.
static int take_started(struct fleet *fleet, struct err *err)
{
    struct fleet_started started;
    while (fleet->start && fleet_start_take(fleet->start, &started, err)) {
        if (started.result < 0)
            return started.result;
        struct guest *guest = &fleet->guests[started.index];
        guest->boot_began_ns = started.began_ns;
        guest_attach(guest, &started.os);
    }
    return 0;
}

static void serve_guests(struct fleet *fleet)
{
    for (uint32_t i = 0; i < fleet->options.guests; i++) {
        struct guest *guest = &fleet->guests[i];
        short events = fleet->polls[i + 2].revents;
        if (events & POLLOUT)
            channel_flush(&guest->channel, NULL);
        if (events & (POLLIN | POLLHUP | POLLERR))
            guest_receive(guest);
    }
}

static int turn(struct fleet *fleet, uint64_t deadline_ns, struct err *err)
{
    nfds_t count = fill_polls(fleet);
    int ready = poll(fleet->polls, count, clock_poll_timeout_ms(deadline_ns));
    if (interrupt_pending())
        return err_interrupted(err);
    if (ready < 0)
        return errno == EINTR ? 0 : err_system(err, errno, "poll");
    int result = take_started(fleet, err);
    serve_guests(fleet);
    return result;
}

// Turns until every living guest has arrived; those that have not when patience ends are lost.
static int wait_all(struct fleet *fleet, guest_arrived arrived, uint32_t goal, uint64_t patience_ns,
                    int report_phase, struct err *err)
{
    uint64_t deadline_ns = clock_monotonic_ns() + patience_ns;
    uint32_t total = fleet->options.guests, seen = UINT32_MAX;
    for (;;) {
        uint32_t count = count_arrived(fleet, arrived, goal);
        if (report_phase >= 0 && count != seen)
            observer_step_phase(fleet->options.observer, (enum observer_phase)report_phase, count,
                                total);
        seen = count;
        if (count == total)
            return 0;
        if (clock_monotonic_ns() >= deadline_ns) {
            lose_silent(fleet, arrived, goal, patience_ns);
            return 0;
        }
        int result = turn(fleet, deadline_ns, err);
        if (result < 0)
            return result;
    }
}

// --- the phases --------------------------------------------------------------------------------

int fleet_boot(struct fleet *fleet, struct err *err)
{
    const struct fleet_options *options = &fleet->options;
    fleet->boot_began_ns = clock_monotonic_ns();
    int result = fleet_start_begin(options->platform, &options->shape, options->guests,
                                   options->parallel, &fleet->start, err);
    if (result < 0)
        return result;
    // A guest waits for its turn to be started before its own boot begins: the bound grows with
    // them.
    uint64_t rounds = (options->guests + options->parallel - 1) / options->parallel;
    result = wait_all(fleet, is_in_phase, GUEST_IDLE, rounds * options->boot_timeout_ns,
                      OBSERVER_BOOT, err);
    if (result < 0)
        return result;
    fleet->boot_ended_ns = clock_monotonic_ns();
    fleet_start_end(fleet->start);
    fleet->start = NULL;
    return 0;
}

int fleet_sync(struct fleet *fleet, struct err *err)
{
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        if (fleet->guests[i].phase == GUEST_IDLE)
            guest_sync(&fleet->guests[i]);
    return wait_all(fleet, is_in_phase, GUEST_IDLE, SILENCE_NS, -1, err);
}

// Guests released at one instant under one constant rate would also fire at the same instants: each
// is shifted by its own part of the period.
static uint64_t offset_in_period(const struct load *load, uint64_t seed)
{
    if (load->arrivals == LOAD_CLOSED || load->rate.value <= 0)
        return 0;
    struct rng rng;
    rng_init(&rng, seed);
    return (uint64_t)(rng_unit(&rng) * (double)CLOCK_NS_PER_SECOND / load->rate.value);
}

int fleet_prepare(struct fleet *fleet, const struct load *load, uint64_t seed, struct err *err)
{
    for (uint32_t i = 0; i < fleet->options.guests; i++) {
        uint64_t own_seed = rng_derive(seed, i);
        const struct wire_message prepare = {
            .type = WIRE_PREPARE,
            .prepare = {.load = *load,
                        .seed = own_seed,
                        .offset_ns = offset_in_period(load, own_seed)},
        };
        guest_say(&fleet->guests[i], &prepare, GUEST_PREPARING);
        guest_clock_mark_first(&fleet->guests[i].clock);
    }
    return wait_all(fleet, is_in_phase, GUEST_READY, SILENCE_NS, OBSERVER_PREPARE, err);
}

static uint64_t barrier_lead_ns(const struct fleet *fleet)
{
    // Long enough for every guest to have been told before the instant comes.
    return (100 + 5 * (uint64_t)fleet->options.guests) * CLOCK_NS_PER_MS;
}

static void note_starts(struct fleet *fleet)
{
    uint64_t first = UINT64_MAX;
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        if (fleet->guests[i].phase == GUEST_RUNNING && fleet->guests[i].started_ns < first)
            first = fleet->guests[i].started_ns;
    for (uint32_t i = 0; i < fleet->options.guests; i++) {
        struct guest *guest = &fleet->guests[i];
        if (guest->phase != GUEST_RUNNING)
            continue;
        guest->record.start_offset_ns = (int64_t)(guest->started_ns - first);
        guest->record.clock_error_ns = (int64_t)guest->clock.fix.error_ns;
    }
}

int fleet_release(struct fleet *fleet, uint64_t window_ns, struct err *err)
{
    uint64_t at_ns = clock_monotonic_ns() + barrier_lead_ns(fleet);
    for (uint32_t i = 0; i < fleet->options.guests; i++) {
        struct guest *guest = &fleet->guests[i];
        const struct wire_message start = {
            .type = WIRE_START,
            .start = {.at_ns = guest_clock_to_guest(&guest->clock, at_ns), .window_ns = window_ns},
        };
        guest_say(guest, &start, GUEST_RELEASED);
    }
    int result = wait_all(fleet, is_in_phase, GUEST_RUNNING, SILENCE_NS, -1, err);
    note_starts(fleet);
    return result;
}

int fleet_wait_windows(struct fleet *fleet, uint32_t count, uint64_t window_ns, struct err *err)
{
    return wait_all(fleet, has_windows, count, SILENCE_NS + 2 * window_ns, -1, err);
}

int fleet_halt(struct fleet *fleet, struct err *err)
{
    const struct wire_message stop = {.type = WIRE_STOP};
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        guest_say(&fleet->guests[i], &stop, GUEST_STOPPING);
    return wait_all(fleet, is_in_phase, GUEST_IDLE, SILENCE_NS, -1, err);
}

uint64_t fleet_boot_ns(const struct fleet *fleet)
{
    return fleet->boot_ended_ns - fleet->boot_began_ns;
}

uint64_t fleet_barrier_ns(const struct fleet *fleet)
{
    int64_t last = 0;
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        if (fleet->guests[i].record.start_offset_ns > last)
            last = fleet->guests[i].record.start_offset_ns;
    return (uint64_t)last;
}
