// SPDX-License-Identifier: GPL-3.0-or-later
// The shortest use of a runner.
#include "workloads/linux/measure.h"

#include <errno.h>
#include <poll.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/linux/runner.h"

// 1 ready, or negative errno.
static int wait_ready(struct runner *runner, struct err *err)
{
    struct pollfd events = {.fd = runner_event_fd(runner), .events = POLLIN};
    int rc;

    while ((rc = runner_poll(runner, err)) == 0) {
        if (poll(&events, 1, -1) < 0 && errno != EINTR)
            return err_system(err, errno, "waiting for the workers");
        runner_take_events(runner);
    }
    return rc;
}

int measure_run(const struct wire_prepare *prepare, uint64_t duration_ns,
                struct wire_window *ret_window, struct err *err)
{
    struct runner *runner;
    int rc = runner_new(prepare, &runner, err);

    if (rc < 0)
        return rc;
    rc = wait_ready(runner, err);
    if (rc == 1) {
        runner_start(runner, 0, duration_ns);
        clock_sleep_until_ns(runner_window_end_ns(runner, 0));
        rc = runner_poll(runner, err);
    }
    if (rc == 1)
        runner_collect(runner, 0, ret_window);
    runner_free(runner);
    return rc < 0 ? rc : 0;
}
