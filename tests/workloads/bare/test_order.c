// SPDX-License-Identifier: GPL-3.0-or-later
// What a host says, read by the bare guest: equal to what the other codec wrote, every bound kept,
// every refusal named.
#include "workloads/bare/order.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

#define PREPARE_REST                                                                               \
    "\"working_set_bytes\":0,\"threads\":0,\"seed\":\"0000000000000007\",\"offset_ns\":0}"
#define PREPARE                                                                                    \
    "{\"type\":\"prepare\",\"workload\":\"cpu\",\"variant\":\"\",\"arrivals\":\"constant\","       \
    "\"rate_hz\":1000.5," PREPARE_REST

// From memory that ends with the line.
static int read_line(const char *line, size_t length, struct order *order, char *what)
{
    scope_free char *copy = alloc_zeroed(length ? length : 1, 1);

    memcpy(copy, line, length);
    return order_read(copy, length, order, what);
}

static struct order taken(const char *line)
{
    struct order order;
    char what[ORDER_WHAT_SIZE] = "";

    cr_assert_eq(read_line(line, strlen(line), &order, what), 0, "%s: %s", line, what);
    return order;
}

static void refused_with(const char *line, int code, const char *why)
{
    struct order order = {.type = WIRE_TYPE_COUNT};
    char what[ORDER_WHAT_SIZE] = "";

    cr_assert_eq(read_line(line, strlen(line), &order, what), code, "%s: %s", line, what);
    cr_assert(strstr(what, why), "%s: %s", line, what);
    cr_assert_eq(order.type, WIRE_TYPE_COUNT);
}

// By both readers, in words that both use.
static void refused(const char *line, const char *why)
{
    struct wire_message message;
    struct err err = {0};

    refused_with(line, -EBADMSG, why);
    cr_assert_eq(wire_decode(line, strlen(line), &message, &err), -EBADMSG, "%s", line);
    cr_assert(strstr(err_text(&err), why), "%s: %s", line, err_text(&err));
    err_done(&err);
}

// PREPARE with one spelling exchanged.
static char *prepare_with(const char *from, const char *to)
{
    struct strbuf line = {0};
    const char *at = strstr(PREPARE, from);

    cr_assert(at, "%s", from);
    strbuf_printf(&line, "%.*s%s%s", (int)(at - PREPARE), PREPARE, to, at + strlen(from));
    return strbuf_take(&line);
}

static void prepare_refused(const char *from, const char *to, const char *why)
{
    scope_free char *line = prepare_with(from, to);

    refused(line, why);
}

Test(bare_order, reads_what_carries_nothing)
{
    cr_assert_eq(taken("{\"type\":\"stop\"}").type, WIRE_STOP);
    cr_assert_eq(taken("{\"type\":\"quit\"}\n").type, WIRE_QUIT);
    cr_assert_eq(taken(" { \"more\" : [{}] , \"type\" : \"\\u0071uit\" } \r\n").type, WIRE_QUIT);
}

Test(bare_order, reads_ping_and_start)
{
    struct order ping = taken("{\"type\":\"ping\",\"id\":\"fedcba9876543210\"}");
    struct order start = taken("{\"windows\":10000000,\"window_ns\":3600000000000,"
                               "\"at_ns\":4611686018427387904,\"type\":\"start\"}");

    cr_assert_eq(ping.type, WIRE_PING);
    cr_assert_eq(ping.ping.id, UINT64_C(0xfedcba9876543210));
    cr_assert_eq(start.type, WIRE_START);
    cr_assert_eq(start.start.at_ns, WIRE_CLOCK_MAX_NS);
    cr_assert_eq(start.start.window_ns, WIRE_WINDOW_MAX_NS);
    cr_assert_eq(start.start.windows, WIRE_WINDOWS_MAX);
}

Test(bare_order, reads_prepare)
{
    struct order order = taken(PREPARE);

    cr_assert_eq(order.type, WIRE_PREPARE);
    cr_assert_str_eq(order.prepare.workload, "cpu");
    cr_assert_str_eq(order.prepare.variant, "");
    cr_assert_eq(order.prepare.arrivals, LOAD_CONSTANT);
    cr_assert_eq(order.prepare.rate_hz, 1000.5);
    cr_assert_eq(order.prepare.seed, 7);
    cr_assert_eq(order.prepare.content_seed, 7, "absent it is the seed");
}

Test(bare_order, reads_prepares_at_their_bounds)
{
    struct order order =
        taken("{\"type\":\"prepare\",\"workload\":\"memory\",\"variant\":\"copy\","
              "\"arrivals\":\"closed\",\"rate_hz\":0,\"working_set_bytes\":9223372036854775807,"
              "\"threads\":1024,\"seed\":\"ffffffffffffffff\",\"content_seed\":"
              "\"0000000000000001\",\"offset_ns\":3600000000000}");

    cr_assert_eq(order.prepare.rate_hz, 0);
    cr_assert_eq(order.prepare.working_set_bytes, INT64_MAX);
    cr_assert_eq(order.prepare.threads, WIRE_THREADS_MAX);
    cr_assert_eq(order.prepare.seed, UINT64_MAX);
    cr_assert_eq(order.prepare.content_seed, 1);
    cr_assert_eq(order.prepare.offset_ns, WIRE_OFFSET_MAX_NS);
}

Test(bare_order, rates_are_taken_at_both_ends)
{
    scope_free char *least = prepare_with("1000.5", "0.000001");
    scope_free char *most = prepare_with("1000.5", "1e9");
    scope_free char *whole = prepare_with("1000.5", "5");

    cr_assert_eq(taken(least).prepare.rate_hz, WIRE_RATE_MIN);
    cr_assert_eq(taken(most).prepare.rate_hz, WIRE_RATE_MAX);
    cr_assert_eq(taken(whole).prepare.rate_hz, 5);
}

Test(bare_order, refuses_what_is_missing_by_name)
{
    static const char *const names[] = {"workload",          "variant", "arrivals", "rate_hz",
                                        "working_set_bytes", "threads", "seed",     "offset_ns"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        scope_free char *from = alloc_printf("\"%s\":", names[i]);
        scope_free char *to = alloc_printf("\"no_%s\":", names[i]);
        scope_free char *why = alloc_printf("prepare: %s is missing", names[i]);

        prepare_refused(from, to, why);
    }
    refused("{\"type\":\"ping\"}", "ping: id is missing");
    refused("{\"type\":\"start\",\"window_ns\":1000000,\"windows\":0}", "start: at_ns is missing");
    refused("{\"type\":\"start\",\"at_ns\":0,\"windows\":0}", "start: window_ns is missing");
    refused("{\"type\":\"start\",\"at_ns\":0,\"window_ns\":1000000}", "start: windows is missing");
}

Test(bare_order, refuses_wrong_types_by_name)
{
    prepare_refused("\"cpu\"", "1", "prepare: workload is no text");
    prepare_refused("\"variant\":\"\"", "\"variant\":null", "prepare: variant is no text");
    prepare_refused("\"constant\"", "[]", "prepare: arrivals is no text");
    prepare_refused("\"constant\"", "\"often\"", "prepare: arrivals is \"often\", none of ours");
    prepare_refused("1000.5", "\"1000.5\"", "prepare: rate_hz is no number");
    prepare_refused("\"threads\":0", "\"threads\":0.0", "prepare: threads is no whole number");
    prepare_refused("\"threads\":0", "\"threads\":true", "prepare: threads is no whole number");
    prepare_refused("\"0000000000000007\"", "7",
                    "prepare: seed is no text of 16 hexadecimal digits");
    refused("{\"type\":\"ping\",\"id\":\"7\"}", "ping: id is no text of 16 hexadecimal digits");
}

Test(bare_order, refuses_numbers_out_of_range)
{
    prepare_refused("1000.5", "0", "prepare: rate_hz is 0, not in ");
    prepare_refused("1000.5", "-1", "prepare: rate_hz is -1, not in ");
    prepare_refused("1000.5", "0.00000099", "prepare: rate_hz is ");
    prepare_refused("1000.5", "1000000001", "prepare: rate_hz is ");
    prepare_refused("\"constant\"", "\"closed\"", "prepare: rate_hz is 1000.5, not in 0..0");
    prepare_refused("\"threads\":0", "\"threads\":1025",
                    "prepare: threads is 1025, not in 0..1024");
    prepare_refused("\"threads\":0", "\"threads\":-5", "prepare: threads is -5, not in 0..1024");
    prepare_refused("\"working_set_bytes\":0", "\"working_set_bytes\":-1",
                    "prepare: working_set_bytes is -1, not in 0..9223372036854775807");
    prepare_refused("\"offset_ns\":0", "\"offset_ns\":3600000000001",
                    "prepare: offset_ns is 3600000000001, not in 0..3600000000000");
    refused(
        "{\"type\":\"start\",\"at_ns\":4611686018427387905,\"window_ns\":1000000,\"windows\":0}",
        "start: at_ns is 4611686018427387905, not in 0..4611686018427387904");
    refused("{\"type\":\"start\",\"at_ns\":0,\"window_ns\":999999,\"windows\":0}",
            "start: window_ns is 999999, not in 1000000..3600000000000");
    refused("{\"type\":\"start\",\"at_ns\":0,\"window_ns\":1000000,\"windows\":10000001}",
            "start: windows is 10000001, not in 0..10000000");
}

Test(bare_order, names_the_range_of_rates_as_the_protocol_does)
{
    scope_free char *line = prepare_with("1000.5", "1e-7");

    refused_with(line, -EBADMSG, "prepare: rate_hz is 1e-7, not in 1e-6..1e9");
}

Test(bare_order, refuses_names_that_do_not_fit)
{
    char name[2 + ORDER_NAME_SIZE + 1] = "\"";
    scope_free char *fits = NULL, *longer = NULL;

    memset(name + 1, 'x', ORDER_NAME_SIZE - 1);
    strcat(name, "\"");
    fits = prepare_with("\"cpu\"", name);
    cr_assert_eq(strlen(taken(fits).prepare.workload), ORDER_NAME_SIZE - 1);
    name[ORDER_NAME_SIZE] = '\0';
    strcat(name, "x\"");
    longer = prepare_with("\"cpu\"", name);
    refused_with(longer, -EBADMSG, "prepare: workload has more than 63 bytes");
}

Test(bare_order, control_characters_in_names_become_spaces)
{
    scope_free char *line = prepare_with("\"cpu\"", "\"c\\np\\u001bu\x7f\"");

    cr_assert_str_eq(taken(line).prepare.workload, "c p u ");
}

Test(bare_order, refuses_messages_of_no_type)
{
    refused("{}", "the message has no type");
    refused("{\"type\":1}", "the message has no type");
    refused("{\"type\":\"\"}", "unknown message type \"\"");
    refused("{\"type\":\"PING\"}", "unknown message type \"PING\"");
    refused("{\"type\":\"migrate-this-guest-to-another-host-now\"}",
            "unknown message type \"migrate-this-guest-to-another-ho\"");
}

Test(bare_order, refuses_what_a_host_never_says)
{
    static const char *const types[] = {"hello",  "pong", "ready", "started",
                                        "window", "done", "error"};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        scope_free char *line = alloc_printf("{\"type\":\"%s\"}", types[i]);
        scope_free char *why = alloc_printf(
            "%s: a host never says it; expected ping, prepare, start, accident, stop or quit",
            types[i]);

        refused_with(line, -EPROTO, why);
    }
}

Test(bare_order, refuses_what_is_no_line_of_json)
{
    refused("", "no JSON at byte 0: ");
    refused("\n", "no JSON at byte ");
    refused("hello?", "no JSON at byte ");
    refused("{\"type\":\"stop\"", "no JSON at byte ");
    refused("{\"type\":\"stop\"}{}", "no JSON at byte ");
    refused("{\"type\":\"stop\",\"type\":\"stop\"}", "no JSON at byte ");
}

Test(bare_order, refuses_lines_longer_than_any)
{
    size_t length = WIRE_LINE_MAX + 1;
    scope_free char *line = alloc_zeroed(length + 1, 1);
    char what[ORDER_WHAT_SIZE];
    struct order order;

    memset(line, ' ', length);
    memcpy(line, "{\"type\":\"stop\"}", strlen("{\"type\":\"stop\"}"));
    cr_assert_eq(order_read(line, length - 1, &order, what), 0);
    cr_assert_eq(order_read(line, length, &order, what), -EBADMSG);
    cr_assert_str_eq(what, "a line of 1048577 bytes, more than 1048576");
}

// The longest text there is: the longest names, numbers and bounds.
Test(bare_order, texts_fit_their_bytes)
{
    scope_free char *line =
        prepare_with("\"working_set_bytes\":0", "\"working_set_bytes\":-9223372036854775808");
    char what[ORDER_WHAT_SIZE];
    struct order order;

    cr_assert_eq(order_read(line, strlen(line), &order, what), -EBADMSG);
    cr_assert_str_eq(what, "prepare: working_set_bytes is -9223372036854775808, not in "
                           "0..9223372036854775807");
}

static void arrivals_taken(const char *members)
{
    scope_free char *line = alloc_printf("{\"type\":\"prepare\",\"workload\":\"cpu\",\"variant\":"
                                         "\"\",%s," PREPARE_REST,
                                         members);
    struct wire_message message;

    taken(line);
    cr_assert_eq(wire_decode(line, strlen(line), &message, NULL), 0, "%s", line);
    wire_message_done(&message);
}

static void arrivals_refused(const char *members, const char *why)
{
    scope_free char *line = alloc_printf("{\"type\":\"prepare\",\"workload\":\"cpu\",\"variant\":"
                                         "\"\",%s," PREPARE_REST,
                                         members);

    refused(line, why);
}

Test(bare_order, reads_bursts)
{
#define BURSTY "\"arrivals\":\"bursty\",\"rate_hz\":5"
    arrivals_taken(BURSTY ",\"burst_permille\":4000,\"burst_ns\":20000000");
    arrivals_refused(BURSTY ",\"burst_ns\":20000000", "burst_permille is missing");
    arrivals_refused(BURSTY ",\"burst_permille\":1000,\"burst_ns\":20000000",
                     "burst_permille is 1000, not in 1010..1000000");
    arrivals_refused(BURSTY ",\"burst_permille\":4000,\"burst_ns\":5", "burst_ns is 5, not in ");
    arrivals_refused(BURSTY ",\"burst_permille\":4.5,\"burst_ns\":5",
                     "burst_permille is no whole number");
}

#define REPLAY(trace)                                                                              \
    "\"arrivals\":\"replay\",\"rate_hz\":5,\"trace_lead_ns\":0,\"trace_arrivals\":\"constant\","   \
    "\"trace\":" trace

Test(bare_order, reads_traces)
{
    arrivals_taken(REPLAY("[[1000000,0]]"));
    arrivals_taken(REPLAY("[[1000000,0,-0,1000000],[2000000 , 7 ] ,[ 316223999995000000,1]]"));
    arrivals_refused("\"arrivals\":\"replay\",\"rate_hz\":5", "trace is missing");
    arrivals_refused(REPLAY("7"), "trace is no list of lists");
    arrivals_refused(REPLAY("[7]"), "trace is no list of lists");
    arrivals_refused(REPLAY("[[]]"), "trace ");
    arrivals_refused(REPLAY("{}"), "trace is no list of lists");
    arrivals_refused(REPLAY("[]"), "trace is too short or too long altogether");
    arrivals_refused(REPLAY("[[999999,0]]"), "trace is too short or too long altogether");
    arrivals_refused(REPLAY("[[316224000000000000,0,0]]"), "too long altogether");
    arrivals_refused(REPLAY("[[316224000000000001,0]]"), "trace has a duration");
    arrivals_refused(REPLAY("[[999,0]]"), "trace has a duration");
    arrivals_refused(REPLAY("[[-5000000,0]]"), "trace has a duration");
    arrivals_refused(REPLAY("[[1e9,0]]"), "trace has a duration");
    arrivals_refused(REPLAY("[[1000000000,1000001]]"), "trace has a share");
    arrivals_refused(REPLAY("[[1000000000,-1]]"), "trace has a share");
    arrivals_refused(REPLAY("[[1000000000,0.5]]"), "trace has a share");
    arrivals_refused(REPLAY("[[1000000000,[]]]"), "trace has a share");
    arrivals_refused("\"arrivals\":\"replay\",\"rate_hz\":5,\"trace\":[[1000000,0]],"
                     "\"trace_lead_ns\":0,\"trace_arrivals\":\"closed\"",
                     "trace_arrivals is neither constant nor poisson");
    arrivals_refused("\"arrivals\":\"replay\",\"rate_hz\":5,\"trace\":[[1000000,0]],"
                     "\"trace_lead_ns\":-1,\"trace_arrivals\":\"constant\"",
                     "trace_lead_ns is -1");
}
