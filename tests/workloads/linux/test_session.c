// SPDX-License-Identifier: GPL-3.0-or-later
// The session in this process, so that sanitizers see it: conversations, random order, random
// bytes, the port whose host is away, and the line whose host is silent.
#include "workloads/linux/session.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/wire/channel.h"

static struct session_options options;
static struct channel host;
static pthread_t thread;
static enum session_end how;

static void *serve(void *unused)
{
    struct err err = {0};

    (void)unused;
    how = session_run(&options, &err);
    err_done(&err);
    return NULL;
}

static void begin(void)
{
    int fds[2];

    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    channel_init(&host, fds[0]);
    options.fd = fds[1];
    cr_assert_eq(pthread_create(&thread, NULL, serve, NULL), 0);
}

static enum session_end end(void)
{
    shutdown(host.fd, SHUT_WR);
    pthread_join(thread, NULL);
    close(options.fd);
    close(host.fd);
    channel_done(&host);
    return how;
}

static void say(const struct wire_message *message)
{
    // After an error or quit the session may be gone already.
    channel_send(&host, message, NULL);
}

static enum wire_type hear(void)
{
    struct wire_message message = {0};
    enum wire_type type;

    cr_assert_eq(
        channel_wait(&host, clock_monotonic_ns() + 20 * CLOCK_NS_PER_SECOND, &message, NULL), 1);
    type = message.type;
    wire_message_done(&message);
    return type;
}

static struct wire_message prepare_of(const char *workload, const char *variant)
{
    return (struct wire_message){
        .type = WIRE_PREPARE,
        .prepare = {.load = {.workload = (char *)workload,
                             .variant = (char *)variant,
                             .working_set_bytes = 1 << 20,
                             .threads = 2},
                    .seed = 3},
    };
}

static const struct wire_message start = {
    .type = WIRE_START,
    .start = {.window_ns = 20 * CLOCK_NS_PER_MS, .windows = 2},
};

static void converse(const char *workload, const char *variant)
{
    struct wire_message prepare = prepare_of(workload, variant);

    say(&prepare);
    cr_assert_eq(hear(), WIRE_READY);
    say(&start);
    cr_assert_eq(hear(), WIRE_STARTED);
    cr_assert_eq(hear(), WIRE_WINDOW);
    cr_assert_eq(hear(), WIRE_WINDOW);
    cr_assert_eq(hear(), WIRE_DONE);
}

Test(workloads_session, runs_every_kind_of_load)
{
    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    converse("null", "");
    converse("idle", "");
    converse("cpu", "integer");
    converse("cpu", "float");
    converse("memory", "copy");
    converse("memory", "triad");
    converse("memory", "latency");
    say(&(struct wire_message){.type = WIRE_QUIT});
    cr_assert_eq(end(), SESSION_QUIT);
}

// One window of every stream, in their order.
static void hear_windows(uint32_t index, uint32_t streams)
{
    for (uint32_t i = 0; i < streams; i++) {
        struct wire_message message = {0};

        cr_assert_eq(
            channel_wait(&host, clock_monotonic_ns() + 20 * CLOCK_NS_PER_SECOND, &message, NULL),
            1);
        cr_assert_eq(message.type, WIRE_WINDOW);
        cr_assert_eq(message.window.index, index);
        cr_assert_eq(message.window.stream, i);
        wire_message_done(&message);
    }
}

static void add_stream(uint32_t stream, const char *workload, const char *variant)
{
    struct wire_message prepare = prepare_of(workload, variant);

    prepare.prepare.stream = stream;
    say(&prepare);
}

Test(workloads_session, runs_a_mix_side_by_side)
{
    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    for (int round = 0; round < 2; round++) {
        add_stream(0, "cpu", "integer");
        cr_assert_eq(hear(), WIRE_READY);
        add_stream(1, "memory", "copy");
        cr_assert_eq(hear(), WIRE_READY);
        add_stream(2, "idle", "");
        cr_assert_eq(hear(), WIRE_READY);
        say(&start);
        cr_assert_eq(hear(), WIRE_STARTED);
        hear_windows(0, 3);
        hear_windows(1, 3);
        cr_assert_eq(hear(), WIRE_DONE);
    }
    say(&(struct wire_message){.type = WIRE_QUIT});
    cr_assert_eq(end(), SESSION_QUIT);
}

Test(workloads_session, a_first_stream_begins_the_mix_anew)
{
    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    add_stream(0, "cpu", "integer");
    cr_assert_eq(hear(), WIRE_READY);
    add_stream(1, "cpu", "float");
    cr_assert_eq(hear(), WIRE_READY);
    converse("null", "");
    say(&(struct wire_message){.type = WIRE_QUIT});
    cr_assert_eq(end(), SESSION_QUIT);
}

Test(workloads_session, a_stream_out_of_turn_is_an_error)
{
    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    add_stream(0, "cpu", "integer");
    cr_assert_eq(hear(), WIRE_READY);
    add_stream(2, "cpu", "float");
    cr_assert_eq(hear(), WIRE_ERROR);
    say(&(struct wire_message){.type = WIRE_QUIT});
    cr_assert_eq(end(), SESSION_FAILED);
}

Test(workloads_session, ends_when_the_host_goes)
{
    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    cr_assert_eq(end(), SESSION_HUNG_UP);
}

Test(workloads_session, ends_when_the_host_goes_in_mid_load)
{
    struct wire_message prepare = prepare_of("cpu", "");

    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    say(&prepare);
    cr_assert_eq(hear(), WIRE_READY);
    say(&start);
    cr_assert_eq(hear(), WIRE_STARTED);
    cr_assert_eq(end(), SESSION_HUNG_UP);
}

Test(workloads_session, a_port_whose_host_never_reads_again_is_given_up)
{
    uint64_t began_ns;

    options.is_port = true;
    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    began_ns = clock_monotonic_ns();
    shutdown(host.fd, SHUT_RDWR);
    cr_assert_eq(end(), SESSION_HUNG_UP);
    cr_assert_gt(clock_monotonic_ns() - began_ns, 4 * CLOCK_NS_PER_SECOND);
    cr_assert_lt(clock_monotonic_ns() - began_ns, 15 * CLOCK_NS_PER_SECOND);
}

// A host that is still there but says nothing more, as a serial line has it.
static uint64_t silent_ns(void)
{
    uint64_t began_ns = clock_monotonic_ns();

    pthread_join(thread, NULL);
    cr_assert_eq(how, SESSION_HUNG_UP);
    return clock_monotonic_ns() - began_ns;
}

Test(workloads_session, a_serial_line_that_falls_silent_is_given_up)
{
    struct wire_message prepare = prepare_of("cpu", "");

    options.is_port = true;
    options.silence_ns = 300 * CLOCK_NS_PER_MS;
    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    say(&prepare);
    cr_assert_eq(hear(), WIRE_READY);
    cr_assert_gt(silent_ns(), 200 * CLOCK_NS_PER_MS);
}

Test(workloads_session, a_serial_line_that_falls_silent_in_mid_load_is_given_up)
{
    struct wire_message prepare = prepare_of("idle", "");
    struct wire_message endless = start;

    options.is_port = true;
    options.silence_ns = 300 * CLOCK_NS_PER_MS;
    endless.start.windows = 0;
    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    say(&prepare);
    cr_assert_eq(hear(), WIRE_READY);
    say(&endless);
    cr_assert_eq(hear(), WIRE_STARTED);
    cr_assert_gt(silent_ns(), 200 * CLOCK_NS_PER_MS);
}

static char first_byte(void)
{
    struct pollfd look = {.fd = host.fd, .events = POLLIN};
    char byte = 0;

    cr_assert_eq(poll(&look, 1, 20000), 1);
    cr_assert_eq(recv(host.fd, &byte, 1, MSG_PEEK), 1);
    return byte;
}

// A firmware may have left half a line there.
Test(workloads_session, begins_a_serial_line_with_an_empty_one)
{
    for (int is_serial = 0; is_serial < 2; is_serial++) {
        options.is_port = true;
        options.silence_ns = is_serial ? 20 * CLOCK_NS_PER_SECOND : 0;
        begin();
        cr_assert_eq(first_byte(), is_serial ? '\n' : '{');
        cr_assert_eq(hear(), WIRE_HELLO);
        say(&(struct wire_message){.type = WIRE_QUIT});
        cr_assert_eq(end(), SESSION_QUIT);
    }
}

Test(workloads_session, a_host_that_never_spoke_is_waited_for)
{
    options.is_port = true;
    options.silence_ns = 50 * CLOCK_NS_PER_MS;
    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    clock_sleep_until_ns(clock_monotonic_ns() + 900 * CLOCK_NS_PER_MS);
    say(&(struct wire_message){.type = WIRE_QUIT});
    cr_assert_eq(end(), SESSION_QUIT);
}

Test(workloads_session, signs_of_life_keep_a_serial_line)
{
    options.is_port = true;
    options.silence_ns = 500 * CLOCK_NS_PER_MS;
    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    for (int i = 0; i < 30; i++) {
        cr_assert_eq(channel_send_alive(&host, NULL), 0);
        clock_sleep_until_ns(clock_monotonic_ns() + 50 * CLOCK_NS_PER_MS);
    }
    say(&(struct wire_message){.type = WIRE_QUIT});
    cr_assert_eq(end(), SESSION_QUIT);
}

Test(workloads_session, silence_means_nothing_elsewhere)
{
    struct wire_message prepare = prepare_of("cpu", "");

    begin();
    cr_assert_eq(hear(), WIRE_HELLO);
    say(&prepare);
    cr_assert_eq(hear(), WIRE_READY);
    clock_sleep_until_ns(clock_monotonic_ns() + 900 * CLOCK_NS_PER_MS);
    say(&(struct wire_message){.type = WIRE_QUIT});
    cr_assert_eq(end(), SESSION_QUIT);
}

// Twenty hosts that say valid messages in any order: the session answers or errs, and always ends.
Test(workloads_session, survives_messages_in_any_order)
{
    struct wire_message prepare = prepare_of("memory", "copy");
    const struct wire_message messages[] = {
        prepare, start, {.type = WIRE_STOP}, {.type = WIRE_PING}, {.type = WIRE_DONE},
    };
    struct rng rng;

    rng_init(&rng, 77);
    for (int i = 0; i < 20; i++) {
        begin();
        for (int j = 0; j < 6; j++) {
            say(j == 0 ? &prepare : &messages[rng_below(&rng, 5)]);
            clock_sleep_until_ns(clock_monotonic_ns() + rng_below(&rng, 10 * CLOCK_NS_PER_MS));
        }
        end();
    }
}

Test(workloads_session, survives_random_bytes)
{
    struct rng rng;

    rng_init(&rng, 78);
    for (int i = 0; i < 20; i++) {
        char bytes[4096];

        begin();
        for (size_t j = 0; j < sizeof bytes; j++)
            bytes[j] = (char)(rng_below(&rng, 8) ? rng_next(&rng) : (uint64_t)'\n');
        cr_assert_eq(write(host.fd, bytes, sizeof bytes), (ssize_t)sizeof bytes);
        cr_assert_eq(end(), SESSION_FAILED);
    }
}

Test(workloads_session, counts_the_machine_when_asked)
{
    struct wire_message ping = {.type = WIRE_PING, .ping = {.id = 7, .census = true}};
    struct wire_message pong = {0};

    begin();
    hear();
    say(&ping);
    cr_assert_eq(channel_wait(&host, clock_monotonic_ns() + 20 * CLOCK_NS_PER_SECOND, &pong, NULL),
                 1);
    cr_assert_eq(pong.type, WIRE_PONG);
    cr_assert_eq(pong.pong.cpus, (uint32_t)sysconf(_SC_NPROCESSORS_ONLN));
    cr_assert_gt(pong.pong.memory_bytes, UINT64_C(1) << 20);
    cr_assert_eq(end(), SESSION_HUNG_UP);
}
