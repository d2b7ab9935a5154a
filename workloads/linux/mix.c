// SPDX-License-Identifier: GPL-3.0-or-later
// Leads the runners of a mix together. What one of them does is runner.c's business.
#include "workloads/linux/mix.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/linux/runner.h"

// A start that is past already is put off for so long when several must hear of it.
#define LEAD_NS CLOCK_NS_PER_MS

static int watch(struct mix *mix, const struct runner *runner, struct err *err)
{
    struct epoll_event event = {.events = EPOLLIN};

    if (mix->count == 0)
        mix->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (mix->epoll_fd < 0 ||
        epoll_ctl(mix->epoll_fd, EPOLL_CTL_ADD, runner_event_fd(runner), &event) < 0)
        return err_system(err, errno, "listening to the workers");
    return 0;
}

int mix_add(struct mix *mix, const struct wire_prepare *prepare, struct err *err)
{
    struct runner *runner;
    int rc;

    if (prepare->stream != mix->count)
        return err_system(err, EPROTO, "stream %u was asked for where %u is the next",
                          prepare->stream, mix->count);
    rc = runner_new(prepare, &runner, err);
    if (rc < 0)
        return rc;
    rc = watch(mix, runner, err);
    if (rc < 0) {
        runner_free(runner);
        if (mix->count == 0 && mix->epoll_fd >= 0)
            close(mix->epoll_fd);
        return rc;
    }
    mix->workloads[mix->count] = alloc_copy(prepare->load.workload);
    mix->runners[mix->count++] = runner;
    return 0;
}

void mix_done(struct mix *mix)
{
    mix_stop(mix); // all of them, before the first is waited for
    if (mix->count > 0)
        close(mix->epoll_fd);
    for (uint32_t i = 0; i < mix->count; i++) {
        runner_free(mix->runners[i]);
        free(mix->workloads[i]);
    }
    mix->count = 0;
}

int mix_event_fd(const struct mix *mix)
{
    return mix->count ? mix->epoll_fd : -1;
}

void mix_take_events(struct mix *mix)
{
    for (uint32_t i = 0; i < mix->count; i++)
        runner_take_events(mix->runners[i]);
}

int mix_poll(const struct mix *mix, uint32_t *ret_stream, struct err *err)
{
    int all_ready = 1;

    for (uint32_t i = 0; i < mix->count; i++) {
        int rc = runner_poll(mix->runners[i], err);

        if (rc < 0) {
            *ret_stream = i;
            return rc;
        }
        all_ready &= rc;
    }
    return all_ready;
}

void mix_start(struct mix *mix, uint64_t start_ns, uint64_t window_ns)
{
    uint64_t earliest_ns = clock_monotonic_ns() + (mix->count > 1 ? LEAD_NS : 0);

    if (start_ns < earliest_ns)
        start_ns = earliest_ns;
    for (uint32_t i = 0; i < mix->count; i++)
        runner_start(mix->runners[i], start_ns, window_ns);
}

uint64_t mix_began_ns(const struct mix *mix)
{
    uint64_t first_ns = 0;

    for (uint32_t i = 0; i < mix->count; i++) {
        uint64_t began_ns = runner_began_ns(mix->runners[i]);

        if (began_ns && (!first_ns || began_ns < first_ns))
            first_ns = began_ns;
    }
    return first_ns;
}

// A runner that heard of the start late has later windows: the last one's end is everybody's.
uint64_t mix_window_end_ns(const struct mix *mix, uint32_t window)
{
    uint64_t last_ns = 0;

    for (uint32_t i = 0; i < mix->count; i++) {
        uint64_t end_ns = runner_window_end_ns(mix->runners[i], window);

        if (end_ns > last_ns)
            last_ns = end_ns;
    }
    return last_ns;
}

void mix_collect(struct mix *mix, uint32_t stream, uint32_t window, struct wire_window *ret_window)
{
    runner_collect(mix->runners[stream], window, ret_window);
    ret_window->stream = stream;
}

void mix_stop(struct mix *mix)
{
    for (uint32_t i = 0; i < mix->count; i++)
        runner_stop(mix->runners[i]);
}

void mix_settle(struct mix *mix)
{
    for (uint32_t i = 0; i < mix->count; i++)
        runner_settle(mix->runners[i]);
}

bool mix_take_figure(struct mix *mix, struct wire_figure *ret_figure)
{
    for (uint32_t i = 0; i < mix->count; i++) {
        if (!runner_take_figure(mix->runners[i], ret_figure))
            continue;
        ret_figure->stream = i;
        return true;
    }
    return false;
}
