// SPDX-License-Identifier: GPL-3.0-or-later
// Channels over real sockets and pipes: lines in pieces, too long, cut off; peers that hang up, do
// not read, or trickle.
#include "common/wire/channel.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static struct channel ours;
static int theirs;

static void set_up(void)
{
    int fds[2];

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    channel_init(&ours, fds[0]);
    theirs = fds[1];
}

static void tear_down(void)
{
    if (ours.fd >= 0)
        close(ours.fd);
    channel_done(&ours);
    channel_done(NULL);
    close(theirs);
}

TestSuite(wire_channel, .init = set_up, .fini = tear_down);

static void they_say(const char *text)
{
    cr_assert_eq(write(theirs, text, strlen(text)), (ssize_t)strlen(text));
}

static uint64_t in_ms(uint64_t ms)
{
    return clock_monotonic_ns() + ms * CLOCK_NS_PER_MS;
}

static void next_is(enum wire_type type)
{
    struct wire_message message;

    cr_assert_eq(channel_next(&ours, &message, NULL), 1);
    cr_assert_eq(message.type, type);
    wire_message_done(&message);
}

Test(wire_channel, gives_nothing_while_nothing_is_there)
{
    struct wire_message message;

    cr_assert_eq(channel_fill(&ours, NULL), 0);
    cr_assert_eq(channel_next(&ours, &message, NULL), 0);
}

Test(wire_channel, puts_lines_together_and_takes_them_apart)
{
    struct wire_message message;

    they_say("{\"type\":");
    cr_assert_eq(channel_fill(&ours, NULL), 0);
    cr_assert_eq(channel_next(&ours, &message, NULL), 0);
    they_say("\"stop\"}\n{\"type\":\"quit\"}\n{\"type");
    cr_assert_eq(channel_fill(&ours, NULL), 0);
    next_is(WIRE_STOP);
    next_is(WIRE_QUIT);
    cr_assert_eq(channel_next(&ours, &message, NULL), 0);
}

Test(wire_channel, goes_on_behind_a_bad_line)
{
    struct wire_message message;

    they_say("nonsense\n \n{\"type\":\"stop\"}\n");
    cr_assert_eq(channel_fill(&ours, NULL), 0);
    cr_assert_eq(channel_next(&ours, &message, NULL), -EBADMSG);
    cr_assert_eq(channel_next(&ours, &message, NULL), -EBADMSG);
    next_is(WIRE_STOP);
}

Test(wire_channel, passes_over_signs_of_life)
{
    struct wire_message message;

    they_say("\n\n");
    cr_assert_eq(channel_fill(&ours, NULL), 0);
    cr_assert_eq(channel_next(&ours, &message, NULL), 0);
    cr_assert_eq(ours.inbound.length, 0);
    they_say("\n{\"type\":\"stop\"}\n\n\n{\"type\":\"quit\"}\n\n");
    cr_assert_eq(channel_fill(&ours, NULL), 0);
    next_is(WIRE_STOP);
    next_is(WIRE_QUIT);
    cr_assert_eq(channel_next(&ours, &message, NULL), 0);
}

// They are no message: who waits for one goes on waiting, and sees the end.
Test(wire_channel, waits_through_signs_of_life)
{
    struct wire_message message;

    they_say("\n");
    cr_assert_eq(channel_wait(&ours, in_ms(30), &message, NULL), -ETIMEDOUT);
    they_say("\n");
    shutdown(theirs, SHUT_WR);
    cr_assert_eq(channel_wait(&ours, in_ms(1000), &message, NULL), -EPIPE);
}

Test(wire_channel, gives_signs_of_life_only_behind_whole_lines)
{
    char text[8];

    cr_assert_eq(channel_send_alive(&ours, NULL), 0);
    cr_assert_eq(channel_send_alive(&ours, NULL), 0);
    cr_assert_eq(read(theirs, text, sizeof text), 2);
    cr_assert_eq(memcmp(text, "\n\n", 2), 0);
    strbuf_add(&ours.outbound, "{");
    cr_assert_eq(channel_send_alive(&ours, NULL), 0);
    cr_assert_eq(read(theirs, text, sizeof text), 1);
    cr_assert_eq(text[0], '{');
}

Test(wire_channel, gives_what_was_said_before_the_peer_hung_up)
{
    struct wire_message message;

    they_say("{\"type\":\"stop\"}\n{\"type\":\"qu");
    shutdown(theirs, SHUT_WR);
    cr_assert_eq(channel_fill(&ours, NULL), 0);
    cr_assert(ours.at_end);
    next_is(WIRE_STOP);
    cr_assert_eq(channel_fill(&ours, NULL), -EPIPE);
    cr_assert_eq(channel_wait(&ours, in_ms(1000), &message, NULL), -EPIPE);
}

// Fills our buffers with a line of this many bytes; the peer's socket is fed as we drain it.
static int feed_line(size_t bytes)
{
    scope_free char *block = alloc_zeroed(4096, 1);
    struct wire_message message;
    int refusals = 0;

    memset(block, ' ', 4096);
    for (size_t sent = 0; sent < bytes; sent += 4096) {
        cr_assert_eq(write(theirs, block, 4096), 4096);
        cr_assert_eq(channel_fill(&ours, NULL), 0);
        refusals += channel_next(&ours, &message, NULL) == -EBADMSG;
        cr_assert_leq(ours.inbound.length, (size_t)WIRE_LINE_MAX + (1 << 17));
    }
    return refusals;
}

Test(wire_channel, refuses_an_endless_line_once_and_goes_on_behind_it)
{
    cr_assert_eq(feed_line((size_t)4 * WIRE_LINE_MAX), 1);
    they_say("{\"type\":\"quit\"}\n{\"type\":\"stop\"}\n");
    cr_assert_eq(channel_fill(&ours, NULL), 0);
    next_is(WIRE_STOP);
}

Test(wire_channel, takes_a_line_of_the_largest_size)
{
    cr_assert_eq(feed_line(WIRE_LINE_MAX - 4096), 0);
    they_say("{\"type\":\"stop\"}\n");
    cr_assert_eq(channel_fill(&ours, NULL), 0);
    next_is(WIRE_STOP);
}

Test(wire_channel, waits_with_a_deadline)
{
    struct wire_message message;
    struct err err = {0};
    uint64_t began_ns = clock_monotonic_ns();

    cr_assert_eq(channel_wait(&ours, in_ms(30), &message, &err), -ETIMEDOUT);
    cr_assert_geq(clock_monotonic_ns() - began_ns, 30 * CLOCK_NS_PER_MS);
    err_done(&err);
    they_say("{\"type\":\"stop\"}\n");
    cr_assert_eq(channel_wait(&ours, 0, &message, NULL), 1);
    cr_assert_eq(message.type, WIRE_STOP);
}

Test(wire_channel, queues_for_a_peer_that_does_not_read_up_to_a_bound)
{
    struct wire_message message = {.type = WIRE_STOP};
    int rc = 0;

    for (int i = 0; i < 2000000 && rc == 0; i++)
        rc = channel_send(&ours, &message, NULL);
    cr_assert_eq(rc, -ENOBUFS);
    cr_assert(channel_wants_write(&ours));
    cr_assert_leq(ours.outbound.length, (size_t)CHANNEL_QUEUE_MAX + 64);
}

Test(wire_channel, gives_up_sending_at_the_deadline)
{
    struct wire_message message = {.type = WIRE_STOP};
    int rc = 0;

    while (rc == 0)
        rc = channel_send_wait(&ours, &message, in_ms(20), NULL);
    cr_assert_eq(rc, -ETIMEDOUT);
}

Test(wire_channel, delivers_all_that_was_queued)
{
    struct wire_message message = {.type = WIRE_STOP}, received;
    struct channel peer;
    int sent = 0, got = 0;

    channel_init(&peer, theirs);
    while (!channel_wants_write(&ours) || sent < 50000)
        sent += channel_send(&ours, &message, NULL) == 0;
    while (got < sent) {
        cr_assert_eq(channel_flush(&ours, NULL), 0);
        cr_assert_eq(channel_wait(&peer, in_ms(1000), &received, NULL), 1);
        got++;
    }
    cr_assert_not(channel_wants_write(&ours));
    channel_done(&peer);
}

Test(wire_channel, tells_a_peer_that_is_gone_from_one_that_waits)
{
    struct wire_message message = {.type = WIRE_STOP};
    int rc = 0;

    close(theirs);
    theirs = -1;
    for (int i = 0; i < 3 && rc == 0; i++)
        rc = channel_send(&ours, &message, NULL);
    cr_assert_eq(rc, -EPIPE);
    cr_assert_eq(channel_fill(&ours, NULL), -EPIPE);
}

Test(wire_channel, reads_from_a_pipe_too)
{
    struct wire_message message;
    struct channel reader;
    int fds[2];

    cr_assert_eq(pipe(fds), 0);
    channel_init(&reader, fds[0]);
    cr_assert_eq(write(fds[1], "{\"type\":\"done\"}\n", 16), 16);
    cr_assert_eq(channel_wait(&reader, in_ms(100), &message, NULL), 1);
    cr_assert_eq(message.type, WIRE_DONE);
    close(fds[1]);
    cr_assert_eq(channel_wait(&reader, in_ms(100), &message, NULL), -EPIPE);
    channel_done(&reader);
    close(fds[0]);
}
