// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for the host, and telling a host that is away for a moment from one that is gone.
#include "workloads/linux/link.h"

#include <errno.h>
#include <poll.h>
#include <time.h>

#include "common/base/clock.h"
#include "common/base/err.h"

// A virtio port without a host is always "hung up", and nothing wakes its reader when one comes.
#define LOOK_AGAIN_NS (5 * CLOCK_NS_PER_MS)
// The host's process was killed: a guest that nobody listens to only takes what others need.
#define GRACE_NS (5 * CLOCK_NS_PER_SECOND)
// Before it came the first time it may be busy starting others.
#define GRACE_BEFORE_NS (300 * CLOCK_NS_PER_SECOND)
// A guest that was held up itself sees the time before the bytes that have waited for it.
#define LAST_LOOK_NS (500 * CLOCK_NS_PER_MS)

static void set_away(struct link *link, bool is_away)
{
    if (is_away && !link->is_away)
        link->away_since_ns = clock_monotonic_ns();
    link->is_away = is_away;
    link->was_there |= !is_away;
}

void link_init(struct link *link, int fd, bool is_port, uint64_t silence_ns)
{
    struct pollfd look = {.fd = fd, .events = POLLIN};

    *link = (struct link){
        .is_port = is_port,
        .away_since_ns = clock_monotonic_ns(),
        .silence_ns = silence_ns,
    };
    channel_init(&link->channel, fd);
    // Whether somebody is there already: the next thing we see of them may be that they left.
    set_away(link, poll(&look, 1, 0) == 1 && look.revents & POLLHUP);
}

void link_done(struct link *link)
{
    channel_done(&link->channel);
}

static int gone(struct link *link, struct err *err)
{
    link->is_gone = true;
    return err_system(err, EPIPE, "the host hung up");
}

static int check_away(struct link *link, struct err *err)
{
    uint64_t grace_ns = link->was_there ? GRACE_NS : GRACE_BEFORE_NS;

    if (link->is_away && clock_monotonic_ns() - link->away_since_ns > grace_ns)
        return gone(link, err);
    return 0;
}

static int wait_events(struct pollfd *events, nfds_t count, uint64_t deadline_ns, struct err *err)
{
    uint64_t now_ns = clock_monotonic_ns();
    uint64_t left_ns = deadline_ns > now_ns ? deadline_ns - now_ns : 0;
    struct timespec left = {
        .tv_sec = (time_t)(left_ns / CLOCK_NS_PER_SECOND),
        .tv_nsec = (long)(left_ns % CLOCK_NS_PER_SECOND),
    };
    int rc = ppoll(events, count, deadline_ns == UINT64_MAX ? NULL : &left, NULL);

    return rc < 0 && errno != EINTR ? err_system(err, errno, "waiting for the host") : 0;
}

static int take_bytes(struct link *link, struct err *err)
{
    size_t before = link->channel.inbound.length;
    struct err problem = {0};
    int rc = channel_fill(&link->channel, &problem);

    if (link->channel.inbound.length > before)
        link->heard_ns = clock_monotonic_ns();
    if (rc != -EPIPE) {
        err_move(err, &problem);
        return rc;
    }
    err_done(&problem);
    if (!link->is_port)
        return gone(link, err);
    link->channel.at_end = false;
    set_away(link, true);
    return 0;
}

static int take_events(struct link *link, short events, struct err *err)
{
    int rc = 0;

    // A port without a host is readable as well: reading it gives an end of file.
    if (link->is_port)
        set_away(link, events & POLLHUP);
    if (events & (POLLIN | POLLERR) || (events & POLLHUP && !link->is_port))
        rc = take_bytes(link, err);
    if (rc == 0 && events & POLLOUT)
        rc = channel_flush(&link->channel, err);
    return rc;
}

static uint64_t sooner(uint64_t left, uint64_t right)
{
    return left < right ? left : right;
}

// When the silence will have lasted too long.
static uint64_t silence_end_ns(const struct link *link)
{
    return link->silence_ns && link->heard_ns ? link->heard_ns + link->silence_ns : UINT64_MAX;
}

static uint64_t wake_ns(const struct link *link, uint64_t deadline_ns)
{
    if (link->is_away)
        deadline_ns = sooner(deadline_ns, clock_monotonic_ns() + LOOK_AGAIN_NS);
    return sooner(deadline_ns, silence_end_ns(link));
}

static int check_silence(struct link *link, struct err *err)
{
    struct pollfd last_look = {.fd = link->channel.fd, .events = POLLIN};
    int rc;

    if (clock_monotonic_ns() < silence_end_ns(link))
        return 0;
    rc = wait_events(&last_look, 1, clock_monotonic_ns() + LAST_LOOK_NS, err);
    if (rc == 0)
        rc = take_events(link, last_look.revents, err);
    return rc == 0 && clock_monotonic_ns() >= silence_end_ns(link) ? gone(link, err) : rc;
}

int link_wait(struct link *link, int event_fd, uint64_t deadline_ns, struct err *err)
{
    short wanted = (short)(POLLIN | (channel_wants_write(&link->channel) ? POLLOUT : 0));
    struct pollfd events[] = {
        {.fd = link->is_away ? -1 : link->channel.fd, .events = wanted},
        {.fd = event_fd, .events = POLLIN},
    };
    struct pollfd look = {.fd = link->channel.fd, .events = wanted};
    int rc = wait_events(events, 2, wake_ns(link, deadline_ns), err);

    if (rc == 0)
        rc = wait_events(&look, 1, 0, err);
    if (rc == 0)
        rc = take_events(link, look.revents, err);
    if (rc == 0)
        rc = check_away(link, err);
    return rc == 0 ? check_silence(link, err) : rc;
}

int link_next(struct link *link, struct wire_message *ret_message, struct err *err)
{
    return channel_next(&link->channel, ret_message, err);
}

int link_send(struct link *link, const struct wire_message *message, struct err *err)
{
    int rc = channel_send(&link->channel, message, err);

    link->is_gone |= rc == -EPIPE;
    return rc;
}

void link_end_line(struct link *link)
{
    channel_send_alive(&link->channel, NULL);
}

bool link_is_gone(const struct link *link)
{
    return link->is_gone;
}
