// SPDX-License-Identifier: GPL-3.0-or-later
// Traces for guests. When operations fall due by them is workloads/core/replay.c's business.
#include "bench/guest_replay.h"

#include <errno.h>
#include <inttypes.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/scenario.h"
#include "common/wire/message.h"

void guest_replay_load(struct load *into, const struct load *load, uint32_t guest)
{
    struct trace own;
    *into = *load;
    into->traces = (struct trace_set){0};
    if (load->arrivals != LOAD_REPLAY)
        return;
    trace_copy_faster(&own, trace_set_of(&load->traces, guest), load_speed(load));
    trace_set_take(&into->traces, &own);
}

void guest_replay_done(struct load *own)
{
    trace_set_done(&own->traces);
}

double guest_replay_offered_hz(const struct load *load, uint32_t guests)
{
    double sum = 0;
    if (load->arrivals == LOAD_CLOSED)
        return 0;
    if (load->arrivals != LOAD_REPLAY || guests == 0)
        return load->rate.value;
    for (uint32_t i = 0; i < guests; i++)
        sum += trace_mean_ratio(trace_set_of(&load->traces, i));
    return load->rate.value * sum / guests;
}

bool guest_replay_begins_idle(const struct load *load)
{
    for (size_t i = 0; i < load->traces.count; i++)
        if (load->traces.traces[i].steps[0].share_ppm > 0)
            return false;
    return load->arrivals == LOAD_REPLAY;
}

int guest_replay_check_line(const struct load *load, size_t line_max, const char *guest_kind,
                            struct err *err)
{
    for (uint32_t i = 0; load->arrivals == LOAD_REPLAY && i < load->traces.count; i++) {
        scope_strbuf struct strbuf line = {0};
        struct wire_message message = {.type = WIRE_PREPARE,
                                       .prepare = {.seed = UINT64_MAX,
                                                   .content_seed = UINT64_MAX,
                                                   .offset_ns = WIRE_OFFSET_MAX_NS}};
        guest_replay_load(&message.prepare.load, load, i);
        message.prepare.load.trace_lead_ns = TRACE_LENGTH_MAX_NS;
        wire_encode(&message, &line);
        guest_replay_done(&message.prepare.load);
        if (line.length > line_max)
            return err_input(err,
                             "load.trace: its %zu steps take a line of %zu bytes, and the %s guest "
                             "reads %zu at most; take a shorter trace, or the appliance guest",
                             load->traces.traces[i].count, line.length, guest_kind, line_max);
    }
    return 0;
}

static void remark_length(const struct scenario *scenario, struct strbuf *text)
{
    struct scenario whole = *scenario;
    whole.windows = SCENARIO_WINDOWS_TRACE;
    uint32_t needed = scenario_windows(&whole), windows = scenario_windows(scenario);
    if (windows < needed)
        strbuf_printf(text,
                      "the trace is not replayed whole: of %" PRIu32
                      " windows that it takes, %" PRIu32
                      " are measured (windows: trace measures all)",
                      needed, windows);
    else if (windows > needed)
        strbuf_printf(text,
                      "the trace takes %" PRIu32 " windows and begins anew in the %" PRIu32
                      " that are measured",
                      needed, windows);
}

static void remark_sharing(const struct scenario *scenario, struct strbuf *text)
{
    size_t traces = scenario->load.traces.count;
    bool is_open = scenario->guests_max == SCENARIO_GUESTS_LIMIT;
    if (traces < 2 || (!is_open && scenario->guests_max <= traces))
        return;
    strbuf_printf(text,
                  "%sthere are %zu traces: beyond %zu guests several replay the same, guest %zu "
                  "that of guest 0",
                  text->length ? "; " : "", traces, traces, traces);
}

char *guest_replay_remark(const struct scenario *scenario)
{
    scope_strbuf struct strbuf text = {0};
    if (scenario->load.arrivals != LOAD_REPLAY)
        return NULL;
    remark_length(scenario, &text);
    remark_sharing(scenario, &text);
    return text.length ? strbuf_take(&text) : NULL;
}
