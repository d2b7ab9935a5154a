// SPDX-License-Identifier: GPL-3.0-or-later
// Lines out of a byte stream and into it. Blocks only in the two calls that have a deadline. Knows
// nothing of who speaks when.
#include "common/wire/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"

enum { READ_SIZE = 1 << 16 };

void channel_init(struct channel *channel, int fd)
{
    int flags = fcntl(fd, F_GETFL);

    *channel = (struct channel){.fd = fd};
    if (flags >= 0)
        fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

void channel_done(struct channel *channel)
{
    if (!channel)
        return;
    strbuf_done(&channel->inbound);
    strbuf_done(&channel->outbound);
    *channel = (struct channel){.fd = -1, .at_end = true};
}

static const char *line_end(const struct channel *channel)
{
    return channel->inbound.length ? memchr(channel->inbound.text, '\n', channel->inbound.length)
                                   : NULL;
}

static bool is_hang_up(int code)
{
    return code == ECONNRESET || code == EPIPE || code == EIO || code == ENODEV;
}

// Bytes read, 0 for none now, -EPIPE at the end, or another negative errno.
static ssize_t read_some(struct channel *channel)
{
    char bytes[READ_SIZE];
    ssize_t length = read(channel->fd, bytes, sizeof bytes);

    if (length > 0) {
        strbuf_add_bytes(&channel->inbound, bytes, (size_t)length);
        return length;
    }
    if (length == 0 || is_hang_up(errno)) {
        channel->at_end = true;
        return -EPIPE;
    }
    return errno == EAGAIN || errno == EINTR ? 0 : -errno;
}

int channel_fill(struct channel *channel, struct err *err)
{
    ssize_t length = 1;

    // Not beyond one line of the largest size: a peer that floods us waits in its own buffers.
    while (!channel->at_end && length > 0 && channel->inbound.length <= WIRE_LINE_MAX)
        length = read_some(channel);
    if (length < 0 && length != -EPIPE)
        return err_system(err, (int)-length, "reading from the peer");
    if (!channel->at_end || line_end(channel))
        return 0;
    err_system(err, EPIPE, "the peer hung up");
    return -EPIPE;
}

static int refuse_long_line(struct channel *channel, size_t drop, struct err *err)
{
    strbuf_drop_front(&channel->inbound, drop);
    err_input(err, "a line of more than %d bytes", WIRE_LINE_MAX);
    return -EBADMSG;
}

// The rest of a line already refused. False when its end has not come yet.
static bool skip_refused(struct channel *channel)
{
    const char *end = line_end(channel);

    if (!channel->skipping)
        return true;
    if (!end) {
        strbuf_drop_front(&channel->inbound, channel->inbound.length);
        return false;
    }
    strbuf_drop_front(&channel->inbound, (size_t)(end - channel->inbound.text) + 1);
    channel->skipping = false;
    return true;
}

// At once, however many: a peer may have said nothing else for hours.
static void drop_empty_lines(struct channel *channel)
{
    size_t count = 0;

    while (count < channel->inbound.length && channel->inbound.text[count] == '\n')
        count++;
    if (count)
        strbuf_drop_front(&channel->inbound, count);
}

int channel_next(struct channel *channel, struct wire_message *ret_message, struct err *err)
{
    const char *end;
    size_t length;
    int rc;

    if (!skip_refused(channel))
        return 0;
    drop_empty_lines(channel);
    end = line_end(channel);
    if (!end) {
        channel->skipping = channel->inbound.length > WIRE_LINE_MAX;
        return channel->skipping ? refuse_long_line(channel, channel->inbound.length, err) : 0;
    }
    length = (size_t)(end - channel->inbound.text);
    if (length > WIRE_LINE_MAX)
        return refuse_long_line(channel, length + 1, err);
    rc = wire_decode(channel->inbound.text, length, ret_message, err);
    strbuf_drop_front(&channel->inbound, length + 1);
    return rc < 0 ? rc : 1;
}

// A peer that went away is an error code here, not a signal.
static ssize_t write_some(int fd, const char *bytes, size_t length)
{
    ssize_t written = send(fd, bytes, length, MSG_NOSIGNAL);

    return written < 0 && errno == ENOTSOCK ? write(fd, bytes, length) : written;
}

int channel_flush(struct channel *channel, struct err *err)
{
    while (channel->outbound.length) {
        ssize_t written = write_some(channel->fd, channel->outbound.text, channel->outbound.length);

        if (written >= 0) {
            strbuf_drop_front(&channel->outbound, (size_t)written);
        } else if (errno == EAGAIN) {
            return 0;
        } else if (is_hang_up(errno)) {
            err_system(err, EPIPE, "the peer hung up");
            return -EPIPE;
        } else if (errno != EINTR) {
            return err_system(err, errno, "writing to the peer");
        }
    }
    return 0;
}

bool channel_wants_write(const struct channel *channel)
{
    return channel->outbound.length > 0;
}

int channel_send(struct channel *channel, const struct wire_message *message, struct err *err)
{
    if (channel->outbound.length > CHANNEL_QUEUE_MAX)
        return err_system(err, ENOBUFS, "the peer does not read");
    wire_encode(message, &channel->outbound);
    return channel_flush(channel, err);
}

int channel_send_alive(struct channel *channel, struct err *err)
{
    if (!channel_wants_write(channel))
        strbuf_add(&channel->outbound, "\n");
    return channel_flush(channel, err);
}

// One wait for the stream; 0 or a negative errno. The caller has just tried, so that being late is
// the end, even with a peer that trickles bytes.
static int wait_ready(struct channel *channel, short events, uint64_t deadline_ns, struct err *err)
{
    struct pollfd poller = {.fd = channel->fd, .events = events};

    if (channel_wants_write(channel))
        poller.events |= POLLOUT;
    if (clock_monotonic_ns() >= deadline_ns)
        return err_system(err, ETIMEDOUT, "waiting for the peer");
    if (poll(&poller, 1, clock_poll_timeout_ms(deadline_ns)) < 0 && errno != EINTR)
        return err_system(err, errno, "waiting for the peer");
    return 0;
}

int channel_send_wait(struct channel *channel, const struct wire_message *message,
                      uint64_t deadline_ns, struct err *err)
{
    int rc = channel_send(channel, message, err);

    while (rc == 0 && channel_wants_write(channel)) {
        rc = wait_ready(channel, 0, deadline_ns, err);
        if (rc == 0)
            rc = channel_flush(channel, err);
    }
    return rc;
}

int channel_wait(struct channel *channel, uint64_t deadline_ns, struct wire_message *ret_message,
                 struct err *err)
{
    int rc;

    for (;;) {
        rc = channel_next(channel, ret_message, err);
        if (rc != 0)
            return rc;
        rc = channel_fill(channel, err);
        if (rc == 0 && !line_end(channel))
            rc = wait_ready(channel, POLLIN, deadline_ns, err);
        if (rc == 0)
            rc = channel_flush(channel, err);
        if (rc < 0)
            return rc;
    }
}
