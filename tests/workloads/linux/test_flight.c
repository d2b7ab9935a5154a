// SPDX-License-Identifier: GPL-3.0-or-later
// Several operations under way, by a device that takes a set time for each: how many are in flight,
// from when latency counts, and what is left when one fails.
#include "workloads/linux/flight.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/core/course.h"
#include "workloads/core/tally.h"
#include "workloads/core/workload.h"

enum { DEPTH_MAX = 8 };
#define TAKES_NS (5 * CLOCK_NS_PER_MS)

struct device {
    uint32_t depth;
    uint64_t ends_ns[DEPTH_MAX]; // 0: nothing under way
    uint32_t under_way, most_under_way, chosen, submitted, checked;
    uint32_t fail_at; // the check of this one fails; 0: none
};

static uint32_t depth(const void *state)
{
    return ((const struct device *)state)->depth;
}

static void choose(void *state, uint32_t tag)
{
    struct device *device = state;

    cr_assert_lt(tag, device->depth);
    cr_assert_eq(device->ends_ns[tag], 0, "slot %u is taken", tag);
    device->chosen++;
}

static int submit(void *state, uint32_t tag)
{
    struct device *device = state;

    device->ends_ns[tag] = clock_monotonic_ns() + TAKES_NS;
    device->submitted++;
    cr_assert_eq(device->chosen, device->submitted);
    if (++device->under_way > device->most_under_way)
        device->most_under_way = device->under_way;
    return 0;
}

static uint64_t first_end(const struct device *device)
{
    uint64_t first_ns = FLIGHT_NEVER;

    for (uint32_t i = 0; i < device->depth; i++)
        if (device->ends_ns[i] && device->ends_ns[i] < first_ns)
            first_ns = device->ends_ns[i];
    return first_ns;
}

static int reap(void *state, uint64_t deadline_ns, uint32_t *ret_tags)
{
    struct device *device = state;
    uint64_t end_ns = first_end(device), now_ns;
    int count = 0;

    cr_assert_gt(device->under_way, 0);
    clock_sleep_until_ns(end_ns < deadline_ns ? end_ns : deadline_ns);
    now_ns = clock_monotonic_ns();
    for (uint32_t i = 0; i < device->depth; i++)
        if (device->ends_ns[i] && device->ends_ns[i] <= now_ns) {
            device->ends_ns[i] = 0;
            device->under_way--;
            ret_tags[count++] = i;
        }
    return count;
}

static int check(void *state, uint32_t tag)
{
    struct device *device = state;

    (void)tag;
    return ++device->checked == device->fail_at ? -EIO : 0;
}

static const struct flight_ops ops = {depth, choose, submit, reap, check};

struct bench {
    struct device device;
    struct tally tally;
    struct tally_buffer *buffers;
    struct course course;
    struct flight flight;
    struct histogram seen;
};

// Paced by a distance of operations, or closed (0).
static struct bench *bench_new(uint32_t deep, uint64_t distance_ns)
{
    static const struct workload_variant variant;
    struct bench *bench = aligned_alloc(64, (sizeof *bench + 63) / 64 * 64);
    struct load load = {.arrivals = LOAD_CONSTANT};
    struct pacer pacer;

    memset(bench, 0, sizeof *bench);
    bench->device.depth = deep;
    bench->buffers = calloc(TALLY_BUFFERS, sizeof *bench->buffers);
    tally_init(&bench->tally, bench->buffers);
    tally_begin(&bench->tally, clock_monotonic_ns(), 3600 * CLOCK_NS_PER_SECOND);
    if (distance_ns) {
        load.rate.value = (double)CLOCK_NS_PER_SECOND / (double)distance_ns;
        pacer_init(&pacer, &load, 0, 1, 1, 0);
    }
    course_init(&bench->course, &variant, NULL, &bench->tally, distance_ns ? &pacer : NULL);
    cr_assert_eq(flight_open(&bench->flight, &ops, &bench->device, &bench->course, NULL), 0);
    flight_begin(&bench->flight, clock_monotonic_ns());
    return bench;
}

static void collect(struct bench *bench)
{
    tally_collect(&bench->tally, 0, &bench->seen);
}

static void bench_free(struct bench *bench)
{
    flight_close(&bench->flight);
    free(bench->buffers);
    free(bench);
}

// As a worker does it, until so many have ended.
static int fly(struct bench *bench, uint32_t operations)
{
    struct flight *flight = &bench->flight;
    int rc = 0;

    while (rc == 0 && bench->device.checked < operations) {
        rc = flight_launch(flight);
        if (rc == 0 && flight->in_air > 0)
            rc = flight_land(flight, flight_due_ns(flight));
        else if (rc == 0)
            clock_sleep_until_ns(flight_due_ns(flight));
    }
    return rc;
}

Test(workloads_flight, closed_keeps_as_many_under_way_as_it_may)
{
    struct bench *bench = bench_new(4, 0);

    cr_assert_eq(fly(bench, 12), 0);
    cr_assert_eq(flight_land_all(&bench->flight), 0);
    cr_assert_eq(bench->device.most_under_way, 4);
    cr_assert_eq(bench->device.under_way, 0);
    cr_assert_eq(bench->device.checked, bench->device.submitted);
    collect(bench);
    cr_assert_eq(bench->seen.total, bench->device.submitted);
    // From submission to end, whatever the others do.
    cr_assert_geq(histogram_quantile_ns(&bench->seen, 0), TAKES_NS - TAKES_NS / 100);
    bench_free(bench);
}

Test(workloads_flight, one_at_a_time_is_a_flight_of_one)
{
    struct bench *bench = bench_new(1, 0);

    cr_assert_eq(fly(bench, 3), 0);
    cr_assert_eq(bench->device.most_under_way, 1);
    cr_assert_eq(flight_due_ns(&bench->flight), 0);
    bench_free(bench);
}

// Twenty times as much is due as two slots can do: the twentieth waits for nine rounds before it.
Test(workloads_flight, paced_latency_counts_from_due_while_no_slot_is_free)
{
    struct bench *bench = bench_new(2, TAKES_NS / 40);

    cr_assert_eq(fly(bench, 20), 0);
    cr_assert_eq(bench->device.most_under_way, 2);
    flight_land_all(&bench->flight);
    collect(bench);
    cr_assert_gt(bench->seen.max_ns, 8 * TAKES_NS);
    bench_free(bench);
}

// With room to spare nothing is submitted before it is due.
Test(workloads_flight, paced_waits_for_what_is_due)
{
    struct bench *bench = bench_new(8, 2 * TAKES_NS);
    uint64_t began_ns = clock_monotonic_ns();

    cr_assert_eq(fly(bench, 4), 0);
    cr_assert_geq(clock_monotonic_ns() - began_ns, 6 * TAKES_NS);
    flight_land_all(&bench->flight);
    bench_free(bench);
}

Test(workloads_flight, a_failure_is_told_and_the_others_are_waited_for)
{
    struct bench *bench = bench_new(4, 0);

    bench->device.fail_at = 3;
    cr_assert_eq(fly(bench, 100), -EIO);
    cr_assert_eq(flight_land_all(&bench->flight), 0);
    cr_assert_eq(bench->flight.in_air, 0);
    cr_assert_eq(bench->device.under_way, 0);
    bench_free(bench);
}
