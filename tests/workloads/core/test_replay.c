// SPDX-License-Identifier: GPL-3.0-or-later
// The integral of a trace, turned round: exact, without drift, nothing where there is no load.
#include "workloads/core/replay.h"

#include <criterion/criterion.h>
#include <math.h>

#include "workloads/core/due_count.h"
#include "workloads/core/pacer.h"

#define S UINT64_C(1000000000)

static struct trace_step steps[] = {{S, 500000}, {2 * S, 0}, {S, 1000000}, {3 * S, 123456}};
static struct trace trace = {.steps = steps, .count = 4};

static struct pacer pacer_of(struct trace *of, double rate, uint32_t thread, uint32_t threads,
                             uint64_t lead_ns)
{
    struct load load = {.arrivals = LOAD_REPLAY,
                        .rate = {.value = rate},
                        .traces = {.traces = of, .count = 1},
                        .trace_lead_ns = lead_ns};
    struct pacer pacer;

    pacer_init(&pacer, &load, thread, threads, 7, 0);
    return pacer;
}

// The integral by the book, in long doubles: nanoseconds of full load from 0 to at_ns.
static long double integral(const struct trace *of, uint64_t at_ns)
{
    long double sum = 0, round = 0;
    uint64_t length_ns = trace_length_ns(of);

    for (size_t i = 0; i < of->count; i++)
        round += (long double)of->steps[i].duration_ns * of->steps[i].share_ppm / 1e6L;
    sum = round * (long double)(at_ns / length_ns);
    at_ns %= length_ns;
    for (size_t i = 0; i < of->count && at_ns; i++) {
        uint64_t part = at_ns < of->steps[i].duration_ns ? at_ns : of->steps[i].duration_ns;
        sum += (long double)part * of->steps[i].share_ppm / 1e6L;
        at_ns -= part;
    }
    return sum;
}

Test(workloads_replay, full_load_is_a_clock)
{
    struct trace_step full = {S, TRACE_FULL_PPM};
    struct trace one = {&full, 1};
    struct replay replay;

    replay_init(&replay, &one, 0);
    for (uint64_t at_ns = 0; at_ns < 20 * S; at_ns += S / 8)
        cr_assert_eq(replay_time_ns(&replay, (double)at_ns), at_ns);
}

Test(workloads_replay, each_operation_falls_due_where_the_integral_reaches_its_number)
{
    struct pacer pacer = pacer_of(&trace, 1000, 0, 1, 0);

    // Two days of it.
    for (uint64_t k = 0; k < 42000000; k++) {
        uint64_t at_ns = pacer_next_ns(&pacer);
        long double wanted = (long double)k * 1e6L;

        if (k % 1009)
            continue;
        // A whole nanosecond below the exact time: at most one too little, at share 1.
        cr_assert_leq((double)(integral(&trace, at_ns) - wanted), 0.001, "%lu", k);
        cr_assert_geq((double)(integral(&trace, at_ns + 1) - wanted), -0.001, "%lu", k);
    }
}

Test(workloads_replay, nothing_falls_due_where_there_is_no_load)
{
    struct trace_step holes[] = {{S, 0}, {S, 250000}, {S, 0}, {S, 0}};
    struct trace hole = {holes, 4};
    struct pacer pacer = pacer_of(&hole, 16, 0, 1, 0);

    // 4 operations in each second second of four: the first ones as the load comes back.
    for (uint64_t k = 0; k < 4000; k++) {
        uint64_t at_ns = pacer_next_ns(&pacer);
        cr_assert_eq(at_ns, (k / 4 * 4 + 1) * S + k % 4 * S / 4);
    }
}

Test(workloads_replay, a_trace_without_load_is_never_due)
{
    struct trace_step zero = {S, 0};
    struct trace empty = {&zero, 1};
    struct pacer pacer = pacer_of(&empty, 1e9, 0, 1, 60 * S);
    struct due_count due;

    due_count_init(&due, &pacer);
    cr_assert_eq(due_count_take(&due, UINT64_C(1) << 61), 0);
    cr_assert_eq(pacer_next_ns(&pacer), REPLAY_NEVER);
}

Test(workloads_replay, the_first_share_is_held_until_the_trace_begins)
{
    struct pacer pacer = pacer_of(&trace, 1000, 0, 1, 10 * S);
    struct due_count due;

    due_count_init(&due, &pacer);
    cr_assert_eq(due_count_take(&due, 10 * S), 5000);
    cr_assert_eq(due_count_take(&due, 11 * S), 500);
    cr_assert_eq(due_count_take(&due, 13 * S), 0);
    cr_assert_eq(due_count_take(&due, 14 * S), 1000);
    cr_assert_eq(due_count_take(&due, 17 * S), 371); // 370.368, the first of them at once
    cr_assert_eq(due_count_take(&due, 18 * S), 500); // anew
}

Test(workloads_replay, threads_share_the_operations_evenly)
{
    struct pacer alone = pacer_of(&trace, 999, 0, 1, 0), three[3];

    for (uint32_t i = 0; i < 3; i++)
        three[i] = pacer_of(&trace, 999, i, 3, 0);
    for (uint64_t k = 0; k < 30000; k++) {
        uint64_t at_ns = pacer_next_ns(&alone), other_ns = pacer_next_ns(&three[k % 3]);
        cr_assert(at_ns - other_ns + 1 <= 2, "%lu: %lu and %lu", k, at_ns, other_ns);
    }
}

// At the very end of what a double counts, after 2^32 operations.
Test(workloads_replay, does_not_drift_over_four_thousand_million_operations)
{
    struct pacer pacer = pacer_of(&trace, 1e6, 0, 1, 0);
    long double wanted;
    uint64_t at_ns;

    pacer.count = (UINT64_C(1) << 32) - 1;
    at_ns = pacer_next_ns(&pacer);
    wanted = (long double)((UINT64_C(1) << 32) - 1) * 1000;
    cr_assert_leq(fabsl(integral(&trace, at_ns) - wanted), 1.001L);
}

Test(workloads_replay, an_absurdly_low_rate_over_an_absurdly_short_trace_takes_no_time)
{
    struct trace_step brief[] = {{TRACE_LENGTH_MIN_NS / 2, 1}, {TRACE_LENGTH_MIN_NS / 2, 0}};
    struct trace short_trace = {brief, 2};
    struct pacer pacer = pacer_of(&short_trace, 1e-3, 0, 1, 0);
    uint64_t before_ns = 0;

    for (int i = 0; i < 1000; i++) {
        uint64_t at_ns = pacer_next_ns(&pacer);
        cr_assert_geq(at_ns, before_ns);
        cr_assert_leq(at_ns, REPLAY_NEVER);
        before_ns = at_ns;
    }
    cr_assert_eq(before_ns, REPLAY_NEVER);
}

// Poisson over the same integral: as many where the share is as high, and as spread as Poisson.
Test(workloads_replay, poisson_follows_the_same_integral)
{
    struct load load = {.arrivals = LOAD_REPLAY,
                        .rate = {.value = 1000},
                        .traces = {.traces = &trace, .count = 1},
                        .trace_is_poisson = true};
    struct pacer pacer;
    struct due_count due;
    double sum[4] = {0}, squares[4] = {0};
    enum { ROUNDS = 4000 };

    pacer_init(&pacer, &load, 0, 1, 7, 0);
    due_count_init(&due, &pacer);
    for (uint64_t round = 0, end_ns = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < trace.count; i++) {
            end_ns += trace.steps[i].duration_ns;
            double count = (double)due_count_take(&due, end_ns);
            sum[i] += count;
            squares[i] += count * count;
        }
    }
    for (size_t i = 0; i < trace.count; i++) {
        double mean = sum[i] / ROUNDS;
        double wanted = (double)trace.steps[i].duration_ns / 1e6 * trace.steps[i].share_ppm / 1e6;
        double spread = squares[i] / ROUNDS - mean * mean;

        cr_assert(fabs(mean - wanted) <= 0.01 * wanted, "%g for %g", mean, wanted);
        cr_assert(fabs(spread - wanted) <= 0.1 * wanted, "%g for %g", spread, wanted);
    }
}
