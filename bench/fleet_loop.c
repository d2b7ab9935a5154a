// SPDX-License-Identifier: GPL-3.0-or-later
// The one poll(2) of a fleet: guests that were started join, guests that speak are heard. What for
// is fleet.c's business.
#include <errno.h>
#include <stdlib.h>

#include "bench/fleet_state.h"
#include "bench/observer.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/base/units.h"

bool guest_is_in_phase(const struct guest *guest, uint32_t goal)
{
    return guest->phase == (enum guest_phase)goal;
}

bool guest_has_windows(const struct guest *guest, uint32_t goal)
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

int fleet_wait(struct fleet *fleet, guest_arrived arrived, uint32_t goal, uint64_t patience_ns,
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
