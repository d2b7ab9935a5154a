// SPDX-License-Identifier: GPL-3.0-or-later
// The channel as a guest has it: over a socket whose end is the end, over a port whose other side
// may come late and go away for a moment, or over a serial line, where only silence tells. Private
// to the session.
#ifndef FULLHOUSE_WORKLOADS_LINUX_LINK_H
#define FULLHOUSE_WORKLOADS_LINUX_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "common/wire/channel.h"

struct err;

struct link {
    struct channel channel;
    bool is_port;
    bool is_away;   // nobody at the other side now
    bool was_there; // somebody was, once
    bool is_gone;   // for good
    uint64_t away_since_ns;
    uint64_t silence_ns; // after which the other side counts as gone; 0: never
    uint64_t heard_ns;   // when it last said something; 0: not yet
};

// is_port and silence_ns: session.h.
void link_init(struct link *link, int fd, bool is_port, uint64_t silence_ns);
void link_done(struct link *link);

// Sleeps until bytes came, event_fd (-1: none) is readable, or deadline_ns (UINT64_MAX: none) is
// past. 0, -EPIPE when the other side is gone for good, or another negative errno.
int link_wait(struct link *link, int event_fd, uint64_t deadline_ns, struct err *err);

// As channel_next and channel_send.
int link_next(struct link *link, struct wire_message *ret_message, struct err *err);
int link_send(struct link *link, const struct wire_message *message, struct err *err);

// Ends whatever line the other side has read half of, by an empty one.
void link_end_line(struct link *link);

bool link_is_gone(const struct link *link);

#endif
