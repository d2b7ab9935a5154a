// SPDX-License-Identifier: GPL-3.0-or-later
// Whole loads in this process: closed, paced, several threads, refusals, and the sum of windows.
#include "workloads/linux/runner.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "workloads/linux/measure.h"

static struct wire_prepare load_of(const char *workload, enum load_arrivals arrivals, double rate)
{
    return (struct wire_prepare){
        .load = {.workload = (char *)workload,
                 .variant = (char *)"",
                 .arrivals = arrivals,
                 .rate = {.value = rate},
                 .threads = 2},
        .seed = 5,
    };
}

static struct wire_window measured(const struct wire_prepare *prepare)
{
    struct wire_window window;
    struct err err = {0};

    cr_assert_eq(measure_run(prepare, 200 * CLOCK_NS_PER_MS, &window, &err), 0, "%s",
                 err_text(&err));
    cr_assert_eq(window.operations, window.histogram->total);
    return window;
}

Test(workloads_runner, closed_fills_the_window)
{
    struct wire_prepare prepare = load_of("cpu", LOAD_CLOSED, 0);
    struct wire_window window = measured(&prepare);

    cr_assert_gt(window.operations, 10);
    cr_assert_eq(window.due, window.operations);
    cr_assert_eq(window.duration_ns, 200 * CLOCK_NS_PER_MS);
    // All but what is in flight at the ends: latencies fill the time of both threads.
    cr_assert_gt(window.histogram->sum_ns, window.duration_ns);
    free(window.histogram);
}

Test(workloads_runner, idle_does_and_is_owed_nothing)
{
    struct wire_prepare prepare = load_of("idle", LOAD_CLOSED, 0);
    struct wire_window window = measured(&prepare);

    cr_assert_eq(window.operations, 0);
    cr_assert_eq(window.due, 0);
    free(window.histogram);
}

Test(workloads_runner, constant_counts_what_fell_due)
{
    struct wire_prepare prepare = load_of("null", LOAD_CONSTANT, 1000);
    struct wire_window window = measured(&prepare);

    cr_assert_eq(window.due, 200);
    cr_assert_leq(window.operations, 200);
    free(window.histogram);
}

Test(workloads_runner, an_offset_puts_the_first_operation_off)
{
    struct wire_prepare prepare = load_of("null", LOAD_CONSTANT, 10);
    struct wire_window window;

    prepare.offset_ns = 150 * CLOCK_NS_PER_MS; // dues at 150 and 250 ms
    window = measured(&prepare);
    cr_assert_eq(window.due, 1);
    free(window.histogram);
}

Test(workloads_runner, overload_shows_as_latency_and_backlog)
{
    struct wire_prepare prepare = load_of("cpu", LOAD_CONSTANT, 1e6);
    struct wire_window window = measured(&prepare);

    cr_assert_eq(window.due, 200000);
    cr_assert_lt(window.operations, window.due / 2);
    // The last one ended near the end of the window and was due near its beginning.
    cr_assert_gt(window.histogram->max_ns, 100 * CLOCK_NS_PER_MS);
    free(window.histogram);
}

Test(workloads_runner, poisson_offers_its_rate)
{
    struct wire_prepare prepare = load_of("null", LOAD_POISSON, 10000);
    struct wire_window window = measured(&prepare);

    cr_assert(fabs((double)window.due - 2000) < 6 * sqrt(2000));
    free(window.histogram);
}

static void refused(const struct wire_prepare *prepare, int code, const char *why)
{
    struct wire_window window;
    struct err err = {0};

    cr_assert_eq(measure_run(prepare, CLOCK_NS_PER_MS, &window, &err), code);
    cr_assert(strstr(err_text(&err), why), "%s", err_text(&err));
    err_done(&err);
}

Test(workloads_runner, refuses_what_it_cannot_run)
{
    struct wire_prepare prepare = load_of("tape", LOAD_CLOSED, 0);

    refused(&prepare, -EINVAL, "unknown workload 'tape'");
    prepare = load_of("memory", LOAD_CLOSED, 0);
    prepare.load.variant = (char *)"random";
    refused(&prepare, -EINVAL, "no variant 'random'");
    prepare = load_of("memory", LOAD_CLOSED, 0);
    prepare.load.working_set_bytes = UINT64_C(1) << 50;
    refused(&prepare, -ENOMEM, "available");
    prepare = load_of("idle", LOAD_CONSTANT, 10);
    refused(&prepare, -EINVAL, "idle:sleep has no operations");
}

static struct runner *ready_runner(const struct wire_prepare *prepare)
{
    struct runner *runner;
    struct pollfd event;

    cr_assert_eq(runner_new(prepare, &runner, NULL), 0);
    event = (struct pollfd){.fd = runner_event_fd(runner), .events = POLLIN};
    while (runner_poll(runner, NULL) == 0) {
        cr_assert_eq(poll(&event, 1, 10000), 1);
        runner_take_events(runner);
    }
    cr_assert_eq(runner_poll(runner, NULL), 1);
    return runner;
}

// Ten windows of a paced load that the machine can bear: due adds up exactly, and so does what was
// done, but for the few still under way at the last end.
Test(workloads_runner, windows_add_up)
{
    struct wire_prepare prepare = load_of("null", LOAD_CONSTANT, 2000);
    struct runner *runner = ready_runner(&prepare);
    uint64_t operations = 0, due = 0;

    runner_start(runner, clock_monotonic_ns() + 10 * CLOCK_NS_PER_MS, 20 * CLOCK_NS_PER_MS);
    for (uint32_t i = 0; i < 10; i++) {
        struct wire_window window;

        clock_sleep_until_ns(runner_window_end_ns(runner, i) + 5 * CLOCK_NS_PER_MS * (i == 9));
        runner_collect(runner, i, &window);
        cr_assert_eq(window.index, i);
        cr_assert_eq(window.due, 40);
        operations += window.operations;
        due += window.due;
        free(window.histogram);
    }
    cr_assert_eq(due, 400);
    cr_assert_leq(operations, due);
    cr_assert_geq(operations, due * 3 / 4);
    runner_free(runner);
}

Test(workloads_runner, does_not_begin_before_its_time_and_stops_while_it_waits)
{
    struct wire_prepare prepare = load_of("cpu", LOAD_CLOSED, 0);
    struct runner *runner = ready_runner(&prepare);
    uint64_t now_ns = clock_monotonic_ns();

    runner_start(runner, now_ns + 3600 * CLOCK_NS_PER_SECOND, CLOCK_NS_PER_SECOND);
    clock_sleep_until_ns(now_ns + 20 * CLOCK_NS_PER_MS);
    cr_assert_eq(runner_began_ns(runner), 0);
    runner_free(runner);
    cr_assert_lt(clock_monotonic_ns() - now_ns, 10 * CLOCK_NS_PER_SECOND);
}

Test(workloads_runner, wakes_paced_sleepers_at_once)
{
    struct wire_prepare prepare = load_of("null", LOAD_CONSTANT, 1e-3);
    struct runner *runner = ready_runner(&prepare);
    uint64_t now_ns = clock_monotonic_ns();

    runner_start(runner, 0, CLOCK_NS_PER_SECOND);
    clock_sleep_until_ns(now_ns + 20 * CLOCK_NS_PER_MS);
    cr_assert_neq(runner_began_ns(runner), 0);
    runner_free(runner);
    cr_assert_lt(clock_monotonic_ns() - now_ns, 10 * CLOCK_NS_PER_SECOND);
    runner_free(NULL);
}
