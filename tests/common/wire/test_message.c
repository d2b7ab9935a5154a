// SPDX-License-Identifier: GPL-3.0-or-later
// Messages: every type there and back with its extremes, and every lie of a peer refused by name.
#include "common/wire/message.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

static struct wire_message round_trip(const struct wire_message *message)
{
    scope_strbuf struct strbuf line = {0};
    struct wire_message back;
    struct err err = {0};

    wire_encode(message, &line);
    cr_assert_eq(line.text[line.length - 1], '\n');
    cr_assert_eq(strchr(line.text, '\n'), line.text + line.length - 1);
    cr_assert_eq(strncmp(line.text, "{\"type\":", 8), 0, "%s", line.text);
    cr_assert_eq(wire_decode(line.text, line.length, &back, &err), 0, "%s", err_text(&err));
    cr_assert_eq(back.type, message->type);
    return back;
}

static void refused(const char *line, const char *why)
{
    struct wire_message message = {.type = WIRE_QUIT};
    struct err err = {0};

    cr_assert_eq(wire_decode(line, strlen(line), &message, &err), -EBADMSG, "%s", line);
    cr_assert(strstr(err_text(&err), why), "%s: %s", line, err_text(&err));
    cr_assert_eq(message.type, WIRE_QUIT);
    err_done(&err);
}

Test(wire_message, carries_types_that_say_nothing_more)
{
    static const enum wire_type types[] = {WIRE_READY, WIRE_STOP, WIRE_DONE, WIRE_QUIT};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct wire_message back = round_trip(&(struct wire_message){.type = types[i]});
        wire_message_done(&back);
    }
}

Test(wire_message, carries_hello)
{
    char *workloads[] = {(char *)"cpu", (char *)"cpu:float"};
    struct wire_message message = {
        .type = WIRE_HELLO,
        .hello = {.version = WIRE_VERSION,
                  .kernel = (char *)"Linux 6.1 \"quoted\" ü",
                  .cpus = 4,
                  .memory_bytes = UINT64_C(1) << 40,
                  .workloads = workloads,
                  .workload_count = 2},
    };
    struct wire_message back = round_trip(&message);

    cr_assert_eq(back.hello.version, WIRE_VERSION);
    cr_assert_str_eq(back.hello.kernel, message.hello.kernel);
    cr_assert_eq(back.hello.cpus, 4);
    cr_assert_eq(back.hello.memory_bytes, UINT64_C(1) << 40);
    cr_assert_eq(back.hello.workload_count, 2);
    cr_assert_str_eq(back.hello.workloads[1], "cpu:float");
    wire_message_done(&back);
}

Test(wire_message, carries_all_bits_of_seeds_and_ids)
{
    struct wire_message ping = {.type = WIRE_PING, .ping.id = UINT64_MAX};
    struct wire_message pong = {.type = WIRE_PONG,
                                .pong = {.id = UINT64_MAX - 1, .clock_ns = INT64_MAX}};

    cr_assert_eq(round_trip(&ping).ping.id, UINT64_MAX);
    cr_assert_eq(round_trip(&pong).pong.id, UINT64_MAX - 1);
    cr_assert_eq(round_trip(&pong).pong.clock_ns, INT64_MAX);
}

Test(wire_message, carries_a_census)
{
    struct wire_message ping = {.type = WIRE_PING, .ping = {.id = 1, .census = true}};
    struct wire_message plain = {.type = WIRE_PING, .ping.id = 1};
    struct wire_message pong = {
        .type = WIRE_PONG,
        .pong = {.id = 1, .clock_ns = 2, .cpus = 3, .memory_bytes = UINT64_C(1) << 33},
    };
    struct wire_message back = round_trip(&pong);

    cr_assert(round_trip(&ping).ping.census);
    cr_assert_not(round_trip(&plain).ping.census);
    cr_assert_eq(back.pong.cpus, 3);
    cr_assert_eq(back.pong.memory_bytes, UINT64_C(1) << 33);
    pong.pong.cpus = 0;
    cr_assert_eq(round_trip(&pong).pong.cpus, 0, "absent");
}

static int decode(const char *line)
{
    struct wire_message message;

    return wire_decode(line, strlen(line), &message, NULL);
}

Test(wire_message, refuses_a_census_that_is_none)
{
    cr_assert_eq(decode("{\"type\":\"ping\",\"id\":\"0000000000000001\",\"census\":1}"), -EBADMSG);
    cr_assert_eq(
        decode("{\"type\":\"pong\",\"id\":\"0000000000000001\",\"clock_ns\":1,\"cpus\":0}"),
        -EBADMSG);
    cr_assert_eq(decode("{\"type\":\"pong\",\"id\":\"0000000000000001\",\"clock_ns\":1,"
                        "\"memory_bytes\":-1}"),
                 -EBADMSG);
}

Test(wire_message, carries_prepare)
{
    struct wire_message message = {
        .type = WIRE_PREPARE,
        .prepare = {.load = {.workload = (char *)"memory",
                             .variant = (char *)"triad",
                             .options = (char *)"pages=small,walk=1",
                             .arrivals = LOAD_POISSON,
                             .rate = {.value = 1234.5678901234567},
                             .working_set_bytes = 1 << 24,
                             .threads = WIRE_THREADS_MAX},
                    .seed = UINT64_MAX,
                    .content_seed = UINT64_MAX - 1,
                    .offset_ns = WIRE_OFFSET_MAX_NS,
                    .stream = WIRE_STREAMS_MAX - 1,
                    .peer = (char *)"10.77.0.1:7117"},
    };
    struct wire_message back = round_trip(&message);

    cr_assert_str_eq(back.prepare.peer, "10.77.0.1:7117");
    cr_assert_str_eq(back.prepare.load.workload, "memory");
    cr_assert_str_eq(back.prepare.load.variant, "triad");
    cr_assert_str_eq(back.prepare.load.options, "pages=small,walk=1");
    cr_assert_eq(back.prepare.load.arrivals, LOAD_POISSON);
    cr_assert_eq(back.prepare.load.rate.value, 1234.5678901234567);
    cr_assert_not(back.prepare.load.rate.is_share);
    cr_assert_eq(back.prepare.load.working_set_bytes, 1 << 24);
    cr_assert_eq(back.prepare.load.threads, WIRE_THREADS_MAX);
    cr_assert_eq(back.prepare.seed, UINT64_MAX);
    cr_assert_eq(back.prepare.content_seed, UINT64_MAX - 1);
    cr_assert_eq(back.prepare.offset_ns, WIRE_OFFSET_MAX_NS);
    cr_assert_eq(back.prepare.stream, WIRE_STREAMS_MAX - 1);
    wire_message_done(&back);
}

Test(wire_message, carries_figures)
{
    struct wire_message message = {
        .type = WIRE_FIGURE,
        .figure = {.name = (char *)"iops",
                   .unit = (char *)"1/s",
                   .higher_is_better = true,
                   .value = -1.25e-300,
                   .stream = 2},
    };
    struct wire_message back = round_trip(&message);

    cr_assert_str_eq(back.figure.name, "iops");
    cr_assert_str_eq(back.figure.unit, "1/s");
    cr_assert(back.figure.higher_is_better);
    cr_assert_eq(back.figure.value, -1.25e-300);
    cr_assert_eq(back.figure.stream, 2);
    wire_message_done(&back);
}

Test(wire_message, refuses_figures_that_are_none)
{
#define FIGURE "{\"type\":\"figure\",\"name\":\"a\",\"unit\":\"\""
    refused(FIGURE ",\"value\":1}", "higher_is_better");
    refused(FIGURE ",\"value\":1,\"higher_is_better\":1}", "higher_is_better");
    refused(FIGURE ",\"higher_is_better\":true}", "value");
    refused(FIGURE ",\"value\":\"1\",\"higher_is_better\":true}", "value");
    refused(FIGURE ",\"value\":1,\"higher_is_better\":true,\"stream\":16}", "stream");
    refused("{\"type\":\"figure\",\"unit\":\"\",\"value\":1,\"higher_is_better\":true}", "name");
}

Test(wire_message, carries_a_window_with_its_histogram)
{
    struct histogram *histogram = alloc_zeroed(1, sizeof *histogram);
    struct wire_message message = {
        .type = WIRE_WINDOW,
        .window = {.index = 7,
                   .duration_ns = 1000000000,
                   .due = 5,
                   .steal_ns = 3,
                   .histogram = histogram,
                   .stream = 3},
    };
    struct wire_message back;

    for (uint64_t value = 1; value < UINT64_C(1) << 45; value *= 3)
        histogram_record(histogram, value);
    message.window.operations = histogram->total;
    back = round_trip(&message);
    cr_assert_eq(back.window.index, 7);
    cr_assert_eq(back.window.operations, histogram->total);
    cr_assert_eq(back.window.due, 5);
    cr_assert_eq(back.window.steal_ns, 3);
    cr_assert_eq(back.window.stream, 3);
    cr_assert_eq(memcmp(back.window.histogram, histogram, sizeof *histogram), 0);
    wire_message_done(&back);
    free(histogram);
}

Test(wire_message, carries_errors_of_any_bytes)
{
    struct wire_message message = {
        .type = WIRE_ERROR,
        .error = {.workload = NULL, .what = (char *)"broken \xff\xfe\n\x1b[31m", .code = 5},
    };
    struct wire_message back = round_trip(&message);

    cr_assert_str_eq(back.error.workload, "");
    cr_assert_str_eq(back.error.what, "broken ??  [31m");
    cr_assert_eq(back.error.code, 5);
    wire_message_done(&back);
}

Test(wire_message, cuts_a_text_without_end)
{
    scope_free char *text = alloc_zeroed(100001, 1);
    struct wire_message message = {.type = WIRE_ERROR, .error = {.what = text}};
    struct wire_message back;

    for (size_t i = 0; i < 100000; i++)
        text[i] = i % 2 ? '\xbc' : '\xc3';
    back = round_trip(&message);
    cr_assert_eq(strlen(back.error.what), 4096);
    wire_message_done(&back);
}

Test(wire_message, refuses_what_is_no_message)
{
    refused("", "no JSON");
    refused("hello", "no JSON");
    refused("{\"type\":\"stop\"", "no JSON");
    refused("{\"type\":\"stop\"} x", "no JSON");
    refused("{\"type\":\"stop\",\"type\":\"quit\"}", "no JSON");
    refused("{\"type\":\"st\xffop\"}", "no JSON");
    refused("[1]", "no JSON object");
    refused("{}", "no type");
    refused("{\"type\":7}", "no type");
    refused("{\"type\":\"reboot\"}", "unknown message type \"reboot\"");
}

Test(wire_message, refuses_nesting_and_length_without_end)
{
    scope_free char *nested = alloc_zeroed(200001, 1);
    scope_free char *longest = alloc_zeroed(WIRE_LINE_MAX + 2, 1);
    struct wire_message message;
    struct err err = {0};

    memset(nested, '[', 200000);
    refused(nested, "no JSON");
    memset(longest, ' ', WIRE_LINE_MAX + 1);
    cr_assert_eq(wire_decode(longest, WIRE_LINE_MAX + 1, &message, &err), -EBADMSG);
    err_done(&err);
}

static const char prepare_format[] =
    "{\"type\":\"prepare\",\"workload\":%s,\"variant\":\"\",\"arrivals\":%s,\"rate_hz\":%s,"
    "\"working_set_bytes\":%s,\"threads\":%s,\"seed\":%s,\"offset_ns\":%s}";

static void prepare_refused(const char *const values[7], const char *why)
{
    scope_free char *line = NULL;

    cr_assert_geq(asprintf(&line, prepare_format, values[0], values[1], values[2], values[3],
                           values[4], values[5], values[6]),
                  0);
    refused(line, why);
}

// One member of a good prepare replaced by each wrong value.
Test(wire_message, refuses_each_wrong_member_of_prepare)
{
    static const struct {
        int member;
        const char *value, *why;
    } wrong[] = {
        {0, "7", "prepare: workload is no text"},
        {0, "null", "workload is no text"},
        {1, "\"often\"", "arrivals is \"often\""},
        {2, "0", "rate_hz is 0"},
        {2, "-5", "rate_hz is -5"},
        {2, "1e300", "rate_hz is 1e+300"},
        {2, "1e999", "no JSON"},
        {2, "\"fast\"", "rate_hz is no number"},
        {3, "-1", "working_set_bytes is -1"},
        {3, "1.5", "working_set_bytes is no whole number"},
        {3, "99999999999999999999", "no JSON"},
        {4, "1025", "threads is 1025, not in 0..1024"},
        {4, "4294967297", "threads is 4294967297"},
        {4, "true", "threads is no whole number"},
        {5, "7", "seed is no text"},
        {5, "\"0x00000000000001\"", "seed is no text"},
        {5, "\"00000000000000001\"", "seed is no text"},
        {5, "\"000000000000000G\"", "seed is no text"},
        {6, "3600000000001", "offset_ns"},
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const char *values[7] = {"\"cpu\"", "\"constant\"",         "10", "0",
                                 "0",       "\"0123456789abcdef\"", "0"};
        values[wrong[i].member] = wrong[i].value;
        prepare_refused(values, wrong[i].why);
    }
}

Test(wire_message, refuses_start_beyond_bounds)
{
    refused("{\"type\":\"start\",\"at_ns\":0,\"window_ns\":0,\"windows\":1}", "window_ns is 0");
    refused("{\"type\":\"start\",\"at_ns\":0,\"window_ns\":999999,\"windows\":1}", "window_ns");
    refused("{\"type\":\"start\",\"at_ns\":0,\"window_ns\":3600000000001,\"windows\":1}",
            "window_ns");
    refused(
        "{\"type\":\"start\",\"at_ns\":4611686018427387905,\"window_ns\":1000000,\"windows\":1}",
        "at_ns");
    refused("{\"type\":\"start\",\"at_ns\":0,\"window_ns\":1000000}", "windows is missing");
}

Test(wire_message, refuses_windows_that_lie)
{
    static const char format[] =
        "{\"type\":\"window\",\"i\":0,\"duration_ns\":1,\"ops\":%s,\"due\":"
        "0,\"steal_ns\":0,\"histogram\":%s}";
    static const struct {
        const char *operations, *histogram, *why;
    } wrong[] = {
        {"1", "\"AQAAAAAA\"", "disagree"},     {"0", "\"AQAAAAA\"", "no base64"},
        {"0", "\"AQAAAA==\"", "no histogram"}, {"0", "\"\"", "no histogram"},
        {"0", "\"AgAAAAAA\"", "no histogram"}, {"0", "0", "no text"},
        {"-1", "\"AQAAAAAA\"", "ops is -1"},
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        scope_free char *line = NULL;
        cr_assert_geq(asprintf(&line, format, wrong[i].operations, wrong[i].histogram), 0);
        refused(line, wrong[i].why);
    }
}

Test(wire_message, reads_the_version_of_a_stranger_whatever_else_it_says)
{
    static const char line[] = "{\"type\":\"hello\",\"version\":9,\"kernel\":{},\"cpus\":\"many\"}";
    struct wire_message message;
    struct err err = {0};

    cr_assert_eq(wire_decode(line, strlen(line), &message, &err), 0);
    cr_assert_eq(err.kind, ERR_NONE);
    cr_assert_eq(message.hello.version, 9);
    wire_message_done(&message);
    refused("{\"type\":\"hello\",\"version\":1,\"kernel\":{},\"cpus\":\"many\"}", "hello: kernel");
    refused("{\"type\":\"hello\",\"version\":-1}", "version is -1");
}

Test(wire_message, refuses_a_zero_byte)
{
    static const char line[] =
        "{\"type\":\"start\",\"at_ns\":1\0,\"window_ns\":1000000,\"windows\":0}";
    struct wire_message message = {.type = WIRE_QUIT};
    struct err err = {0};

    cr_assert_eq(wire_decode(line, sizeof line - 1, &message, &err), -EBADMSG);
    cr_assert(strstr(err_text(&err), "zero byte"), "%s", err_text(&err));
    err_done(&err);
}

Test(wire_message, ignores_members_it_does_not_know)
{
    static const char line[] = "{\"since\":[1,{}],\"type\":\"stop\",\"reason\":null}\n";
    struct wire_message message;

    cr_assert_eq(wire_decode(line, strlen(line), &message, NULL), 0);
    cr_assert_eq(message.type, WIRE_STOP);
}

Test(wire_message, releases_nothing_twice)
{
    struct wire_message message = {
        .type = WIRE_ERROR, .error = {.workload = alloc_copy("cpu"), .what = alloc_copy("x")}};

    wire_message_done(&message);
    wire_message_done(&message);
    wire_message_done(NULL);
}
