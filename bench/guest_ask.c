// SPDX-License-Identifier: GPL-3.0-or-later
// Pings that block. What is asked of many guests at once without a thread each is guest.c's
// business.
#include "bench/guest_ask.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "bench/guest.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"

int guest_ask_begin(struct guest *guest, bool census, uint64_t *ret_id, struct err *err)
{
    const struct wire_message ping = {
        .type = WIRE_PING,
        .ping = {.id = clock_monotonic_ns(), .census = census},
    };
    int result = channel_send(&guest->channel, &ping, err);
    if (result == 0)
        *ret_id = ping.ping.id;
    return result;
}

static int listen(struct guest *guest, uint64_t deadline_ns, struct err *err)
{
    struct pollfd events[] = {
        {.fd = guest->channel.fd, .events = POLLIN},
        {.fd = interrupt_fd(), .events = POLLIN},
    };
    if (channel_wants_write(&guest->channel))
        events[0].events |= POLLOUT;
    int ready = poll(events, 2, clock_poll_timeout_ms(deadline_ns));
    if (interrupt_pending())
        return err_interrupted(err);
    if (ready < 0)
        return errno == EINTR ? 0 : err_system(err, errno, "waiting for a guest");
    int result = events[0].revents & POLLOUT ? channel_flush(&guest->channel, err) : 0;
    return result == 0 && events[0].revents & ~POLLOUT ? channel_fill(&guest->channel, err)
                                                       : result;
}

// 1 answered, 0 not yet, or negative errno.
static int take(struct guest *guest, uint64_t id, struct wire_pong *ret_pong, struct err *err)
{
    struct wire_message message;
    int result;
    while ((result = channel_next(&guest->channel, &message, err)) == 1) {
        bool is_answer = message.type == WIRE_PONG && message.pong.id == id;
        if (is_answer)
            *ret_pong = message.pong;
        else if (message.type == WIRE_ERROR)
            result = err_system(err, EPROTO, "its agent says: %s", message.error.what);
        else if (message.type != WIRE_PONG)
            result = err_system(err, EPROTO, "its agent said '%s' where that is not expected",
                                wire_type_name(message.type));
        wire_message_done(&message);
        if (is_answer || result < 0)
            return result;
    }
    return result;
}

int guest_ask_end(struct guest *guest, uint64_t id, uint64_t deadline_ns,
                  struct wire_pong *ret_pong, struct err *err)
{
    for (;;) {
        int result = take(guest, id, ret_pong, err);
        if (result != 0)
            return result < 0 ? result : 0;
        if (clock_monotonic_ns() >= deadline_ns)
            return err_system(err, ETIMEDOUT, "no answer to a ping");
        result = listen(guest, deadline_ns, err);
        if (result < 0)
            return result;
    }
}

int guest_ask(struct guest *guest, bool census, uint64_t deadline_ns, struct wire_pong *ret_pong,
              struct err *err)
{
    struct wire_pong pong;
    uint64_t id;
    int result = guest_ask_begin(guest, census, &id, err);
    if (result == 0)
        result = guest_ask_end(guest, id, deadline_ns, &pong, err);
    if (result == 0 && ret_pong)
        *ret_pong = pong;
    return result;
}
