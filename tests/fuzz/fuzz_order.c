// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as lines to the bare guest: refused with a word, or an order that the other codec of
// the protocol reads too, with the same fields. Where the two may differ is told below, once.
#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/wire/message.h"
#include "workloads/bare/order.h"
#include "workloads/bare/order_trace.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static int is_near(double left, double right)
{
    return fabs(left - right) <= 1e-14 * fabs(right);
}

static void check_replay(const struct order_prepare *read, const struct load *other)
{
    const struct trace *trace = &other->traces.traces[0];
    struct trace_step *steps = calloc(read->trace_count, sizeof *steps);

    REQUIRE(steps && read->trace_count == trace->count);
    order_trace_read(&read->trace, steps);
    for (size_t i = 0; i < trace->count; i++)
        REQUIRE(steps[i].duration_ns == trace->steps[i].duration_ns &&
                steps[i].share_ppm == trace->steps[i].share_ppm);
    REQUIRE(read->trace_lead_ns == other->trace_lead_ns);
    REQUIRE(read->trace_is_poisson == other->trace_is_poisson);
    free(steps);
}

static void check_prepare(const struct order_prepare *read, const struct wire_prepare *other)
{
    REQUIRE(strcmp(read->workload, other->load.workload) == 0);
    REQUIRE(strcmp(read->variant, other->load.variant) == 0);
    REQUIRE(read->arrivals == other->load.arrivals);
    REQUIRE(is_near(read->rate_hz, other->load.rate.value));
    REQUIRE(read->counts_from_start == other->load.counts_from_start);
    if (read->arrivals == LOAD_BURSTY) {
        REQUIRE(read->burst.factor_permille == other->load.burst.factor_permille);
        REQUIRE(read->burst.length_ns == other->load.burst.length_ns);
    }
    if (read->arrivals == LOAD_REPLAY)
        check_replay(read, &other->load);
    REQUIRE(read->working_set_bytes == other->load.working_set_bytes);
    REQUIRE(read->threads == other->load.threads);
    REQUIRE(read->seed == other->seed);
    REQUIRE(read->content_seed == other->content_seed);
    REQUIRE(read->offset_ns == other->offset_ns);
}

static void check_same(const struct order *order, const struct wire_message *message)
{
    REQUIRE(order->type == message->type);
    if (order->type == WIRE_PREPARE)
        check_prepare(&order->prepare, &message->prepare);
    if (order->type == WIRE_PING)
        REQUIRE(order->ping.id == message->ping.id);
    if (order->type == WIRE_START) {
        REQUIRE(order->start.at_ns == message->start.at_ns);
        REQUIRE(order->start.window_ns == message->start.window_ns);
        REQUIRE(order->start.windows == message->start.windows);
    }
}

static int says(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

// At the edges of a range, and of what a double holds, two readings of many digits may fall apart.
static int is_edge(const struct wire_message *message)
{
    return message->type == WIRE_PREPARE &&
           (is_near(message->prepare.load.rate.value, WIRE_RATE_MIN) ||
            is_near(message->prepare.load.rate.value, WIRE_RATE_MAX) ||
            message->prepare.load.arrivals == LOAD_CLOSED);
}

// The other codec took it, the bare guest did not.
static void check_may_refuse(int rc, const char *what, const struct wire_message *message)
{
    if (rc == -EPROTO)
        REQUIRE(message->type != WIRE_PING && message->type != WIRE_PREPARE &&
                message->type != WIRE_START && message->type != WIRE_STOP &&
                message->type != WIRE_QUIT);
    else
        REQUIRE(says(what, "workload has more than 63 bytes") ||
                says(what, "variant has more than 63 bytes") || says(what, "more than 8 deep") ||
                says(what, "more than 32 members") ||
                (says(what, "rate_hz is") && is_edge(message)) || says(what, "too large"));
}

// The bare guest took it, the other codec did not.
static void check_may_take(const char *what)
{
    REQUIRE(says(what, "duplicate object key") || says(what, "real number overflow") ||
            says(what, "rate_hz is"));
}

static void check_line(const char *line, size_t length)
{
    struct err err = {0};
    struct order order = {.type = WIRE_TYPE_COUNT};
    struct wire_message message;
    char what[ORDER_WHAT_SIZE] = "";
    int rc = order_read(line, length, &order, what);
    int other = wire_decode(line, length, &message, &err);

    REQUIRE(rc == 0 || rc == -EBADMSG || rc == -EPROTO);
    REQUIRE(rc == 0 || (what[0] && order.type == WIRE_TYPE_COUNT));
    REQUIRE(strlen(what) < ORDER_WHAT_SIZE - 1);
    if (rc == 0 && other == 0)
        check_same(&order, &message);
    else if (rc < 0 && other == 0)
        check_may_refuse(rc, what, &message);
    else if (rc == 0)
        check_may_take(err_text(&err));
    if (other == 0)
        wire_message_done(&message);
    err_done(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *line = (const char *)data;
    const char *end;

    while (size && (end = memchr(line, '\n', size))) {
        size_t length = (size_t)(end - line);

        check_line(line, length);
        line += length + 1;
        size -= length + 1;
    }
    check_line(line, size);
    return 0;
}
