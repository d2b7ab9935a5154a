// SPDX-License-Identifier: GPL-3.0-or-later
// Asks all hosts at once, waits, asks again.
#include "live/live_estate.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/interrupt.h"
#include "common/base/parallel.h"
#include "live/live_scene.h"
#include "planner/estate/estate.h"

enum {
    ASKED_AT_ONCE = 16, // waiting is all that it costs
    MEMORY_WATCH_MAX_S = 60,
};

struct reading {
    struct live_scene *scenes;
    int watch_s;
};

// A user who may only look gets the same picture but for the memory that guests write.
static int open_host(struct live_scene *scene)
{
    int result = vir_host_open(scene->uri, &scene->connection, NULL);
    return result < 0 ? vir_open_to_read(scene->uri, &scene->connection, &scene->err) : result;
}

static void ask_first(size_t index, unsigned worker, void *context)
{
    const struct reading *reading = context;
    struct live_scene *scene = &reading->scenes[index];
    (void)worker;
    scene->result = open_host(scene);
    if (scene->result == 0)
        scene->result = vir_host_read(scene->connection, &scene->host, &scene->err);
    if (scene->result == 0)
        scene->result = vir_guests_read(scene->connection, &scene->before, &scene->err);
    if (scene->result == 0)
        vir_guests_watch_memory(scene->connection, reading->watch_s);
}

static void ask_again(size_t index, unsigned worker, void *context)
{
    const struct reading *reading = context;
    struct live_scene *scene = &reading->scenes[index];
    (void)worker;
    scene->result = vir_guests_read(scene->connection, &scene->after, &scene->err);
}

static int first_failure(struct live_scene *scenes, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (scenes[i].result < 0) {
            err_move(err, &scenes[i].err);
            return err_prefix(err, "%s", scenes[i].uri);
        }
    return 0;
}

static int wait_between(double seconds, struct err *err)
{
    uint64_t until_ns = clock_monotonic_ns() + (uint64_t)(seconds * (double)CLOCK_NS_PER_SECOND);
    while (!interrupt_pending() && clock_monotonic_ns() < until_ns) {
        struct pollfd stop = {.fd = interrupt_fd(), .events = POLLIN};
        poll(&stop, 1, clock_poll_timeout_ms(until_ns));
    }
    return interrupt_pending() ? err_interrupted(err) : 0;
}

static int ask_twice(struct reading *reading, size_t count, double seconds, struct err *err)
{
    parallel_for(ASKED_AT_ONCE, count, ask_first, reading);
    int result = first_failure(reading->scenes, count, err);
    if (result == 0)
        result = wait_between(seconds, err);
    if (result < 0)
        return result;
    parallel_for(ASKED_AT_ONCE, count, ask_again, reading);
    return first_failure(reading->scenes, count, err);
}

int live_estate_read(const char *const *uris, size_t count, double seconds, struct estate *estate,
                     struct err *err)
{
    seconds = fmax(seconds, 1);
    struct reading reading = {
        .scenes = alloc_zeroed(count + 1, sizeof *reading.scenes),
        .watch_s = (int)fmin(floor(seconds), MEMORY_WATCH_MAX_S),
    };
    for (size_t i = 0; i < count; i++)
        reading.scenes[i].uri = uris[i];
    int result = ask_twice(&reading, count, seconds, err);
    for (size_t i = 0; i < count && result == 0; i++)
        result = live_scene_add(&reading.scenes[i], estate, err);
    for (size_t i = 0; i < count; i++)
        live_scene_done(&reading.scenes[i]);
    free(reading.scenes);
    return result;
}
