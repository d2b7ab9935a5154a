// SPDX-License-Identifier: GPL-3.0-or-later
// A key that goes with one kind of arrivals alone makes them so; arrivals that are named drop what
// does not go with them, so that an option wins over a file.
#include "common/model/scenario_arrivals.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/exact.h"
#include "common/model/scenario.h"
#include "common/model/trace_file.h"
#include "common/model/trace_text.h"

// --- rate and arrivals --------------------------------------------------------------------------

int scenario_arrivals_set_rate(struct scenario *scenario, const char *text, struct err *err)
{
    struct load *load = &scenario->load;
    int r = units_parse_rate(text, &load->rate, err);
    if (r == 0 && load->arrivals == LOAD_CLOSED)
        load->arrivals = LOAD_CONSTANT;
    return r;
}

char *scenario_arrivals_get_rate(const struct scenario *scenario)
{
    const struct load *load = &scenario->load;
    return load->arrivals == LOAD_CLOSED ? NULL : exact_rate(&load->rate);
}

static void drop_trace(struct scenario *scenario)
{
    struct load *load = &scenario->load;
    trace_set_done(&load->traces);
    load->trace_speed = 0;
    load->trace_is_poisson = false;
    load->trace_holds_gaps = false;
    if (scenario->windows == SCENARIO_WINDOWS_TRACE)
        scenario->windows = SCENARIO_WINDOWS_USUAL;
}

// What a trace's 100 % means where nobody says it: all that one guest alone can do.
static void fill_rate(struct load *load)
{
    if (!(load->rate.value > 0))
        load->rate = (struct rate){.is_share = true, .value = 1};
}

static void become(struct scenario *scenario, enum load_arrivals arrivals)
{
    struct load *load = &scenario->load;
    load->arrivals = arrivals;
    if (arrivals == LOAD_CLOSED)
        load->rate = (struct rate){0};
    if (arrivals != LOAD_REPLAY)
        drop_trace(scenario);
    else
        fill_rate(load);
    if (arrivals != LOAD_BURSTY)
        load->burst = (struct load_burst){0};
    else if (load->burst.factor_permille == 0)
        load->burst = LOAD_BURST_USUAL;
}

static int parse_name(const char *text, struct err *err)
{
    static const char *const names[] = {
#define X(name, word) [LOAD_##name] = word,
        LOAD_ARRIVALS(X)
#undef X
    };
    int arrivals = load_arrivals_parse(text);
    if (arrivals >= 0)
        return arrivals;
    scope_free char *hint = nearest_hint(text, names, LOAD_ARRIVALS_COUNT);
    return err_input(err, "no arrivals '%s'%s", text, hint);
}

int scenario_arrivals_set(struct scenario *scenario, const char *text, struct err *err)
{
    int arrivals = parse_name(text, err);
    if (arrivals < 0)
        return arrivals;
    become(scenario, (enum load_arrivals)arrivals);
    return 0;
}

char *scenario_arrivals_get(const struct scenario *scenario)
{
    return alloc_copy(load_arrivals_name(scenario->load.arrivals));
}

// --- bursts -------------------------------------------------------------------------------------

// "4x", "2.5": a factor of min..max.
static int parse_factor(const char *text, double min, double max, double *ret_factor,
                        struct err *err)
{
    size_t length = strspn(text, "0123456789.");
    char *end;
    double factor = strtod(text, &end);
    bool is_number = length > 0 && end == text + length;
    if (!is_number || strcmp(end, *end == 'x' ? "x" : "") != 0)
        return err_input(err, "'%s' is no factor, as 4x", text);
    if (!isfinite(factor) || factor < min || factor > max)
        return err_input(err, "'%s' must lie between %gx and %gx", text, min, max);
    *ret_factor = factor;
    return 0;
}

int scenario_arrivals_set_burst(struct scenario *scenario, const char *text, struct err *err)
{
    static const char ends[] = " ,";
    size_t length = strcspn(text, ends);
    const char *rest = text + length + strspn(text + length, ends);
    scope_free char *word = alloc_printf("%.*s", (int)length, text);
    double factor;
    uint64_t length_ns;
    if (!*rest)
        return err_input(err,
                         "'%s' is no burst: its factor and its mean length are wanted, as "
                         "'4x 200ms'",
                         text);
    int r = parse_factor(word, LOAD_BURST_PERMILLE_MIN / 1000.0, LOAD_BURST_PERMILLE_MAX / 1000.0,
                         &factor, err);
    if (r == 0)
        r = units_parse_duration_ns(rest, &length_ns, err);
    if (r == 0 && (length_ns < LOAD_BURST_LENGTH_MIN_NS || length_ns > LOAD_BURST_LENGTH_MAX_NS))
        r = err_input(err, "'%s' must lie between 1ms and 1h", rest);
    if (r < 0)
        return r;
    become(scenario, LOAD_BURSTY);
    scenario->load.burst = (struct load_burst){
        .factor_permille = (uint32_t)(factor * 1000 + 0.5),
        .length_ns = length_ns,
    };
    return 0;
}

char *scenario_arrivals_get_burst(const struct scenario *scenario)
{
    const struct load_burst *burst = &scenario->load.burst;
    if (scenario->load.arrivals != LOAD_BURSTY)
        return NULL;
    scope_free char *factor = exact_number(burst->factor_permille / 1000.0);
    scope_free char *length = exact_duration(burst->length_ns);
    return alloc_printf("%sx %s", factor, length);
}

// --- traces -------------------------------------------------------------------------------------

int scenario_arrivals_set_trace(struct scenario *scenario, const char *text, struct err *err)
{
    struct trace_set set;
    int r;
    if (!*text)
        return err_input(err, "a file of times and shares is wanted, as load.csv");
    r = trace_text_is_inline(text) ? trace_text_parse(text, &set, err)
                                   : trace_file_read(text, &set, err);
    if (r < 0)
        return r;
    become(scenario, LOAD_REPLAY);
    trace_set_done(&scenario->load.traces);
    scenario->load.traces = set;
    scenario->windows = SCENARIO_WINDOWS_TRACE;
    return 0;
}

char *scenario_arrivals_get_trace(const struct scenario *scenario)
{
    const struct trace_set *traces = &scenario->load.traces;
    return traces->count ? trace_text_format(traces) : NULL;
}

int scenario_arrivals_set_trace_speed(struct scenario *scenario, const char *text, struct err *err)
{
    double speed;
    int r = parse_factor(text, LOAD_TRACE_SPEED_MIN, LOAD_TRACE_SPEED_MAX, &speed, err);
    if (r == 0)
        scenario->load.trace_speed = speed == 1 ? 0 : speed;
    return r;
}

char *scenario_arrivals_get_trace_speed(const struct scenario *scenario)
{
    if (scenario->load.trace_speed <= 0)
        return NULL;
    scope_free char *speed = exact_number(scenario->load.trace_speed);
    return alloc_printf("%sx", speed);
}

int scenario_arrivals_set_trace_arrivals(struct scenario *scenario, const char *text,
                                         struct err *err)
{
    int arrivals = load_arrivals_parse(text);
    if (arrivals != LOAD_CONSTANT && arrivals != LOAD_POISSON)
        return err_input(err, "'%s' is neither constant nor poisson", text);
    scenario->load.trace_is_poisson = arrivals == LOAD_POISSON;
    return 0;
}

char *scenario_arrivals_get_trace_arrivals(const struct scenario *scenario)
{
    return scenario->load.trace_is_poisson ? alloc_copy("poisson") : NULL;
}

int scenario_arrivals_set_trace_gaps(struct scenario *scenario, const char *text, struct err *err)
{
    bool holds = strcmp(text, "hold") == 0;
    if (!holds && strcmp(text, "refuse") != 0)
        return err_input(err, "'%s' is neither refuse nor hold", text);
    scenario->load.trace_holds_gaps = holds;
    return 0;
}

char *scenario_arrivals_get_trace_gaps(const struct scenario *scenario)
{
    return scenario->load.trace_holds_gaps ? alloc_copy("hold") : NULL;
}

// --- all together -------------------------------------------------------------------------------

const char *scenario_arrivals_contradiction(const char *text, bool has_rate, bool has_burst,
                                            bool has_trace, const char **ret_what)
{
    int arrivals = text ? load_arrivals_parse(text) : -1;
    if (has_burst && has_trace) {
        *ret_what = "a trace has no bursts; one of the two is wanted";
        return "burst";
    }
    if (arrivals < 0)
        return NULL;
    if (has_rate && arrivals == LOAD_CLOSED) {
        *ret_what = "closed load has no rate; take it out, or write arrivals: constant";
        return "rate";
    }
    if (has_burst && arrivals != LOAD_BURSTY) {
        *ret_what = "only bursty load has bursts; take it out, or write arrivals: bursty";
        return "burst";
    }
    if (has_trace && arrivals != LOAD_REPLAY) {
        *ret_what = "only a replay has a trace; take it out, or write arrivals: replay";
        return "trace";
    }
    return NULL;
}

static bool has_load(const struct trace_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        for (size_t k = 0; k < set->traces[i].count; k++)
            if (set->traces[i].steps[k].share_ppm > 0)
                return true;
    return false;
}

static int check_length(const struct load *load, struct err *err)
{
    for (size_t i = 0; i < load->traces.count; i++) {
        double length_ns = (double)trace_length_ns(&load->traces.traces[i]) / load_speed(load);
        if (length_ns < TRACE_LENGTH_MIN_NS)
            return err_input(err, "load.trace_speed: a trace is over in less than a millisecond");
        if (length_ns > TRACE_LENGTH_MAX_NS)
            return err_input(err, "load.trace_speed: a trace takes more than ten years");
    }
    return 0;
}

static int check_replay(const struct scenario *scenario, struct err *err)
{
    const struct load *load = &scenario->load;
    if (load->traces.count == 0)
        return err_input(err, "load.trace: replay arrivals need a trace, as load.csv");
    if (load->traces.gap && !load->trace_holds_gaps)
        return err_input(err, "load.trace: %s; trace_gaps: hold goes on with the share before it",
                         load->traces.gap);
    if (!has_load(&load->traces))
        return err_input(err, "load.trace: no share is above 0");
    int r = check_length(load, err);
    if (r == 0 && scenario_windows(scenario) > SCENARIO_WINDOWS_MAX)
        return err_input(err,
                         "windows: the whole trace takes more than %d; a longer window or a higher "
                         "load.trace_speed is wanted",
                         SCENARIO_WINDOWS_MAX);
    return r;
}

int scenario_arrivals_check(const struct scenario *scenario, struct err *err)
{
    const struct load *load = &scenario->load;
    bool paced = load->arrivals != LOAD_CLOSED;
    if (paced && load_is_idle(load))
        return err_input(err, "load.rate: idle guests do nothing, so there is no rate to it");
    if (paced && !(load->rate.value > 0))
        return err_input(err, "load.rate: %s arrivals need a rate, as 25%% or 1000/s",
                         load_arrivals_name(load->arrivals));
    if (!paced && load->rate.value > 0)
        return err_input(err, "load.rate: closed load has no rate; arrivals constant has one");
    if (load->arrivals != LOAD_REPLAY &&
        (load->trace_speed > 0 || load->trace_is_poisson || load->trace_holds_gaps))
        return err_input(err, "load.trace: its speed, arrivals or gaps are told, and no trace");
    return load->arrivals == LOAD_REPLAY ? check_replay(scenario, err) : 0;
}
