// SPDX-License-Identifier: GPL-3.0-or-later
// Traces: what is said of them, in one line and back, and replayed faster.
#include "common/model/trace.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/trace_text.h"

#define S UINT64_C(1000000000)

static struct trace_set parsed(const char *text)
{
    struct trace_set set = {0};
    struct err err = {0};
    cr_assert_eq(trace_text_parse(text, &set, &err), 0, "%s: %s", text, err_text(&err));
    return set;
}

static void refused(const char *text, const char *why)
{
    struct trace_set set = {0};
    struct err err = {0};
    cr_assert_eq(trace_text_parse(text, &set, &err), -EINVAL, "%s", text);
    cr_assert(strstr(err_text(&err), why), "%s: %s", text, err_text(&err));
    cr_assert_null(set.traces);
    err_done(&err);
}

Test(model_trace, reads_a_line)
{
    struct trace_set set = parsed("inline 1m 0.1 25% 30s .9;1m 0 1");
    cr_assert_eq(set.count, 2);
    cr_assert_eq(set.traces[0].count, 3);
    cr_assert_eq(set.traces[0].steps[0].duration_ns, 60 * S);
    cr_assert_eq(set.traces[0].steps[1].share_ppm, 250000);
    cr_assert_eq(set.traces[0].steps[2].duration_ns, 30 * S);
    cr_assert_eq(set.traces[0].steps[2].share_ppm, 900000);
    cr_assert_eq(set.traces[1].steps[1].share_ppm, TRACE_FULL_PPM);
    cr_assert_eq(trace_length_ns(&set.traces[0]), 150 * S);
    cr_assert_eq(trace_set_length_ns(&set), 150 * S);
    cr_assert_eq(trace_usual_step_ns(&set.traces[0]), 60 * S);
    cr_assert_float_eq(trace_mean_ratio(&set.traces[0]), (6 + 15 + 27) / 150.0, 1e-12);
    cr_assert_eq(trace_set_of(&set, 3), &set.traces[1]);
    trace_set_done(&set);
}

Test(model_trace, refuses_lines_with_one_reason)
{
    refused("0.1", "'inline' is wanted");
    refused("inlined 1m 0.1", "'inline' is wanted");
    refused("inline", "a step and its share are wanted");
    refused("inline 1m", "a step and its share are wanted");
    refused("inline 0.5", "the unit is missing");
    refused("inline 1m 0.5;", "a step and its share are wanted");
    refused("inline 1m 0.5;0.5", "the unit is missing");
    refused("inline 1m 1.5", "share 1.5 is above 1; percents are written 35%");
    refused("inline 1m 150%", "share 150% is above 100%");
    refused("inline 1m -0.5", "share -0.5 is below 0");
    refused("inline 1m 0.5x", "0.5x");
    refused("inline 1ns 0.5", "a step of 1ns");
    refused("inline 1us 0.5", "shorter than a millisecond");
    refused("inline 90000h 0.5", "a step of 90000h");
    refused("inline 80000h 0.5 0.5", "longer than ten years");
}

Test(model_trace, reads_shares_and_times_as_people_write_them)
{
    static const struct {
        const char *text;
        uint64_t ns;
    } times[] = {{"0", 0},
                 {"90", 90 * S},
                 {"90.25", 90250000000},
                 {"90s", 90 * S},
                 {"2min", 120 * S},
                 {"01:30", 5400 * S},
                 {"1:30:05.5", 5405500000000},
                 {"1970-01-02 00:00", 86400 * S},
                 {"2026-11-25T14:30:05Z", 1795617005 * S}};
    static const char *const no_times[] = {"",
                                           "-1",
                                           "x",
                                           "1:60",
                                           "1:2:3:4",
                                           "1::2",
                                           "12:30:60",
                                           "2026-13-01 00:00",
                                           "1e9",
                                           "1.5.2",
                                           "99999999999999999999"};
    static const char *const no_shares[] = {"", "%", ".", "0.5.5", "1e-1", "nan", "0x1", "0.5 %%"};
    uint64_t ns;
    uint32_t ppm;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        cr_assert_eq(trace_text_time(times[i].text, &ns, NULL), 0, "%s", times[i].text);
        cr_assert_eq(ns, times[i].ns, "%s: %lu", times[i].text, ns);
    }
    for (size_t i = 0; i < sizeof no_times / sizeof *no_times; i++)
        cr_assert_eq(trace_text_time(no_times[i], &ns, NULL), -EINVAL, "%s", no_times[i]);
    for (size_t i = 0; i < sizeof no_shares / sizeof *no_shares; i++)
        cr_assert_eq(trace_text_share(no_shares[i], &ppm, NULL), -EINVAL, "%s", no_shares[i]);
    cr_assert_eq(trace_text_share("33.33333%", &ppm, NULL), 0);
    cr_assert_eq(ppm, 333333);
    cr_assert_eq(trace_text_share("0.12345678", &ppm, NULL), 0);
    cr_assert_eq(ppm, 123457);
}

Test(model_trace, writes_what_it_reads)
{
    struct rng rng;
    rng_init(&rng, 3);
    for (int round = 0; round < 200; round++) {
        struct trace_set set = {0};
        for (uint64_t guest = 0; guest <= rng_below(&rng, 4); guest++) {
            struct trace trace = {0};
            for (uint64_t i = 0; i <= rng_below(&rng, 40); i++)
                trace_add(&trace,
                          TRACE_LENGTH_MIN_NS + rng_below(&rng, 3) * rng_below(&rng, 1e18) / 100,
                          (uint32_t)rng_below(&rng, TRACE_FULL_PPM + 1));
            trace_set_take(&set, &trace);
        }
        scope_free char *text = trace_text_format(&set);
        struct trace_set again = parsed(text);
        cr_assert_eq(again.count, set.count);
        for (size_t i = 0; i < set.count; i++) {
            cr_assert_eq(again.traces[i].count, set.traces[i].count);
            for (size_t k = 0; k < set.traces[i].count; k++) {
                cr_assert_eq(again.traces[i].steps[k].duration_ns,
                             set.traces[i].steps[k].duration_ns);
                cr_assert_eq(again.traces[i].steps[k].share_ppm, set.traces[i].steps[k].share_ppm);
            }
        }
        trace_set_done(&again);
        trace_set_done(&set);
    }
}

Test(model_trace, goes_faster_without_drift)
{
    struct trace trace = {0}, fast;
    for (uint32_t i = 0; i < 1000; i++)
        trace_add(&trace, 60 * S, i * 1000);
    trace_copy_faster(&fast, &trace, 7);
    cr_assert_eq(fast.count, 1000);
    cr_assert_leq(llabs((int64_t)trace_length_ns(&fast) - (int64_t)(60000 * S / 7)), 1);
    for (uint32_t i = 0; i < 1000; i++)
        cr_assert_leq(abs((int)fast.steps[i].share_ppm - (int)(i * 1000)), 1);
    trace_done(&fast);
    // Steps too short to be told are drawn together, and what they ask for is kept.
    trace_copy_faster(&fast, &trace, 6e8);
    cr_assert_lt(fast.count, 1000);
    cr_assert_float_eq(trace_mean_ratio(&fast), trace_mean_ratio(&trace), 1e-4);
    for (size_t i = 0; i < fast.count; i++)
        cr_assert_geq(fast.steps[i].duration_ns, i + 1 < fast.count ? TRACE_STEP_MIN_NS : 1);
    trace_done(&fast);
    trace_done(&trace);
}
