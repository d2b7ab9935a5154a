// SPDX-License-Identifier: GPL-3.0-or-later
// The network workload over real sockets of the loopback: every variant, datagrams that get lost,
// bytes that are turned over, and peers that are not there, silent or gone.
#include <criterion/criterion.h>
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/workloads/linux/relay.h"
#include "workloads/linux/answer.h"
#include "workloads/linux/net_protocol.h"
#include "workloads/linux/runner.h"

static const struct ipv4_peer anywhere = {.address = 0x7f000001};

static struct ipv4_peer responder(void)
{
    struct ipv4_peer at;
    struct err err = {0};

    cr_assert_eq(answer_start(&anywhere, &at, &err), 0, "%s", err_text(&err));
    return at;
}

struct measured {
    int result;
    uint64_t operations;
    double sent, lost, late, lost_ratio, throughput; // figures; -1: not told
    char *error;
};

static void note_figure(struct measured *measured, const struct wire_figure *figure)
{
    const struct {
        const char *name;
        double *value;
    } known[] = {
        {"datagrams_sent", &measured->sent},           {"datagrams_lost", &measured->lost},
        {"datagrams_late", &measured->late},           {"lost_ratio", &measured->lost_ratio},
        {"network_throughput", &measured->throughput},
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(figure->name, known[i].name) == 0)
            *known[i].value = figure->value;
}

static void take_figures(struct runner *runner, struct measured *measured)
{
    struct wire_message message = {0};

    runner_stop(runner);
    runner_settle(runner);
    while (runner_take_figure(runner, &message.figure)) {
        message.type = WIRE_FIGURE;
        note_figure(measured, &message.figure);
        wire_message_done(&message);
    }
}

static int wait_ready(struct runner *runner, struct err *err)
{
    int rc;

    while ((rc = runner_poll(runner, err)) == 0)
        clock_sleep_until_ns(clock_monotonic_ns() + CLOCK_NS_PER_MS);
    return rc;
}

// Runs it for so long, or until a worker fails.
static int run_for(struct runner *runner, uint64_t duration_ns, struct err *err)
{
    int rc = 1;

    runner_start(runner, 0, duration_ns);
    while (rc == 1 && clock_monotonic_ns() < runner_window_end_ns(runner, 0)) {
        clock_sleep_until_ns(clock_monotonic_ns() + CLOCK_NS_PER_MS);
        rc = runner_poll(runner, err);
    }
    return rc;
}

static struct measured run(const struct wire_prepare *prepare, uint64_t duration_ns)
{
    struct measured measured = {
        .sent = -1, .lost = -1, .late = -1, .lost_ratio = -1, .throughput = -1};
    struct wire_window window = {0};
    struct runner *runner;
    struct err err = {0};
    int rc = runner_new(prepare, &runner, &err);

    cr_assert_eq(rc, 0, "%s", err_text(&err));
    rc = wait_ready(runner, &err);
    if (rc == 1)
        rc = run_for(runner, duration_ns, &err);
    if (rc == 1) {
        runner_collect(runner, 0, &window);
        take_figures(runner, &measured);
    }
    measured.result = rc < 0 ? rc : 0;
    measured.operations = window.operations;
    measured.error = strdup(err_text(&err));
    free(window.histogram);
    runner_free(runner);
    err_done(&err);
    return measured;
}

static struct measured measure(const char *variant, const char *options,
                               const struct ipv4_peer *peer, uint32_t threads)
{
    scope_free char *text = ipv4_format_peer(peer);
    const struct wire_prepare prepare = {
        .load = {.workload = (char *)"network",
                 .variant = (char *)variant,
                 .options = (char *)options,
                 .threads = threads},
        .seed = 5,
        .content_seed = 5,
        .peer = text,
    };

    return run(&prepare, 200 * CLOCK_NS_PER_MS);
}

static void expect_fine(const struct measured *measured)
{
    cr_assert_eq(measured->result, 0, "%s", measured->error);
    cr_assert_gt(measured->operations, 0);
    free(measured->error);
}

Test(workloads_network, every_variant_works)
{
    static const char *const variants[] = {"rr", "udp-rr", "stream", "packets", "connect"};
    struct ipv4_peer peer = responder();

    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++)
        for (uint32_t threads = 1; threads <= 2; threads++) {
            struct measured measured = measure(variants[i], "", &peer, threads);

            expect_fine(&measured);
        }
}

Test(workloads_network, sizes_are_as_asked)
{
    static const char *const cases[][2] = {
        {"rr", "request=1,response=1"},         {"rr", "request=4MiB,response=3"},
        {"rr", "request=7,response=100001"},    {"udp-rr", "request=32,response=1472"},
        {"udp-rr", "request=1001,response=33"}, {"stream", "block=1KiB"},
        {"stream", "block=4MiB,check=edges"},   {"stream", "block=100001"},
        {"packets", "size=32,burst=1"},         {"packets", "size=1472,burst=256"},
        {"packets", "size=33,burst=7"},
    };
    struct ipv4_peer peer = responder();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct measured measured = measure(cases[i][0], cases[i][1], &peer, 1);

        cr_assert_eq(measured.result, 0, "%s %s: %s", cases[i][0], cases[i][1], measured.error);
        expect_fine(&measured);
    }
}

Test(workloads_network, paced_packets_and_blocks_are_waited_for_one_by_one)
{
    static const char *const variants[] = {"packets", "stream", "rr"};
    struct ipv4_peer peer = responder();
    scope_free char *text = ipv4_format_peer(&peer);

    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        const struct wire_prepare prepare = {
            .load = {.workload = (char *)"network",
                     .variant = (char *)variants[i],
                     .arrivals = LOAD_CONSTANT,
                     .rate = {.value = 100},
                     .threads = 1},
            .peer = text,
        };
        struct measured measured = run(&prepare, 200 * CLOCK_NS_PER_MS);

        cr_assert_leq(measured.operations, 20, "%s", variants[i]);
        expect_fine(&measured);
    }
}

Test(workloads_network, a_stream_tells_what_the_receiver_took)
{
    struct ipv4_peer peer = responder();
    struct measured measured = measure("stream", "block=64KiB", &peer, 1);

    cr_assert_gt(measured.throughput, 0);
    expect_fine(&measured);
}

// --- datagrams get lost -------------------------------------------------------------------------

Test(workloads_network, nothing_is_lost_where_nothing_is)
{
    struct ipv4_peer peer = responder();
    struct measured measured = measure("udp-rr", "timeout=5s", &peer, 1);

    cr_assert_eq(measured.lost, 0);
    cr_assert_eq(measured.lost_ratio, 0);
    cr_assert_geq(measured.sent, (double)measured.operations);
    expect_fine(&measured);
}

// Answers that are late by more than the time limit count as lost, so it is long enough.
Test(workloads_network, lost_requests_are_counted_and_asked_again)
{
    struct relay relay = {.target = responder(), .lose_each = 10};
    struct ipv4_peer at = relay_datagrams(&relay);
    struct measured measured = measure("udp-rr", "timeout=20ms", &at, 1);
    double lost = (double)atomic_load(&relay.lost);

    cr_assert_gt(measured.lost, 0);
    // One may be under way at the end, and one be lost while the load was prepared.
    cr_assert_geq(measured.lost, lost - 2, "%g of %g", measured.lost, lost);
    cr_assert_float_eq(measured.lost_ratio, measured.lost / measured.sent, 1e-12);
    expect_fine(&measured);
}

// What came is what was sent less what was lost, to the datagram.
Test(workloads_network, lost_packets_are_told_by_the_receiver)
{
    struct relay relay = {.target = responder(), .lose_each = 7};
    struct ipv4_peer at = relay_datagrams(&relay);
    struct measured measured = measure("packets", "burst=8", &at, 1);

    cr_assert_gt(measured.lost, 0);
    cr_assert_leq((double)measured.operations, measured.sent - measured.lost);
    cr_assert_geq(measured.lost_ratio, 0.02, "%g", measured.lost_ratio);
    cr_assert_leq(measured.lost_ratio, 0.5, "%g", measured.lost_ratio);
    expect_fine(&measured);
}

// --- bytes are turned over ----------------------------------------------------------------------

static void expect_damage(const struct measured *measured)
{
    cr_assert_eq(measured->result, -EIO, "%s", measured->error);
    cr_assert_not_null(strstr(measured->error, "wrong bytes came"), "%s", measured->error);
    free(measured->error);
}

Test(workloads_network, a_wrong_byte_ends_a_load)
{
    static const char *const variants[] = {"rr", "stream"};

    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        struct relay relay = {.target = responder(), .spoil_at = 300001};
        struct ipv4_peer at = relay_connection(&relay);
        struct measured measured = measure(variants[i], "request=4KiB,response=4KiB", &at, 1);

        expect_damage(&measured);
    }
}

// On the way there and on the way back; in the count that a receiver tells, too.
Test(workloads_network, a_wrong_byte_of_a_datagram_ends_a_load)
{
    static const struct {
        const char *variant;
        uint64_t spoil_at;
    } cases[] = {
        {"udp-rr", 15 * 64 + 40},
        {"udp-rr", 16 * 64 + 40},
        {"packets", 15 * 64 + 40},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct relay relay = {.target = responder(), .spoil_at = cases[i].spoil_at};
        struct ipv4_peer at = relay_datagrams(&relay);
        struct measured measured = measure(cases[i].variant, "burst=256", &at, 1);

        expect_damage(&measured);
    }
}

// --- nobody is there ----------------------------------------------------------------------------

static void expect_failure(const char *variant, const struct ipv4_peer *peer, int code,
                           const char *what)
{
    struct measured measured = measure(variant, "timeout=1s", peer, 1);

    cr_assert_eq(measured.result, -code, "%s: %s", variant, measured.error);
    cr_assert_not_null(strstr(measured.error, what), "%s: %s", variant, measured.error);
    free(measured.error);
}

Test(workloads_network, a_missing_peer_is_named)
{
    static const char *const variants[] = {"rr", "udp-rr", "stream", "packets", "connect"};
    const struct ipv4_peer nobody = {.address = 0x7f7f7f7f, .port = 9};

    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++)
        expect_failure(variants[i], &nobody, ECONNREFUSED, "127.127.127.127:9: ");
}

Test(workloads_network, no_peer_at_all_is_told)
{
    const struct wire_prepare prepare = {
        .load = {.workload = (char *)"network", .variant = (char *)"", .threads = 1},
    };
    struct measured measured = run(&prepare, CLOCK_NS_PER_MS);

    cr_assert_eq(measured.result, -EINVAL);
    cr_assert_not_null(strstr(measured.error, "nobody is named who answers"), "%s", measured.error);
    free(measured.error);
}

Test(workloads_network, sizes_that_no_datagram_has_are_refused)
{
    struct ipv4_peer peer = responder();
    struct measured measured = measure("udp-rr", "request=31", &peer, 1);

    cr_assert_eq(measured.result, -EINVAL);
    cr_assert_not_null(strstr(measured.error, "a datagram has 32 to 1472 bytes"), "%s",
                       measured.error);
    free(measured.error);
}

static void expect_patience(const char *variant, int type)
{
    uint64_t began_ns = clock_monotonic_ns();
    struct ipv4_peer silent = relay_silence(type);

    expect_failure(variant, &silent, ETIMEDOUT, "for 10 s");
    cr_assert_gt(clock_monotonic_ns() - began_ns, 9 * CLOCK_NS_PER_SECOND);
    cr_assert_lt(clock_monotonic_ns() - began_ns, 40 * CLOCK_NS_PER_SECOND);
}

Test(workloads_network, a_silent_peer_is_given_up_tcp)
{
    expect_patience("rr", SOCK_STREAM);
}

Test(workloads_network, a_silent_peer_is_given_up_udp)
{
    expect_patience("udp-rr", SOCK_DGRAM);
}

// All datagrams are lost from now on: the load ends by itself.
Test(workloads_network, a_network_that_drops_everything_is_given_up)
{
    struct relay relay = {.target = responder(), .lose_each = 1};
    struct ipv4_peer at = relay_datagrams(&relay);
    scope_free char *text = ipv4_format_peer(&at);
    const struct wire_prepare prepare = {
        .load = {.workload = (char *)"network", .variant = (char *)"packets", .threads = 1},
        .peer = text,
    };
    struct measured measured = run(&prepare, 30 * CLOCK_NS_PER_SECOND);

    cr_assert_eq(measured.result, -ETIMEDOUT, "%s", measured.error);
    cr_assert_not_null(strstr(measured.error, "the receiver told nothing for 10 s"), "%s",
                       measured.error);
    free(measured.error);
}

// A stop does not wait for a peer that says nothing.
Test(workloads_network, a_stop_is_heard_while_waiting)
{
    struct relay relay = {.target = responder(), .lose_each = 1};
    struct ipv4_peer at = relay_datagrams(&relay);
    scope_free char *text = ipv4_format_peer(&at);
    const struct wire_prepare prepare = {
        .load = {.workload = (char *)"network", .variant = (char *)"packets", .threads = 2},
        .peer = text,
    };
    uint64_t began_ns = clock_monotonic_ns();
    struct measured measured = run(&prepare, 100 * CLOCK_NS_PER_MS);

    cr_assert_eq(measured.result, 0, "%s", measured.error);
    cr_assert_eq(measured.operations, 0);
    cr_assert_lt(clock_monotonic_ns() - began_ns, 5 * CLOCK_NS_PER_SECOND);
    free(measured.error);
}

// --- whoever speaks to the responder ------------------------------------------------------------

static ssize_t say_to(const struct ipv4_peer *peer, const void *bytes, size_t length)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(peer->port),
        .sin_addr.s_addr = htonl(peer->address),
    };
    scope_close int fd = socket(AF_INET, SOCK_STREAM, 0);
    unsigned char answer[16];

    cr_assert_eq(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    cr_assert_eq(send(fd, bytes, length, MSG_NOSIGNAL), (ssize_t)length);
    return recv(fd, answer, sizeof answer, 0);
}

Test(workloads_network, strangers_are_hung_up_on)
{
    struct ipv4_peer peer = responder();
    const struct net_hello huge = {
        .magic = NET_MAGIC, .mode = NET_RR, .request_bytes = UINT32_MAX, .response_bytes = 1};
    const struct net_hello unknown = {
        .magic = NET_MAGIC, .mode = 9, .request_bytes = 1, .response_bytes = 1};
    const struct net_hello empty = {.magic = NET_MAGIC, .mode = NET_STREAM};

    cr_assert_leq(say_to(&peer, &huge, sizeof huge), 0);
    cr_assert_leq(say_to(&peer, &unknown, sizeof unknown), 0);
    cr_assert_leq(say_to(&peer, &empty, sizeof empty), 0);
    cr_assert_leq(say_to(&peer, "\xff\xff\xff", 3), 0);
    cr_assert_eq(say_to(&peer, "G", 1), 1);
    struct measured measured = measure("rr", "", &peer, 1);
    expect_fine(&measured);
}
