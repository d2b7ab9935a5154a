// SPDX-License-Identifier: GPL-3.0-or-later
// Pre-copy by hand: rounds of a geometric series, what does not converge, and the intervals.
#include <criterion/criterion.h>
#include <math.h>

#include "planner/moves/moves.h"

struct answer {
    struct uncertain seconds, downtime_s;
    bool converges;
};

static struct answer ask(double bytes, double dirty_bytes_hz, double bits_hz)
{
    struct moves_options options;
    struct answer answer;
    struct uncertain dirty = uncertain_exact(dirty_bytes_hz, ORIGIN_STATED);
    struct uncertain bandwidth = uncertain_exact(bits_hz, ORIGIN_MEASURED);
    moves_options_init(&options);
    options.fixed_s = uncertain_exact(0, ORIGIN_STATED);
    options.fixed_downtime_s = uncertain_exact(0, ORIGIN_STATED);
    moves_time(bytes, &dirty, &bandwidth, &options, &answer.seconds, &answer.downtime_s,
               &answer.converges);
    moves_options_done(&options);
    return answer;
}

// 8000 MB at 1000 MB/s with 250 MB/s written: 8 s leave 2000 MB, 2 s leave 500, 0.5 s leave 125,
// which takes 0.125 s, less than 0.3 s.
Test(planner_moves_time, rounds_shrink_until_the_rest_fits_the_downtime)
{
    struct answer answer = ask(8000e6, 250e6, 8e9);
    cr_expect(answer.converges);
    cr_expect_float_eq(answer.downtime_s.value, 0.125, 1e-9);
    cr_expect_float_eq(answer.seconds.value, 8 + 2 + 0.5 + 0.125, 1e-9);
    cr_expect_eq(answer.seconds.origin, ORIGIN_STATED);
}

Test(planner_moves_time, what_nobody_writes_takes_one_round)
{
    struct answer answer = ask(8000e6, 0, 8e9);
    cr_expect_float_eq(answer.seconds.value, 8, 1e-9);
    cr_expect_eq(answer.downtime_s.value, 0);
}

// So little that it is sent while the guest stands still.
Test(planner_moves_time, little_memory_needs_no_round)
{
    struct answer answer = ask(100e6, 900e6, 8e9);
    cr_expect(answer.converges);
    cr_expect_float_eq(answer.downtime_s.value, 0.1, 1e-9);
    cr_expect_float_eq(answer.seconds.value, 0.1, 1e-9);
}

Test(planner_moves_time, memory_written_as_fast_as_sent_does_not_converge)
{
    struct answer same = ask(8000e6, 1000e6, 8e9), faster = ask(8000e6, 3000e6, 8e9);
    cr_expect_not(same.converges);
    cr_expect_not(faster.converges);
    cr_expect_float_eq(faster.downtime_s.value, 8, 1e-9);
    cr_expect_float_eq(faster.seconds.value, 16, 1e-9);
    cr_expect(isfinite(same.seconds.high));
}

Test(planner_moves_time, the_ends_are_those_of_bandwidth_and_dirty_rate)
{
    struct moves_options options;
    struct answer answer;
    struct uncertain dirty = {100e6, 50e6, 200e6, ORIGIN_MEASURED};
    struct uncertain bandwidth = {8e9, 4e9, 16e9, ORIGIN_MEASURED};
    moves_options_init(&options);
    moves_time(8000e6, &dirty, &bandwidth, &options, &answer.seconds, &answer.downtime_s,
               &answer.converges);
    cr_expect_lt(answer.seconds.low, answer.seconds.value);
    cr_expect_gt(answer.seconds.high, answer.seconds.value);
    cr_expect_gt(answer.seconds.low, 4 + 0.1); // 8000 MB at 2000 MB/s, and what is fixed
    cr_expect_leq(answer.downtime_s.low, answer.downtime_s.value);
    cr_expect_leq(answer.downtime_s.value, options.downtime_allowed_s + 0.05);
    cr_expect_geq(answer.downtime_s.high, options.downtime_allowed_s);
    cr_expect_eq(answer.seconds.origin, ORIGIN_GUESSED); // the fixed part is
    moves_options_done(&options);
}

Test(planner_moves_time, the_high_end_may_not_converge_where_the_value_does)
{
    struct moves_options options;
    struct answer answer;
    struct uncertain dirty = {100e6, 50e6, 2000e6, ORIGIN_MEASURED};
    struct uncertain bandwidth = uncertain_exact(8e9, ORIGIN_MEASURED);
    moves_options_init(&options);
    moves_time(8000e6, &dirty, &bandwidth, &options, &answer.seconds, &answer.downtime_s,
               &answer.converges);
    cr_expect(answer.converges);
    cr_expect_geq(answer.seconds.high, 16);
    cr_expect_geq(answer.downtime_s.high, 8);
    moves_options_done(&options);
}
