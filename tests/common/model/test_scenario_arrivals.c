// SPDX-License-Identifier: GPL-3.0-or-later
// Bursts and traces in scenarios: read, stored and read again as they were, and what contradicts
// itself.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"

static struct scenario loaded(const char *text)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_assert_eq(scenario_load_text(&scenario, "s.yaml", text, &err), 0, "%s: %s", text,
                 err_text(&err));
    return scenario;
}

static void refused(const char *text, const char *why)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    int r = scenario_load_text(&scenario, "s.yaml", text, &err);
    if (r == 0)
        r = scenario_check(&scenario, &err);
    cr_assert_eq(r, -EINVAL, "%s", text);
    cr_assert(strstr(err_text(&err), why), "%s: %s", text, err_text(&err));
    err_done(&err);
    scenario_done(&scenario);
}

static void stores(const char *text)
{
    struct scenario scenario = loaded(text), again;
    struct err err = {0};
    cr_assert_eq(scenario_check(&scenario, &err), 0, "%s: %s", text, err_text(&err));
    scope_free char *stored = scenario_format(&scenario);
    again = loaded(stored);
    scope_free char *twice = scenario_format(&again);
    cr_assert_str_eq(stored, twice);
    cr_assert_eq(again.load.arrivals, scenario.load.arrivals);
    cr_assert_eq(again.windows, scenario.windows);
    cr_assert_eq(scenario_windows(&again), scenario_windows(&scenario));
    cr_assert_eq(again.load.burst.factor_permille, scenario.load.burst.factor_permille);
    cr_assert_eq(again.load.traces.count, scenario.load.traces.count);
    scenario_done(&again);
    scenario_done(&scenario);
}

Test(model_scenario_arrivals, what_is_stored_reads_back)
{
    stores("load: {workload: cpu, rate: 20%, arrivals: bursty}");
    stores("load: {workload: cpu, rate: 20%, burst: '2.5x 1500us'}");
    stores("load: {trace: 'inline 1m 0.1 0.123456 1; 7ms 0 0.5'}");
    stores("load: {trace: 'inline 1m 0.1 0.2', rate: 1000/s, trace_speed: 60x}");
    stores("load: {trace: 'inline 1m 0.1 0.2', trace_arrivals: poisson, trace_gaps: hold}\n"
           "windows: 7");
    stores("tiles: 1..2\ntile:\n  web:\n    load: {workload: cpu, trace: 'inline 9s 0.1 0.2'}\n");
}

Test(model_scenario_arrivals, a_burst_makes_a_load_bursty)
{
    struct scenario scenario = loaded("load: {rate: 20%, burst: '8x, 50 ms'}");
    cr_assert_eq(scenario.load.arrivals, LOAD_BURSTY);
    cr_assert_eq(scenario.load.burst.factor_permille, 8000);
    cr_assert_eq(scenario.load.burst.length_ns, 50000000);
    cr_assert_eq(scenario_set(&scenario, "load.arrivals", "poisson", NULL), 0);
    cr_assert_eq(scenario.load.burst.factor_permille, 0);
    cr_assert_eq(scenario_set(&scenario, "load.arrivals", "bursty", NULL), 0);
    cr_assert_eq(scenario.load.burst.factor_permille, 4000);
    scenario_done(&scenario);
}

Test(model_scenario_arrivals, a_trace_makes_a_replay_of_all_its_windows)
{
    struct scenario scenario = loaded("window: 500ms\nload: {trace: 'inline 1m 0.1 0.2', "
                                      "trace_speed: 60}");
    cr_assert_eq(scenario.load.arrivals, LOAD_REPLAY);
    cr_assert(scenario.load.rate.is_share);
    cr_assert_eq(scenario.load.rate.value, 1);
    cr_assert_eq(scenario.windows, SCENARIO_WINDOWS_TRACE);
    cr_assert_eq(scenario_windows(&scenario), 4);
    cr_assert_eq(scenario_set(&scenario, "load.arrivals", "constant", NULL), 0);
    cr_assert_eq(scenario.load.traces.count, 0);
    cr_assert_eq(scenario_windows(&scenario), SCENARIO_WINDOWS_USUAL);
    scenario_done(&scenario);
}

Test(model_scenario_arrivals, refuses_what_contradicts_itself)
{
    refused("load:\n  rate: 5%\n  burst: 4x 1s\n  arrivals: poisson",
            "s.yaml:3: load.burst: only bursty load has bursts");
    refused("load:\n  trace: inline 1m 0.5\n  arrivals: constant",
            "s.yaml:2: load.trace: only a replay has a trace");
    refused("load:\n  trace: inline 1m 0.5\n  burst: 4x 1s", "a trace has no bursts");
    refused("load: {burst: 4x 1s}", "load.rate: bursty arrivals need a rate");
    refused("load: {arrivals: replay}", "load.trace: replay arrivals need a trace");
    refused("load: {trace_speed: 2x}", "and no trace");
    refused("load: {trace: inline 1m 0 0}", "no share is above 0");
    refused("load: {trace: inline 1m 0.5, trace_speed: 1000000x}", "less than a millisecond");
    refused("window: 10ms\nload: {trace: inline 24h 0.5}", "windows: the whole trace takes more");
    refused("windows: trace", "windows: trace is for a replay");
    refused("load: {workload: idle, trace: inline 1m 0.5}", "idle guests do nothing");
}

Test(model_scenario_arrivals, refuses_bad_values)
{
    refused("load: {burst: 4x}", "its factor and its mean length are wanted, as '4x 200ms'");
    refused("load: {burst: 1x 200ms}", "'1x' must lie between 1.01x and 1000x");
    refused("load: {burst: four 200ms}", "'four' is no factor");
    refused("load: {burst: 4x 1ns}", "'1ns' must lie between 1ms and 1h");
    refused("load: {trace: ''}", "a file of times and shares is wanted");
    refused("load: {trace: nowhere.csv}", "load.trace: nowhere.csv: No such file");
    refused("load: {trace: inline 1m 2}", "share 2 is above 1");
    refused("load: {trace: inline 1m 0.5, trace_speed: 0}", "'0' must lie between");
    refused("load: {trace: inline 1m 0.5, trace_speed: fast}", "'fast' is no factor");
    refused("load: {trace: inline 1m 0.5, trace_arrivals: bursty}", "neither constant nor poisson");
    refused("load: {trace: inline 1m 0.5, trace_gaps: skip}", "neither refuse nor hold");
}
