// SPDX-License-Identifier: GPL-3.0-or-later
// A trace travels in groups of equal steps, [duration_ns, share, share, ...]: most have one length
// throughout, and the bare guest has little room for a line.
#include "common/wire/arrivals.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/model/load.h"
#include "common/wire/member.h"
#include "common/wire/message.h"

static void trace_write(json_t *object, const struct trace *trace)
{
    json_t *groups = json_array(), *group = NULL;

    for (size_t i = 0; i < trace->count; i++) {
        const struct trace_step *step = &trace->steps[i];

        if (i == 0 || step->duration_ns != step[-1].duration_ns) {
            group = json_array();
            json_array_append_new(groups, group);
            json_array_append_new(group, json_integer((json_int_t)step->duration_ns));
        }
        json_array_append_new(group, json_integer(step->share_ppm));
    }
    json_object_set_new(object, "trace", groups);
}

void arrivals_write(json_t *object, const struct load *load)
{
    member_write_text(object, "arrivals", load_arrivals_name(load->arrivals));
    json_object_set_new(object, "rate_hz",
                        json_real(load->arrivals == LOAD_CLOSED ? 0 : load->rate.value));
    if (load->counts_from_start)
        member_write_text(object, "latency_from", "start");
    if (load->arrivals == LOAD_BURSTY) {
        member_write_u64(object, "burst_permille", load->burst.factor_permille);
        member_write_u64(object, "burst_ns", load->burst.length_ns);
    } else if (load->arrivals == LOAD_REPLAY) {
        trace_write(object, &load->traces.traces[0]);
        member_write_u64(object, "trace_lead_ns", load->trace_lead_ns);
        member_write_text(
            object, "trace_arrivals",
            load_arrivals_name(load->trace_is_poisson ? LOAD_POISSON : LOAD_CONSTANT));
    }
}

static int name_read(const json_t *object, const char *name, enum load_arrivals *ret_arrivals,
                     struct err *err)
{
    char *text;
    int rc = member_read_text(object, name, &text, err);
    int arrivals;

    if (rc < 0)
        return rc;
    arrivals = load_arrivals_parse(text);
    if (arrivals < 0)
        rc = member_bad(err, "%s is \"%.32s\", none of ours", name, text);
    else
        *ret_arrivals = (enum load_arrivals)arrivals;
    free(text);
    return rc;
}

static int burst_read(const json_t *object, struct load_burst *burst, struct err *err)
{
    int rc = member_read_u32(object, "burst_permille", LOAD_BURST_PERMILLE_MIN,
                             LOAD_BURST_PERMILLE_MAX, &burst->factor_permille, err);

    if (rc == 0)
        rc = member_read_u64(object, "burst_ns", LOAD_BURST_LENGTH_MIN_NS, LOAD_BURST_LENGTH_MAX_NS,
                             &burst->length_ns, err);
    return rc;
}

static bool is_within(const json_t *value, uint64_t min, uint64_t max)
{
    json_int_t number = json_integer_value(value);

    return json_is_integer(value) && number >= 0 && (uint64_t)number >= min &&
           (uint64_t)number <= max;
}

static int group_read(const json_t *group, struct trace *trace, struct err *err)
{
    size_t count = json_array_size(group);
    const json_t *duration = json_array_get(group, 0);

    if (count < 2)
        return member_bad(err, "trace is no list of lists, each of a duration and shares");
    if (!is_within(duration, TRACE_STEP_MIN_NS, TRACE_LENGTH_MAX_NS))
        return member_bad(err, "trace has a duration that is no whole number of its range");
    if (count - 1 > TRACE_STEPS_MAX - trace->count)
        return member_bad(err, "trace has more than %d steps", TRACE_STEPS_MAX);
    for (size_t i = 1; i < count; i++) {
        const json_t *share = json_array_get(group, i);

        if (!is_within(share, 0, TRACE_FULL_PPM))
            return member_bad(err, "trace has a share that is no whole number in 0..%d",
                              TRACE_FULL_PPM);
        trace_add(trace, (uint64_t)json_integer_value(duration),
                  (uint32_t)json_integer_value(share));
    }
    return 0;
}

// The sum of all durations is looked at, too: no member of it need be beyond its own bound.
static int length_check(const struct trace *trace, struct err *err)
{
    uint64_t length_ns = 0;

    for (size_t i = 0; i < trace->count && length_ns <= TRACE_LENGTH_MAX_NS; i++)
        length_ns += trace->steps[i].duration_ns;
    if (length_ns < TRACE_LENGTH_MIN_NS || length_ns > TRACE_LENGTH_MAX_NS)
        return member_bad(err, "trace is too short or too long altogether");
    return 0;
}

static int trace_read(const json_t *object, struct load *load, struct err *err)
{
    const json_t *groups = json_object_get(object, "trace");
    struct trace trace = {0};
    int rc = groups ? 0 : member_bad(err, "trace is missing");

    if (rc == 0 && !json_is_array(groups))
        rc = member_bad(err, "trace is no list of lists, each of a duration and shares");
    for (size_t i = 0; rc == 0 && i < json_array_size(groups); i++)
        rc = group_read(json_array_get(groups, i), &trace, err);
    if (rc == 0)
        rc = length_check(&trace, err);
    if (rc == 0)
        trace_set_take(&load->traces, &trace);
    trace_done(&trace);
    return rc;
}

static int replay_read(const json_t *object, struct load *load, struct err *err)
{
    enum load_arrivals within = LOAD_CONSTANT;
    int rc = trace_read(object, load, err);

    if (rc == 0)
        rc = member_read_u64(object, "trace_lead_ns", 0, TRACE_LENGTH_MAX_NS, &load->trace_lead_ns,
                             err);
    if (rc == 0)
        rc = name_read(object, "trace_arrivals", &within, err);
    if (rc == 0 && within != LOAD_CONSTANT && within != LOAD_POISSON)
        rc = member_bad(err, "trace_arrivals is neither constant nor poisson");
    load->trace_is_poisson = within == LOAD_POISSON;
    return rc;
}

static int latency_read(const json_t *object, struct load *load, struct err *err)
{
    const json_t *from = json_object_get(object, "latency_from");

    if (from && (!json_is_string(from) || strcmp(json_string_value(from), "start") != 0))
        return member_bad(err, "latency_from is not \"start\"");
    load->counts_from_start = from;
    return 0;
}

int arrivals_read(const json_t *object, struct load *load, struct err *err)
{
    int rc = name_read(object, "arrivals", &load->arrivals, err);

    if (rc == 0)
        rc = member_read_real(object, "rate_hz", load->arrivals == LOAD_CLOSED ? 0 : WIRE_RATE_MIN,
                              load->arrivals == LOAD_CLOSED ? 0 : WIRE_RATE_MAX, &load->rate.value,
                              err);
    if (rc == 0)
        rc = latency_read(object, load, err);
    if (rc == 0 && load->arrivals == LOAD_BURSTY)
        rc = burst_read(object, &load->burst, err);
    if (rc == 0 && load->arrivals == LOAD_REPLAY)
        rc = replay_read(object, load, err);
    return rc;
}
