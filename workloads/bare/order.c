// SPDX-License-Identifier: GPL-3.0-or-later
// The members of each message that a host says and the ranges they must keep, in the order and the
// words of the Linux agent, so that a host's log reads the same. Knows no state of the
// conversation.
#include "workloads/bare/order.h"

#include <errno.h>

#include "workloads/bare/json_scan.h"
#include "workloads/bare/order_trace.h"
#include "workloads/bare/text.h"
#include "workloads/bare/type_name.h"
#include "workloads/core/text.h"

enum { SHOWN_MAX = 32 }; // bytes of a bad value that a text repeats

struct reader {
    struct json_object object;
    struct text what;
};

static const char *const arrivals_names[] = {
#define X(name, text) [LOAD_##name] = text,
    LOAD_ARRIVALS(X)
#undef X
};

static void say(struct reader *reader, const char *name, const char *more)
{
    text_add(&reader->what, name);
    text_add(&reader->what, more);
}

static int bad(struct reader *reader, const char *name, const char *problem)
{
    say(reader, name, problem);
    return -EBADMSG;
}

static int bad_name(struct reader *reader, const char *before, const char *shown, const char *after)
{
    size_t length = 0;

    while (length < SHOWN_MAX && shown[length])
        length++;
    text_add(&reader->what, before);
    text_add_byte(&reader->what, '"');
    text_add_bytes(&reader->what, shown, length);
    text_add_byte(&reader->what, '"');
    text_add(&reader->what, after);
    return -EBADMSG;
}

// "threads is 5000, not in "; the caller adds the range.
static int bad_range(struct reader *reader, const char *name, const struct json_value *value)
{
    text_add(&reader->what, name);
    text_add(&reader->what, " is ");
    text_add_bytes(&reader->what, value->bytes,
                   value->length < SHOWN_MAX ? value->length : SHOWN_MAX);
    text_add(&reader->what, ", not in ");
    return -EBADMSG;
}

static const struct json_value *find(struct reader *reader, const char *name)
{
    const struct json_value *value = json_find(&reader->object, name);

    if (!value)
        bad(reader, name, " is missing");
    return value;
}

static int read_u64(struct reader *reader, const char *name, uint64_t min, uint64_t max,
                    uint64_t *ret_number)
{
    const struct json_value *value = find(reader, name);
    uint64_t number = 0;

    if (!value)
        return -EBADMSG;
    if (value->kind != JSON_WHOLE)
        return bad(reader, name, " is no whole number");
    if (json_value_unsigned(value, &number) < 0 || number < min || number > max) {
        bad_range(reader, name, value);
        text_add_unsigned(&reader->what, min);
        text_add(&reader->what, "..");
        text_add_unsigned(&reader->what, max);
        return -EBADMSG;
    }
    *ret_number = number;
    return 0;
}

static int read_u32(struct reader *reader, const char *name, uint32_t max, uint32_t *ret_number)
{
    uint64_t number;
    int rc = read_u64(reader, name, 0, max, &number);

    if (rc == 0)
        *ret_number = (uint32_t)number;
    return rc;
}

static int read_hex(struct reader *reader, const char *name, uint64_t *ret_number)
{
    const struct json_value *value = find(reader, name);

    if (!value)
        return -EBADMSG;
    if (json_value_hex(value, ret_number) < 0)
        return bad(reader, name, " is no text of 16 hexadecimal digits");
    return 0;
}

// Control characters become spaces: texts end on terminals.
static int read_name(struct reader *reader, const char *name, char text[ORDER_NAME_SIZE])
{
    const struct json_value *value = find(reader, name);
    int rc = value ? json_value_text(value, text, ORDER_NAME_SIZE) : -EBADMSG;

    if (rc == -EINVAL)
        return bad(reader, name, " is no text");
    if (rc == -EMSGSIZE) {
        say(reader, name, " has more than ");
        text_add_unsigned(&reader->what, ORDER_NAME_SIZE - 1);
        text_add(&reader->what, " bytes");
        return -EBADMSG;
    }
    for (char *c = text; rc == 0 && *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    return rc;
}

static int read_arrivals(struct reader *reader, const char *name, enum load_arrivals *ret_arrivals)
{
    char text[ORDER_NAME_SIZE];
    int rc = read_name(reader, name, text);

    if (rc < 0)
        return rc;
    for (int i = 0; i < LOAD_ARRIVALS_COUNT; i++) {
        if (text_equals(text, arrivals_names[i])) {
            *ret_arrivals = (enum load_arrivals)i;
            return 0;
        }
    }
    text_add(&reader->what, name);
    return bad_name(reader, " is ", text, ", none of ours");
}

// The bounds as the protocol's definition spells them.
#define SPELLED(value)       #value
#define RANGE_TEXT(min, max) SPELLED(min) ".." SPELLED(max)

static int read_rate(struct reader *reader, enum load_arrivals arrivals, double *ret_rate_hz)
{
    double min = arrivals == LOAD_CLOSED ? 0 : WIRE_RATE_MIN;
    double max = arrivals == LOAD_CLOSED ? 0 : WIRE_RATE_MAX;
    const struct json_value *value = find(reader, "rate_hz");
    double rate_hz;

    if (!value)
        return -EBADMSG;
    if (json_value_real(value, &rate_hz) < 0)
        return bad(reader, "rate_hz", " is no number");
    if (rate_hz < min || rate_hz > max) {
        bad_range(reader, "rate_hz", value);
        text_add(&reader->what, arrivals == LOAD_CLOSED ? RANGE_TEXT(0, 0)
                                                        : RANGE_TEXT(WIRE_RATE_MIN, WIRE_RATE_MAX));
        return -EBADMSG;
    }
    *ret_rate_hz = rate_hz;
    return 0;
}

static int read_burst(struct reader *reader, struct load_burst *burst)
{
    uint64_t permille;
    int rc = read_u64(reader, "burst_permille", LOAD_BURST_PERMILLE_MIN, LOAD_BURST_PERMILLE_MAX,
                      &permille);

    if (rc == 0)
        rc = read_u64(reader, "burst_ns", LOAD_BURST_LENGTH_MIN_NS, LOAD_BURST_LENGTH_MAX_NS,
                      &burst->length_ns);
    if (rc == 0)
        burst->factor_permille = (uint32_t)permille;
    return rc;
}

static int read_trace(struct reader *reader, struct order_prepare *prepare)
{
    const struct json_value *list = find(reader, "trace");
    const char *what;

    if (!list)
        return -EBADMSG;
    if (order_trace_check(list, &prepare->trace_count, &what) < 0)
        return bad(reader, what, "");
    prepare->trace = *list;
    return 0;
}

static int read_replay(struct reader *reader, struct order_prepare *prepare)
{
    enum load_arrivals within = LOAD_CONSTANT;
    int rc = read_trace(reader, prepare);

    if (rc == 0)
        rc = read_u64(reader, "trace_lead_ns", 0, TRACE_LENGTH_MAX_NS, &prepare->trace_lead_ns);
    if (rc == 0)
        rc = read_arrivals(reader, "trace_arrivals", &within);
    if (rc == 0 && within != LOAD_CONSTANT && within != LOAD_POISSON)
        return bad(reader, "trace_arrivals", " is neither constant nor poisson");
    prepare->trace_is_poisson = within == LOAD_POISSON;
    return rc;
}

static int read_latency(struct reader *reader, struct order_prepare *prepare)
{
    const struct json_value *from = json_find(&reader->object, "latency_from");
    static const struct json_value start = {JSON_TEXT, "start", 5};

    if (from && (from->kind != JSON_TEXT || !json_value_same_text(from, &start)))
        return bad(reader, "latency_from", " is not \"start\"");
    prepare->counts_from_start = from;
    return 0;
}

static int read_load(struct reader *reader, struct order_prepare *prepare)
{
    int rc = read_name(reader, "workload", prepare->workload);

    if (rc == 0)
        rc = read_name(reader, "variant", prepare->variant);
    if (rc == 0 && json_find(&reader->object, "options"))
        rc = read_name(reader, "options", prepare->options);
    if (rc == 0)
        rc = read_arrivals(reader, "arrivals", &prepare->arrivals);
    if (rc == 0)
        rc = read_rate(reader, prepare->arrivals, &prepare->rate_hz);
    if (rc == 0)
        rc = read_latency(reader, prepare);
    if (rc == 0 && prepare->arrivals == LOAD_BURSTY)
        rc = read_burst(reader, &prepare->burst);
    if (rc == 0 && prepare->arrivals == LOAD_REPLAY)
        rc = read_replay(reader, prepare);
    if (rc == 0)
        rc = read_u64(reader, "working_set_bytes", 0, INT64_MAX, &prepare->working_set_bytes);
    if (rc == 0)
        rc = read_u32(reader, "threads", WIRE_THREADS_MAX, &prepare->threads);
    return rc;
}

static int read_prepare(struct reader *reader, struct order_prepare *prepare)
{
    int rc = read_load(reader, prepare);

    if (rc == 0)
        rc = read_hex(reader, "seed", &prepare->seed);
    prepare->content_seed = prepare->seed;
    if (rc == 0 && json_find(&reader->object, "content_seed"))
        rc = read_hex(reader, "content_seed", &prepare->content_seed);
    if (rc == 0)
        rc = read_u64(reader, "offset_ns", 0, WIRE_OFFSET_MAX_NS, &prepare->offset_ns);
    prepare->stream = 0;
    if (rc == 0 && json_find(&reader->object, "stream"))
        rc = read_u32(reader, "stream", WIRE_STREAMS_MAX - 1, &prepare->stream);
    return rc;
}

static int read_start(struct reader *reader, struct wire_start *start)
{
    int rc = read_u64(reader, "at_ns", 0, WIRE_CLOCK_MAX_NS, &start->at_ns);

    if (rc == 0)
        rc = read_u64(reader, "window_ns", WIRE_WINDOW_MIN_NS, WIRE_WINDOW_MAX_NS,
                      &start->window_ns);
    if (rc == 0)
        rc = read_u32(reader, "windows", WIRE_WINDOWS_MAX, &start->windows);
    return rc;
}

static const struct json_value accident_names[] = {
#define X(name, text, what) {JSON_TEXT, text, sizeof(text) - 1},
    ACCIDENTS(X)
#undef X
};

static int find_accident(const struct json_value *name)
{
    for (int i = ACCIDENT_NONE + 1; i < ACCIDENT_COUNT; i++)
        if (i != ACCIDENT_KILL && json_value_same_text(name, &accident_names[i]))
            return i;
    return -1;
}

static int read_accident(struct reader *reader, struct wire_accident *accident)
{
    const struct json_value *value = json_find(&reader->object, "kind");
    int kind = value && value->kind == JSON_TEXT ? find_accident(value) : -1;

    if (kind < 0)
        return bad(reader, "kind", " is no accident within a guest");
    accident->kind = (enum accident)kind;
    return json_find(&reader->object, "limit_bytes")
               ? read_u64(reader, "limit_bytes", 1, INT64_MAX, &accident->limit_bytes)
               : 0;
}

static int read_type(struct reader *reader, enum wire_type *ret_type)
{
    const struct json_value *value = json_find(&reader->object, "type");
    char text[ORDER_NAME_SIZE];
    int rc = value ? json_value_text(value, text, sizeof text) : -EINVAL;
    int type;

    if (rc == -EINVAL)
        return bad(reader, "the message has no type", "");
    type = type_parse(text);
    if (rc < 0 || type < 0)
        return bad_name(reader, "unknown message type ", text, "");
    *ret_type = (enum wire_type)type;
    return 0;
}

static int read_rest(struct reader *reader, struct order *order)
{
    switch (order->type) {
    case WIRE_PING:
        return read_hex(reader, "id", &order->ping.id);
    case WIRE_PREPARE:
        return read_prepare(reader, &order->prepare);
    case WIRE_START:
        return read_start(reader, &order->start);
    case WIRE_ACCIDENT:
        return read_accident(reader, &order->accident);
    case WIRE_STOP:
    case WIRE_QUIT:
        return 0;
    default:
        text_add(&reader->what,
                 "a host never says it; expected ping, prepare, start, accident, stop or quit");
        return -EPROTO;
    }
}

static int read_object(struct reader *reader, struct order *ret_order)
{
    struct order order = {0};
    int rc = read_type(reader, &order.type);

    if (rc < 0)
        return rc;
    // Before anything is known to be wrong, so that every text begins with it.
    say(reader, type_name(order.type), ": ");
    rc = read_rest(reader, &order);
    if (rc == 0)
        *ret_order = order;
    return rc;
}

static int scan(struct reader *reader, const char *line, size_t length)
{
    struct json_problem problem;

    if (length > WIRE_LINE_MAX) {
        text_add(&reader->what, "a line of ");
        text_add_unsigned(&reader->what, length);
        text_add(&reader->what, " bytes, more than ");
        text_add_unsigned(&reader->what, WIRE_LINE_MAX);
        return -EBADMSG;
    }
    if (json_scan(line, length, &reader->object, &problem) == 0)
        return 0;
    text_add(&reader->what, "no JSON at byte ");
    text_add_unsigned(&reader->what, problem.position);
    return bad(reader, ": ", problem.what);
}

int order_read(const char *line, size_t length, struct order *ret_order, char what[ORDER_WHAT_SIZE])
{
    struct reader reader;
    int rc;

    reader.what = text_into(what, ORDER_WHAT_SIZE - 1);
    rc = scan(&reader, line, length);
    if (rc == 0)
        rc = read_object(&reader, ret_order);
    what[reader.what.length] = '\0';
    return rc;
}
