// SPDX-License-Identifier: GPL-3.0-or-later
// Leads guests through their phases. How they are listened to stands in fleet_loop.c, how one talks
// in guest.c, how it is started in fleet_start.c, what is measured in step.c.
#include "bench/fleet.h"

#include <stdlib.h>
#include <string.h>

#include "bench/fleet_state.h"
#include "bench/network.h"
#include "bench/observer.h"
#include "bench/workers.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/model/cpu_set.h"
#include "common/model/load.h"
#include "common/model/peer.h"
#include "common/model/tile.h"

// How long a guest may say nothing where it should answer: a guest starved by many others is slow,
// not dead.
static const uint64_t SILENCE_NS = 60 * CLOCK_NS_PER_SECOND;

// What a host that writes 10 MB a second in all would take to fill every guest's disk.
static uint64_t fill_ns(const struct fleet *fleet)
{
    return fleet->options.platform->disk_bytes * fleet->options.guests * 100;
}

uint32_t fleet_default_parallel(uint32_t cpus)
{
    return 4 * cpus;
}

struct fleet *fleet_new(const struct fleet_options *options)
{
    struct fleet *fleet = alloc_zeroed(1, sizeof *fleet);
    fleet->options = *options;
    fleet->guests = alloc_zeroed(options->guests, sizeof *fleet->guests);
    fleet->watched = alloc_zeroed(options->guests, sizeof *fleet->watched);
    fleet->epoll_fd = -1;
    for (uint32_t i = 0; i < options->guests; i++) {
        const struct role *role = options->tile ? tile_role_of(options->tile, i) : NULL;
        guest_init(&fleet->guests[i], i);
        if (role)
            record_set(&fleet->guests[i].record.role, alloc_copy(role->name));
    }
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
    host_watchdog_stop(fleet->dog);
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
    fleet_loop_close(fleet);
    free(fleet->guests);
    free(fleet->watched);
    placement_done(&fleet->placement);
    free(fleet->stopped);
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

const char *fleet_stopped(const struct fleet *fleet)
{
    return fleet->stopped;
}

char *fleet_take_remark(struct fleet *fleet)
{
    return fleet->dog ? host_watchdog_remark(fleet->dog) : NULL;
}

uint32_t fleet_living(const struct fleet *fleet)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        count += fleet->guests[i].phase > GUEST_BOOTING && fleet->guests[i].phase != GUEST_LOST;
    return count;
}

const struct guest *fleet_lost(const struct fleet *fleet)
{
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        if (fleet->guests[i].phase == GUEST_LOST && !fleet->guests[i].is_excused)
            return &fleet->guests[i];
    return NULL;
}

void fleet_excuse(struct fleet *fleet, uint32_t index)
{
    fleet->guests[index].is_excused = true;
}

// --- the phases --------------------------------------------------------------------------------

static struct shape shape_of(const struct fleet_options *options, uint32_t guest)
{
    const struct role *role = options->tile ? tile_role_of(options->tile, guest) : NULL;
    return role ? role->shape : options->shape;
}

// A process has one home for all of its threads; that is what is recorded, too.
static void join_home(struct guest_home *home)
{
    struct cpu_set all;
    if (pinning_home_all(home->cpus, &all, NULL) == 0)
        record_set(&home->cpus, cpu_set_format(&all));
}

static int place(struct fleet *fleet, struct err *err)
{
    const struct fleet_options *options = &fleet->options;
    const struct pins *pins = &options->platform->pins;
    if (pins->pinning == PINNING_NONE)
        return 0;
    scope_free struct shape *shapes = alloc_zeroed(options->guests, sizeof *shapes);
    for (uint32_t i = 0; i < options->guests; i++)
        shapes[i] = shape_of(options, i);
    int result =
        placement_make(&pins->map, pins->pinning, shapes, options->guests, &fleet->placement, err);
    for (uint32_t i = 0; i < fleet->placement.count; i++) {
        struct guest_home *home = &fleet->placement.guests[i];
        if (options->platform->binding == PLATFORM_BINDS_PROCESS)
            join_home(home);
        record_set(&fleet->guests[i].record.home, alloc_copy(home->cpus));
    }
    return result;
}

int fleet_boot(struct fleet *fleet, struct err *err)
{
    const struct fleet_options *options = &fleet->options;
    int result = place(fleet, err);
    if (result < 0)
        return result;
    fleet->boot_began_ns = clock_monotonic_ns();
    const struct fleet_start_options start = {
        .platform = options->platform,
        .shape = options->shape,
        .tile = options->tile,
        .homes = fleet->placement.guests,
        .guests = options->guests,
        .parallel = options->parallel,
    };
    result = fleet_start_begin(&start, &fleet->start, err);
    if (result == 0)
        result = fleet_loop_open(fleet, err);
    if (result < 0)
        return result;
    // A guest waits for its turn to be started before its own boot begins: the bound grows with
    // them.
    uint64_t rounds = (options->guests + options->parallel - 1) / options->parallel;
    result = fleet_wait(fleet, guest_is_in_phase, GUEST_IDLE, rounds * options->boot_timeout_ns,
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
    return fleet_wait(fleet, guest_is_in_phase, GUEST_IDLE, SILENCE_NS, -1, err);
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

// Who answers this guest's network load: "" where it has none.
static int find_peer(const struct fleet *fleet, const struct load *load, uint32_t index,
                     char **ret_peer, struct err *err)
{
    const struct network *network = fleet->options.platform->network;
    scope_free char *wanted = load_option(load, "peer");
    struct peer peer;
    if (!network) {
        *ret_peer = alloc_copy("");
        return 0;
    }
    int result = peer_find(fleet->options.tile, fleet->options.guests, index, wanted, &peer, err);
    if (result < 0)
        return result;
    return network_peer(network, peer.is_guest ? &peer.guest : NULL, ret_peer, err);
}

// The first stream's seed is the guest's own.
static uint64_t stream_seed(uint64_t seed, uint32_t stream)
{
    return stream ? rng_derive(seed, UINT64_C(1) << 32 | stream) : seed;
}

static int prepare_guest(struct fleet *fleet, uint32_t index, const struct guest_loads *loads,
                         uint64_t seed, bool unique_content, struct err *err)
{
    struct guest *guest = &fleet->guests[index];
    uint64_t own_seed = rng_derive(seed, index);
    guest_drop_streams(guest);
    for (uint32_t i = 0; i < loads->count; i++) {
        uint64_t due_seed = stream_seed(own_seed, i);
        char *peer;
        int result = find_peer(fleet, &loads->list[i], index, &peer, err);
        if (result < 0)
            return result;
        struct wire_prepare prepare = {
            .load = loads->list[i],
            .seed = due_seed,
            .content_seed = unique_content ? due_seed : stream_seed(seed, i),
            .offset_ns = offset_in_period(&loads->list[i], due_seed),
            .peer = peer,
        };
        prepare.load.trace_lead_ns = fleet->options.trace_lead_ns;
        guest_add_stream(guest, &prepare);
    }
    guest_prepare(guest);
    guest_clock_mark_first(&guest->clock);
    return 0;
}

int fleet_prepare_each(struct fleet *fleet, const struct guest_loads *each, uint64_t seed,
                       bool unique_content, struct err *err)
{
    for (uint32_t i = 0; i < fleet->options.guests; i++) {
        int result = prepare_guest(fleet, i, &each[i], seed, unique_content, err);
        if (result < 0)
            return result;
    }
    return fleet_wait(fleet, guest_is_in_phase, GUEST_READY, SILENCE_NS + fill_ns(fleet),
                      OBSERVER_PREPARE, err);
}

int fleet_prepare(struct fleet *fleet, const struct load *load, uint64_t seed, bool unique_content,
                  struct err *err)
{
    scope_free struct guest_loads *each = alloc_zeroed(fleet->options.guests, sizeof *each);
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        each[i] = (struct guest_loads){load, 1};
    return fleet_prepare_each(fleet, each, seed, unique_content, err);
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
    int result = fleet_wait(fleet, guest_is_in_phase, GUEST_RUNNING, SILENCE_NS, -1, err);
    note_starts(fleet);
    return result;
}

int fleet_wait_windows(struct fleet *fleet, uint32_t count, uint64_t window_ns, struct err *err)
{
    return fleet_wait(fleet, guest_has_windows, count, SILENCE_NS + 2 * window_ns, -1, err);
}

int fleet_halt(struct fleet *fleet, struct err *err)
{
    const struct wire_message stop = {.type = WIRE_STOP};
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        if (!fleet->guests[i].is_excused)
            guest_say(&fleet->guests[i], &stop, GUEST_STOPPING);
    return fleet_wait(fleet, guest_is_in_phase, GUEST_IDLE, SILENCE_NS, -1, err);
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
