// SPDX-License-Identifier: GPL-3.0-or-later
// A queue between the threads that start guests and the one that listens to them.
#include "bench/fleet_start.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "bench/placement.h"
#include "bench/workers.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"
#include "common/model/tile.h"

struct fleet_start {
    struct fleet_start_options options;
    struct workers *workers;
    int wake_fd;
    pthread_mutex_t mutex; // guards all below
    struct fleet_started *queue;
    size_t queued, taken;
    struct err err; // of the first that failed
};

static void start_one(uint32_t index, void *context)
{
    struct fleet_start *start = context;
    const struct fleet_start_options *options = &start->options;
    const struct role *role = options->tile ? tile_role_of(options->tile, index) : NULL;
    const struct guest_spec spec = {
        .index = index,
        .shape = role ? role->shape : options->shape,
        .home = options->homes ? options->homes[index].cpus : "",
        .node = options->homes ? options->homes[index].node : PLACEMENT_NO_NODE,
    };
    struct platform *platform = options->platform;
    struct err err = {0};
    struct fleet_started started = {.index = index, .began_ns = clock_monotonic_ns()};
    started.result = platform->ops->start(platform, &spec, &started.os, &err);
    started.ended_ns = clock_monotonic_ns();
    pthread_mutex_lock(&start->mutex);
    start->queue[start->queued++] = started;
    err_move(&start->err, &err);
    pthread_mutex_unlock(&start->mutex);
    eventfd_write(start->wake_fd, 1);
}

static void free_start(struct fleet_start *start)
{
    if (start->wake_fd >= 0)
        close(start->wake_fd);
    pthread_mutex_destroy(&start->mutex);
    err_done(&start->err);
    free(start->queue);
    free(start);
}

int fleet_start_begin(const struct fleet_start_options *options, struct fleet_start **ret_start,
                      struct err *err)
{
    struct fleet_start *start = alloc_zeroed(1, sizeof *start);
    start->options = *options;
    pthread_mutex_init(&start->mutex, NULL);
    start->queue = alloc_zeroed(options->guests, sizeof *start->queue);
    start->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int result = start->wake_fd < 0 ? err_system(err, errno, "eventfd") : 0;
    if (result == 0)
        result = workers_start(options->parallel, options->guests, start_one, start,
                               &start->workers, err);
    if (result < 0)
        free_start(start);
    else
        *ret_start = start;
    return result;
}

int fleet_start_fd(const struct fleet_start *start)
{
    return start->wake_fd;
}

bool fleet_start_take(struct fleet_start *start, struct fleet_started *ret_started, struct err *err)
{
    eventfd_t ignored;
    eventfd_read(start->wake_fd, &ignored);
    pthread_mutex_lock(&start->mutex);
    bool found = start->taken < start->queued;
    if (found) {
        *ret_started = start->queue[start->taken++];
        if (ret_started->result < 0)
            err_move(err, &start->err);
    }
    pthread_mutex_unlock(&start->mutex);
    return found;
}

// A start can wait a minute for libvirt's first questions to QEMU; the user who interrupts does
// not.
void fleet_join_workers(struct platform *platform, struct workers *workers)
{
    enum { HURRY_EVERY_MS = 50 };
    while (!workers_finished(workers)) {
        if (interrupt_pending() && platform->ops->hurry)
            platform->ops->hurry(platform);
        poll(&(struct pollfd){.fd = interrupt_pending() ? -1 : interrupt_fd(), .events = POLLIN}, 1,
             HURRY_EVERY_MS);
    }
    workers_join(workers);
}

void fleet_start_end(struct fleet_start *start)
{
    if (!start)
        return;
    workers_cancel(start->workers);
    fleet_join_workers(start->options.platform, start->workers);
    struct fleet_started started;
    while (fleet_start_take(start, &started, NULL))
        if (started.result == 0)
            start->options.platform->ops->stop(start->options.platform, &started.os);
    free_start(start);
}
