// SPDX-License-Identifier: GPL-3.0-or-later
// The two codecs of one protocol against each other: many random messages of a host, written by the
// host's codec and read by the bare guest's.
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "workloads/bare/order.h"
#include "workloads/bare/order_trace.h"

enum { ROUNDS = 4000 };

// Characters of one to four bytes, those that need escapes, and those that become spaces.
static void random_name(struct rng *rng, char name[ORDER_NAME_SIZE])
{
    static const char *const pieces[] = {"a", "Z", "-",  "\"",   "\\",   "/", "ü",
                                         "€", "😀", "\n", "\x1f", "\x7f", " ", "{"};
    size_t count = rng_below(rng, 16);

    name[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[rng_below(rng, sizeof pieces / sizeof pieces[0])];

        if (strlen(name) + strlen(piece) < ORDER_NAME_SIZE)
            strcat(name, piece);
    }
}

// As both readers do: texts end on terminals.
static void spaces_for_controls(char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name < ' ' || *name == 0x7f)
            *name = ' ';
}

// 0..max, the ends more often than by chance.
static uint64_t random_within(struct rng *rng, uint64_t min, uint64_t max)
{
    switch (rng_below(rng, 8)) {
    case 0:
        return min;
    case 1:
        return max;
    default:
        return min + rng_below(rng, max - min + 1);
    }
}

static double random_rate_hz(struct rng *rng)
{
    switch (rng_below(rng, 8)) {
    case 0:
        return WIRE_RATE_MIN;
    case 1:
        return WIRE_RATE_MAX;
    case 2:
        return (double)rng_below(rng, 100000) / 8;
    default:
        return fmax(WIRE_RATE_MIN, pow(10, rng_unit(rng) * 15 - 6) * 0.999999);
    }
}

// A trace is borrowed from the line, which is the caller's.
static struct order read_line(const struct wire_message *message, struct strbuf *line)
{
    struct order order;
    char what[ORDER_WHAT_SIZE] = "";

    wire_encode(message, line);
    cr_assert_eq(order_read(line->text, line->length, &order, what), 0, "%s%s", line->text, what);
    cr_assert_eq(order.type, message->type);
    return order;
}

static struct order read_back(const struct wire_message *message)
{
    scope_strbuf struct strbuf line = {0};

    return read_line(message, &line);
}

Test(bare_two_codecs, agree_about_pings)
{
    struct rng rng;

    rng_init(&rng, 11);
    for (int i = 0; i < ROUNDS; i++) {
        struct wire_message message = {
            .type = WIRE_PING,
            .ping = {.id = rng_next(&rng), .census = i % 2},
        };

        cr_assert_eq(read_back(&message).ping.id, message.ping.id);
    }
}

Test(bare_two_codecs, agree_about_starts)
{
    struct rng rng;

    rng_init(&rng, 12);
    for (int i = 0; i < ROUNDS; i++) {
        struct wire_message message = {
            .type = WIRE_START,
            .start = {.at_ns = random_within(&rng, 0, WIRE_CLOCK_MAX_NS),
                      .window_ns = random_within(&rng, WIRE_WINDOW_MIN_NS, WIRE_WINDOW_MAX_NS),
                      .windows = (uint32_t)random_within(&rng, 0, WIRE_WINDOWS_MAX)}};
        struct order order = read_back(&message);

        cr_assert_eq(order.start.at_ns, message.start.at_ns);
        cr_assert_eq(order.start.window_ns, message.start.window_ns);
        cr_assert_eq(order.start.windows, message.start.windows);
    }
}

// Bounds more often than by chance, equal durations in a row, up to a dozen steps.
static void random_trace(struct rng *rng, struct load *load)
{
    size_t count = 1 + rng_below(rng, 12);
    struct trace trace = {0};

    for (size_t i = 0; i < count; i++) {
        uint64_t duration_ns = random_within(rng, TRACE_LENGTH_MIN_NS, TRACE_LENGTH_MAX_NS / 12);

        if (i && rng_below(rng, 2))
            duration_ns = trace.steps[i - 1].duration_ns;
        trace_add(&trace, duration_ns, (uint32_t)random_within(rng, 0, TRACE_FULL_PPM));
    }
    trace_set_take(&load->traces, &trace);
    load->trace_lead_ns = random_within(rng, 0, TRACE_LENGTH_MAX_NS);
    load->trace_is_poisson = rng_below(rng, 2);
}

static struct wire_message random_prepare(struct rng *rng, char *workload, char *variant)
{
    struct wire_message message = {.type = WIRE_PREPARE};
    struct wire_prepare *prepare = &message.prepare;

    random_name(rng, workload);
    random_name(rng, variant);
    prepare->load.workload = workload;
    prepare->load.variant = variant;
    prepare->load.arrivals = (enum load_arrivals)rng_below(rng, LOAD_ARRIVALS_COUNT);
    prepare->load.rate.value = random_rate_hz(rng);
    prepare->load.burst = (struct load_burst){
        (uint32_t)random_within(rng, LOAD_BURST_PERMILLE_MIN, LOAD_BURST_PERMILLE_MAX),
        random_within(rng, LOAD_BURST_LENGTH_MIN_NS, LOAD_BURST_LENGTH_MAX_NS)};
    random_trace(rng, &prepare->load);
    prepare->load.counts_from_start = rng_below(rng, 2);
    prepare->load.working_set_bytes = random_within(rng, 0, INT64_MAX);
    prepare->load.threads = (uint32_t)random_within(rng, 0, WIRE_THREADS_MAX);
    prepare->seed = rng_next(rng);
    prepare->content_seed = rng_next(rng);
    prepare->offset_ns = random_within(rng, 0, WIRE_OFFSET_MAX_NS);
    prepare->stream = (uint32_t)random_within(rng, 0, WIRE_STREAMS_MAX - 1);
    return message;
}

static void same_trace(const struct order_prepare *read, const struct load *said)
{
    const struct trace *trace = &said->traces.traces[0];
    struct trace_step steps[12];

    cr_assert_eq(read->trace_count, trace->count);
    order_trace_read(&read->trace, steps);
    for (size_t i = 0; i < trace->count; i++) {
        cr_assert_eq(steps[i].duration_ns, trace->steps[i].duration_ns);
        cr_assert_eq(steps[i].share_ppm, trace->steps[i].share_ppm);
    }
    cr_assert_eq(read->trace_lead_ns, said->trace_lead_ns);
    cr_assert_eq(read->trace_is_poisson, said->trace_is_poisson);
}

static void same_prepare(const struct order_prepare *read, const struct wire_prepare *said)
{
    double rate_hz = said->load.arrivals == LOAD_CLOSED ? 0 : said->load.rate.value;

    spaces_for_controls(said->load.workload);
    spaces_for_controls(said->load.variant);
    cr_assert_str_eq(read->workload, said->load.workload);
    cr_assert_str_eq(read->variant, said->load.variant);
    cr_assert_eq(read->arrivals, said->load.arrivals);
    cr_assert_leq(fabs(read->rate_hz - rate_hz), 2 * (nextafter(rate_hz, INFINITY) - rate_hz));
    cr_assert_eq(read->counts_from_start, said->load.counts_from_start);
    if (read->arrivals == LOAD_REPLAY)
        same_trace(read, &said->load);
    if (read->arrivals == LOAD_BURSTY) {
        cr_assert_eq(read->burst.factor_permille, said->load.burst.factor_permille);
        cr_assert_eq(read->burst.length_ns, said->load.burst.length_ns);
    }
    cr_assert_eq(read->working_set_bytes, said->load.working_set_bytes);
    cr_assert_eq(read->threads, said->load.threads);
    cr_assert_eq(read->seed, said->seed);
    cr_assert_eq(read->content_seed, said->content_seed);
    cr_assert_eq(read->offset_ns, said->offset_ns);
    cr_assert_eq(read->stream, said->stream);
}

Test(bare_two_codecs, agree_about_prepares)
{
    struct rng rng;

    rng_init(&rng, 13);
    for (int i = 0; i < ROUNDS; i++) {
        char workload[ORDER_NAME_SIZE], variant[ORDER_NAME_SIZE];
        struct wire_message message = random_prepare(&rng, workload, variant);
        scope_strbuf struct strbuf line = {0};
        struct order order = read_line(&message, &line);

        same_prepare(&order.prepare, &message.prepare);
        trace_set_done(&message.prepare.load.traces);
    }
}
