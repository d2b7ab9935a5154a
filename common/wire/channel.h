// SPDX-License-Identifier: GPL-3.0-or-later
// One end of a conversation over a byte stream (socket, virtio-serial port, serial line): cuts the
// stream into lines and lines into messages, and queues what the stream does not take at once. Does
// not own the descriptor's life cycle: channel_done does not close it.
#ifndef FULLHOUSE_COMMON_WIRE_CHANNEL_H
#define FULLHOUSE_COMMON_WIRE_CHANNEL_H

#include <stdbool.h>

#include "common/base/strbuf.h"
#include "common/wire/message.h"

// A peer that leaves more than this unread is stuck: channel_send gives -ENOBUFS.
enum { CHANNEL_QUEUE_MAX = 1 << 24 };

// Zero-initialised by channel_init.
struct channel {
    int fd;
    bool at_end;   // the peer hung up
    bool skipping; // in a line that was refused for its length
    struct strbuf inbound;
    struct strbuf outbound;
};

// fd is made non-blocking.
void channel_init(struct channel *channel, int fd);
void channel_done(struct channel *channel);

// Reads what is there. 0 (also when nothing was there), -EPIPE when the peer hung up and nothing
// is left to take, or another negative errno.
int channel_fill(struct channel *channel, struct err *err);

// The next whole message; empty lines, the peer's signs of life, are passed over. 1 and
// *ret_message, 0 when no whole line is there, -EBADMSG for a bad line (skipped, so that the next
// call goes on behind it) or one beyond WIRE_LINE_MAX.
int channel_next(struct channel *channel, struct wire_message *ret_message, struct err *err);

// Queues a message and writes what the stream takes. 0 or negative errno.
int channel_send(struct channel *channel, const struct wire_message *message, struct err *err);

// The same with an empty line, the sign of life. A peer that has not read what was sent before has
// signs enough: 0, and nothing is queued.
int channel_send_alive(struct channel *channel, struct err *err);

// Writes what is queued. 0 or negative errno; channel_wants_write says whether some is left.
int channel_flush(struct channel *channel, struct err *err);
bool channel_wants_write(const struct channel *channel);

// Sends and blocks until written, or deadline_ns (monotonic) is past: -ETIMEDOUT.
int channel_send_wait(struct channel *channel, const struct wire_message *message,
                      uint64_t deadline_ns, struct err *err);

// Blocks for the next message until deadline_ns. 1, -ETIMEDOUT, -EPIPE or another negative errno.
int channel_wait(struct channel *channel, uint64_t deadline_ns, struct wire_message *ret_message,
                 struct err *err);

#endif
