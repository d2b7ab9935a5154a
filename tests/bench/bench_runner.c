// SPDX-License-Identifier: GPL-3.0-or-later
// What the runner itself costs: the `null` workload, whose operation does nothing, closed and on
// one thread, as a process of the host. What is left of an operation is two looks at the clock, the
// count and the histogram; no other workload's figure can be better than this by any meaning.
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/model/load.h"
#include "tests/bench/measure.h"
#include "workloads/linux/runner.h"

enum { RUNS = 9, WINDOWS = 3 };
static const uint64_t WINDOW_NS = 200 * CLOCK_NS_PER_MS;
static const double AIM_NS = 100;

static int wait_ready(struct runner *runner, struct err *err)
{
    uint64_t deadline_ns = clock_monotonic_ns() + 10 * CLOCK_NS_PER_SECOND;
    struct pollfd watched = {.fd = runner_event_fd(runner), .events = POLLIN};
    int ready;

    while ((ready = runner_poll(runner, err)) == 0) {
        if (poll(&watched, 1, clock_poll_timeout_ms(deadline_ns)) == 0)
            return err_system(err, ETIMEDOUT, "preparing");
        runner_take_events(runner);
    }
    return ready < 0 ? ready : 0;
}

// Nanoseconds an operation over all windows but the first, which pays for cold caches.
static double take_windows(struct runner *runner)
{
    uint64_t operations = 0, duration_ns = 0;

    runner_start(runner, clock_monotonic_ns(), WINDOW_NS);
    for (uint32_t i = 0; i < WINDOWS; i++) {
        struct wire_window window;
        clock_sleep_until_ns(runner_window_end_ns(runner, i));
        runner_collect(runner, i, &window);
        if (i > 0) {
            operations += window.operations;
            duration_ns += window.duration_ns;
        }
        free(window.histogram);
    }
    runner_stop(runner);
    return (double)duration_ns / (double)operations;
}

static int measure_run(const struct wire_prepare *prepare, struct measure *measure, struct err *err)
{
    struct runner *runner = NULL;
    int failed = runner_new(prepare, &runner, err);

    if (!failed)
        failed = wait_ready(runner, err);
    if (!failed)
        measure_add(measure, take_windows(runner));
    runner_free(runner);
    return failed;
}

static int measure_runs(struct measure *measure, struct err *err)
{
    struct wire_prepare prepare = {
        .load = {.workload = alloc_copy("null"), .variant = alloc_copy(""), .threads = 1},
        .seed = 1,
    };
    int failed = 0;

    for (int i = 0; i < RUNS && !failed; i++)
        failed = measure_run(&prepare, measure, err);
    load_done(&prepare.load);
    return failed;
}

int main(void)
{
    struct measure measure = {0};
    struct err err = {0};

    if (measure_runs(&measure, &err) < 0) {
        fprintf(stderr, "bench_runner: %s\n", err_text(&err));
        err_done(&err);
        return 1;
    }
    printf("One operation of the runner itself, closed, one thread, clock reads included:\n");
    measure_print(&measure, "null", "ns an operation");
    return measure_judge(&measure, AIM_NS, "ns");
}
