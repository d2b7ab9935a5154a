// SPDX-License-Identifier: GPL-3.0-or-later
// Slots, due times and two clock readings an operation. Knows no device.
#include "workloads/linux/flight.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/core/course.h"
#include "workloads/core/tally.h"

int flight_open(struct flight *flight, const struct flight_ops *ops, void *state,
                struct course *course, struct err *err)
{
    uint32_t depth = ops->depth(state);

    *flight = (struct flight){
        .ops = ops,
        .state = state,
        .course = course,
        .depth = depth,
        .since_ns = calloc(depth, sizeof *flight->since_ns),
        .landed = calloc(depth, sizeof *flight->landed),
        .slots = calloc(depth, sizeof *flight->slots),
    };
    if (!flight->since_ns || !flight->landed || !flight->slots) {
        flight_close(flight);
        return err_system(err, ENOMEM, "keeping %u operations in flight", depth);
    }
    for (uint32_t i = 0; i < depth; i++)
        flight->slots[i] = depth - 1 - i;
    return 0;
}

void flight_close(struct flight *flight)
{
    free(flight->since_ns);
    free(flight->landed);
    free(flight->slots);
    *flight = (struct flight){0};
}

static void find_due(struct flight *flight)
{
    struct course *course = flight->course;

    flight->due_ns = course->start_ns + pacer_next_ns(&course->pacer);
}

void flight_begin(struct flight *flight, uint64_t start_ns)
{
    flight->course->start_ns = start_ns;
    if (flight->course->paced)
        find_due(flight);
}

uint64_t flight_due_ns(const struct flight *flight)
{
    return flight->in_air == flight->depth ? FLIGHT_NEVER : flight->due_ns;
}

static int launch_one(struct flight *flight)
{
    uint32_t tag = flight->slots[flight->depth - flight->in_air - 1];
    int rc;

    flight->ops->choose(flight->state, tag);
    flight->since_ns[tag] = flight->course->paced ? flight->due_ns : clock_monotonic_ns();
    rc = flight->ops->submit(flight->state, tag);
    flight->in_air += rc == 0;
    return rc;
}

int flight_launch(struct flight *flight)
{
    bool paced = flight->course->paced;
    int rc = 0;

    while (rc == 0 && flight->in_air < flight->depth) {
        if (paced && clock_monotonic_ns() < flight->due_ns)
            return 0;
        rc = launch_one(flight);
        if (paced)
            find_due(flight);
    }
    return rc;
}

static int land_one(struct flight *flight, uint32_t tag, uint64_t now_ns)
{
    flight->in_air--;
    flight->slots[flight->depth - flight->in_air - 1] = tag;
    tally_record(flight->course->tally, now_ns, now_ns - flight->since_ns[tag]);
    return flight->ops->check(flight->state, tag);
}

int flight_land(struct flight *flight, uint64_t deadline_ns)
{
    int count = flight->ops->reap(flight->state, deadline_ns, flight->landed);
    uint64_t now_ns = clock_monotonic_ns();
    int first = count < 0 ? count : 0;

    for (int i = 0; i < count; i++) {
        int rc = land_one(flight, flight->landed[i], now_ns);

        if (first == 0)
            first = rc;
    }
    return first;
}

int flight_land_all(struct flight *flight)
{
    int first = 0;

    while (flight->in_air > 0) {
        uint32_t before = flight->in_air;
        int rc = flight_land(flight, FLIGHT_NEVER);

        if (first == 0)
            first = rc;
        // What cannot even be waited for stays in the air.
        if (rc < 0 && flight->in_air == before)
            return first;
    }
    return first;
}
