// SPDX-License-Identifier: GPL-3.0-or-later
// The one epoll(7) of a fleet: guests that were started join, guests that speak are heard, all are
// told now and then that we are there. A turn costs what happened in it, however many guests keep
// quiet. What for is fleet.c's business.
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "bench/fleet_state.h"
#include "bench/observer.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/base/units.h"

// What an event belongs to, when it is no guest's.
enum { STARTER = UINT32_MAX, USER = UINT32_MAX - 1, DOG = UINT32_MAX - 2 };

static const uint64_t ALARM_EVERY_NS = CLOCK_NS_PER_SECOND;
// A serial line gives its bytes one by one, and each would wake us. What can wait is collected for
// so long, and then read in one go: the watched pay for the watching.
static const uint64_t COLLECT_NS = 10 * CLOCK_NS_PER_MS;

// One waiting for guests to arrive, under way.
struct wait {
    guest_arrived arrived;
    uint32_t goal;
    uint32_t count; // guests that have arrived or are lost
    bool can_wait;  // nothing is timed by when it is heard
};

bool guest_is_in_phase(const struct guest *guest, uint32_t goal)
{
    return guest->phase == (enum guest_phase)goal;
}

bool guest_has_windows(const struct guest *guest, uint32_t goal)
{
    return guest_windows(guest) >= goal;
}

static bool is_settled(const struct wait *wait, const struct guest *guest)
{
    return guest->phase == GUEST_LOST || guest->is_excused || wait->arrived(guest, wait->goal);
}

// --- who is listened to -------------------------------------------------------------------------

static int watch_fd(struct fleet *fleet, int fd, uint32_t owner, struct err *err)
{
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = owner};
    if (fd >= 0 && epoll_ctl(fleet->epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0)
        return err_system(err, errno, "epoll_ctl");
    return 0;
}

int fleet_loop_open(struct fleet *fleet, struct err *err)
{
    uint64_t now_ns = clock_monotonic_ns();
    fleet->next_alarm_ns = now_ns + ALARM_EVERY_NS;
    fleet->next_alive_ns = now_ns + WIRE_ALIVE_NS;
    fleet->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (fleet->epoll_fd < 0)
        return err_system(err, errno, "epoll_create1");
    int result = watch_fd(fleet, interrupt_fd(), USER, err);
    if (result == 0)
        result = watch_fd(fleet, fleet_start_fd(fleet->start), STARTER, err);
    if (result == 0 && fleet->options.alarm.procfs)
        result = host_watchdog_start(&fleet->options.alarm, &fleet->dog, err);
    return result < 0 || !fleet->dog ? result
                                     : watch_fd(fleet, host_watchdog_fd(fleet->dog), DOG, err);
}

void fleet_loop_close(struct fleet *fleet)
{
    if (fleet->epoll_fd >= 0)
        close(fleet->epoll_fd);
    fleet->epoll_fd = -1;
}

// Waits for what this guest's conversation needs now: room to write only while something is left
// to be written, nothing at all when it is lost.
static void watch(struct fleet *fleet, struct guest *guest)
{
    uint32_t *watched = &fleet->watched[guest->record.index], wanted = 0;
    if (guest->has_channel && guest->phase != GUEST_LOST)
        wanted = EPOLLIN | (channel_wants_write(&guest->channel) ? EPOLLOUT : 0);
    if (wanted == *watched)
        return;
    int how = wanted == 0 ? EPOLL_CTL_DEL : *watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    struct epoll_event event = {.events = wanted, .data.u32 = guest->record.index};
    if (epoll_ctl(fleet->epoll_fd, how, guest->channel.fd, &event) < 0 && wanted != 0)
        guest_lose(guest, "it cannot be listened to");
    *watched = guest->phase == GUEST_LOST ? 0 : wanted;
}

void fleet_listen_anew(struct fleet *fleet, uint32_t index)
{
    // The old one was closed, which has ended its watch; where it is the same, the watch begins
    // again.
    epoll_ctl(fleet->epoll_fd, EPOLL_CTL_DEL, fleet->guests[index].channel.fd, NULL);
    fleet->watched[index] = 0;
}

static void watch_all(struct fleet *fleet)
{
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        watch(fleet, &fleet->guests[i]);
}

// --- one turn -----------------------------------------------------------------------------------

// Guests that have been started begin to talk. A platform that cannot start one ends the step.
static int take_started(struct fleet *fleet, struct wait *wait, struct err *err)
{
    struct fleet_started started;
    while (fleet->start && fleet_start_take(fleet->start, &started, err)) {
        if (started.result < 0)
            return started.result;
        struct guest *guest = &fleet->guests[started.index];
        guest->boot_began_ns = started.began_ns;
        guest->create_ns = started.ended_ns - started.began_ns;
        guest_attach(guest, &started.os);
        if (fleet->dog && started.os.pid > 0)
            host_watchdog_add_guest(fleet->dog, started.os.pid);
        watch(fleet, guest);
        wait->count += is_settled(wait, guest); // lost at once
    }
    return 0;
}

static void serve(struct fleet *fleet, struct wait *wait, const struct epoll_event *event)
{
    struct guest *guest = &fleet->guests[event->data.u32];
    bool before = is_settled(wait, guest);
    if (event->events & EPOLLOUT)
        channel_flush(&guest->channel, NULL);
    if (event->events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        guest_receive(guest);
    watch(fleet, guest);
    // Never back: a guest leaves the phase it is waited for in only when it is told to.
    wait->count += is_settled(wait, guest) && !before;
}

// Not to those that have not spoken: a line into a firmware's console is no sign to anybody.
static void tell_alive(struct fleet *fleet)
{
    for (uint32_t i = 0; i < fleet->options.guests; i++) {
        struct guest *guest = &fleet->guests[i];
        if (guest->phase <= GUEST_BOOTING || guest->phase == GUEST_LOST)
            continue;
        channel_send_alive(&guest->channel, NULL); // a hang-up is heard in its own time
        watch(fleet, guest);
    }
}

static int beat(struct fleet *fleet)
{
    uint64_t now_ns = clock_monotonic_ns();
    if (now_ns >= fleet->next_alive_ns) {
        fleet->next_alive_ns = now_ns + WIRE_ALIVE_NS;
        tell_alive(fleet);
    }
    if (!fleet->dog || now_ns < fleet->next_alarm_ns)
        return 0;
    fleet->next_alarm_ns = now_ns + ALARM_EVERY_NS;
    fleet->stopped = host_watchdog_ask(fleet->dog);
    return fleet->stopped ? -ECANCELED : 0;
}

static uint64_t next_beat_ns(const struct fleet *fleet, uint64_t deadline_ns)
{
    if (fleet->next_alive_ns < deadline_ns)
        deadline_ns = fleet->next_alive_ns;
    bool alarmed = fleet->dog && fleet->next_alarm_ns < deadline_ns;
    return alarmed ? fleet->next_alarm_ns : deadline_ns;
}

static int turn(struct fleet *fleet, struct wait *wait, uint64_t deadline_ns, struct err *err)
{
    struct epoll_event events[256];
    int timeout_ms = clock_poll_timeout_ms(next_beat_ns(fleet, deadline_ns));
    int ready = epoll_wait(fleet->epoll_fd, events, sizeof events / sizeof *events, timeout_ms);
    if (interrupt_pending())
        return err_interrupted(err);
    if (ready < 0)
        return errno == EINTR ? 0 : err_system(err, errno, "epoll_wait");
    int result = 0;
    if (wait->can_wait && ready > 0) {
        clock_sleep_until_ns(clock_monotonic_ns() + COLLECT_NS);
        ready = epoll_wait(fleet->epoll_fd, events, sizeof events / sizeof *events, 0);
    }
    for (int i = 0; i < ready && result == 0; i++) {
        if (events[i].data.u32 == STARTER)
            result = take_started(fleet, wait, err);
        else if (events[i].data.u32 == DOG)
            fleet->next_alarm_ns = 0;
        else if (events[i].data.u32 != USER)
            serve(fleet, wait, &events[i]);
    }
    return result < 0 ? result : beat(fleet);
}

// --- waiting ------------------------------------------------------------------------------------

static uint32_t count_settled(const struct fleet *fleet, const struct wait *wait)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        count += is_settled(wait, &fleet->guests[i]);
    return count;
}

static void lose_silent(struct fleet *fleet, const struct wait *wait, uint64_t patience_ns)
{
    char text[UNITS_TEXT_SIZE];
    scope_free char *what =
        alloc_printf("silent for %s", units_format_duration_ns(text, (double)patience_ns));
    for (uint32_t i = 0; i < fleet->options.guests; i++)
        if (!is_settled(wait, &fleet->guests[i]))
            guest_lose(&fleet->guests[i], what);
}

int fleet_wait(struct fleet *fleet, guest_arrived arrived, uint32_t goal, uint64_t patience_ns,
               int report_phase, struct err *err)
{
    uint64_t deadline_ns = clock_monotonic_ns() + patience_ns;
    uint32_t total = fleet->options.guests, seen = UINT32_MAX;
    struct wait wait = {
        .arrived = arrived,
        .goal = goal,
        .can_wait = arrived == guest_has_windows,
    };
    watch_all(fleet); // what was sent before may wait for room
    wait.count = count_settled(fleet, &wait);
    for (;;) {
        if (report_phase >= 0 && wait.count != seen)
            observer_step_phase(fleet->options.observer, (enum observer_phase)report_phase,
                                wait.count, total);
        seen = wait.count;
        if (wait.count == total)
            return 0;
        if (clock_monotonic_ns() >= deadline_ns) {
            lose_silent(fleet, &wait, patience_ns);
            return 0;
        }
        int result = turn(fleet, &wait, deadline_ns, err);
        if (result < 0)
            return result;
    }
}

static bool never_arrives(const struct guest *guest, uint32_t goal)
{
    (void)guest, (void)goal;
    return false;
}

int fleet_listen_until(struct fleet *fleet, uint64_t until_ns, struct err *err)
{
    struct wait wait = {.arrived = never_arrives};
    watch_all(fleet);
    while (clock_monotonic_ns() < until_ns) {
        int result = turn(fleet, &wait, until_ns, err);
        if (result < 0)
            return result;
    }
    return 0;
}
