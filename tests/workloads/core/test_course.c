// SPDX-License-Identifier: GPL-3.0-or-later
// The measured loop turned by hand: what is due when, and which latency each operation is given.
#include "workloads/core/course.h"

#include <criterion/criterion.h>
#include <errno.h>

#include "common/base/clock.h"
#include "workloads/core/tally.h"
#include "workloads/core/workload.h"

static struct tally tally;
static struct tally_buffer buffers[TALLY_BUFFERS];
static struct histogram window;
static uint64_t start_ns;

struct work {
    uint64_t wait_ns; // how long each operation takes
    int rc;
    int calls;
};

static int work_operate(void *state)
{
    struct work *work = state;
    uint64_t end_ns = clock_monotonic_ns() + work->wait_ns;

    work->calls++;
    while (clock_monotonic_ns() < end_ns)
        ;
    return work->rc;
}

static const struct workload_variant variant = {.name = "work", .operate = work_operate};
static const struct workload_variant idle = {.name = "idle"};

static void set_up(void)
{
    tally_init(&tally, buffers);
    start_ns = clock_monotonic_ns();
    tally_begin(&tally, start_ns, 3600 * CLOCK_NS_PER_SECOND);
}

TestSuite(workloads_course, .init = set_up);

static void collect(void)
{
    histogram_reset(&window);
    tally_collect(&tally, 0, &window);
}

static struct pacer pacer_of(double rate)
{
    struct load load = {.arrivals = LOAD_CONSTANT, .rate = {.value = rate}};
    struct pacer pacer;

    pacer_init(&pacer, &load, 0, 1, 1, 0);
    return pacer;
}

Test(workloads_course, closed_operations_fill_the_time_without_a_gap)
{
    struct work work = {.wait_ns = 20000};
    struct course course;
    uint64_t began_ns = start_ns + 1000, now_ns = began_ns;

    course_init(&course, &variant, &work, &tally, NULL);
    course_begin(&course, start_ns, began_ns);
    for (int i = 0; i < 50; i++) {
        cr_assert_leq(course_due_ns(&course), now_ns);
        cr_assert_eq(course_operate(&course, &now_ns), 0);
    }
    collect();
    cr_assert_eq(work.calls, 50);
    cr_assert_eq(window.total, 50);
    cr_assert_eq(window.sum_ns, now_ns - began_ns);
    cr_assert_geq(window.min_ns, 20000);
}

// The operations were due 1 ms apart, the first at once, and the worker came 5 ms late.
Test(workloads_course, paced_latency_counts_from_when_it_was_due)
{
    struct work work = {0};
    struct pacer pacer = pacer_of(1000);
    struct course course;
    uint64_t now_ns, sum_ns = 0;

    clock_sleep_until_ns(start_ns + 5 * CLOCK_NS_PER_MS);
    course_init(&course, &variant, &work, &tally, &pacer);
    course_begin(&course, start_ns, clock_monotonic_ns());
    for (uint64_t i = 0; i < 5; i++) {
        cr_assert_eq(course_due_ns(&course), start_ns + i * CLOCK_NS_PER_MS);
        cr_assert_eq(course_operate(&course, &now_ns), 0);
        sum_ns += now_ns - start_ns - i * CLOCK_NS_PER_MS;
    }
    cr_assert_eq(course_due_ns(&course), start_ns + 5 * CLOCK_NS_PER_MS);
    collect();
    cr_assert_eq(window.total, 5);
    cr_assert_eq(window.sum_ns, sum_ns);
    cr_assert_geq(window.max_ns, 5 * CLOCK_NS_PER_MS);
}

Test(workloads_course, leaves_the_caller_s_pacer_alone)
{
    struct work work = {0};
    struct pacer pacer = pacer_of(1000), same = pacer;
    struct course course;

    course_init(&course, &variant, &work, &tally, &pacer);
    course_begin(&course, start_ns, start_ns);
    cr_assert_eq(pacer_next_ns(&pacer), pacer_next_ns(&same));
}

Test(workloads_course, nothing_of_an_idle_load_is_ever_due)
{
    struct course course;

    course_init(&course, &idle, NULL, &tally, NULL);
    cr_assert_eq(course_due_ns(&course), COURSE_NEVER);
    course_begin(&course, start_ns, start_ns);
    cr_assert_eq(course_due_ns(&course), COURSE_NEVER);
    collect();
    cr_assert_eq(window.total, 0);
}

Test(workloads_course, a_wrong_result_is_told_and_not_counted)
{
    struct work work = {.rc = -EIO};
    struct course course;
    uint64_t now_ns = 77;

    course_init(&course, &variant, &work, &tally, NULL);
    course_begin(&course, start_ns, start_ns);
    cr_assert_eq(course_operate(&course, &now_ns), -EIO);
    cr_assert_eq(now_ns, 77);
    collect();
    cr_assert_eq(window.total, 0);
}
