// SPDX-License-Identifier: GPL-3.0-or-later
// Windows of one worker: who closes them, where an operation that spans windows goes, and that
// under a race between worker and collector nothing is lost or doubled.
#include "workloads/core/tally.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "common/base/clock.h"

static struct tally tally;
static struct tally_buffer buffers[TALLY_BUFFERS];
static struct histogram window;

static void set_up(void)
{
    memset(buffers, 0xa5, sizeof buffers);
    tally_init(&tally, buffers);
}

TestSuite(workloads_tally, .init = set_up);

static uint64_t collect(uint32_t index)
{
    histogram_reset(&window);
    tally_collect(&tally, index, &window);
    return window.total;
}

Test(workloads_tally, counts_an_operation_in_the_window_in_which_it_ended)
{
    tally_begin(&tally, 1000, 100);
    tally_record(&tally, 1050, 50);
    tally_record(&tally, 1099, 49);
    tally_record(&tally, 1100, 1);
    tally_record(&tally, 1101, 1);
    cr_assert_eq(collect(0), 2);
    cr_assert_eq(window.max_ns, 50);
    cr_assert_eq(collect(1), 2);
    cr_assert_eq(window.max_ns, 1);
}

Test(workloads_tally, a_long_operation_holds_no_window_back)
{
    tally_begin(&tally, 1000, 100);
    tally_record(&tally, 1010, 10);
    cr_assert_eq(collect(0), 1);
    cr_assert_eq(collect(1), 0);
    cr_assert_eq(collect(2), 0);
    tally_record(&tally, 1350, 340);
    cr_assert_eq(collect(3), 1);
    cr_assert_eq(window.max_ns, 340);
}

Test(workloads_tally, windows_that_a_worker_jumped_over_are_empty)
{
    tally_begin(&tally, 1000, 100);
    tally_record(&tally, 1010, 10);
    tally_record(&tally, 1550, 540);
    for (uint32_t i = 0; i < 5; i++)
        cr_assert_eq(collect(i), i == 0);
    cr_assert_eq(collect(5), 1);
}

Test(workloads_tally, a_collector_that_was_away_finds_every_operation)
{
    uint64_t total = 0;

    tally_begin(&tally, 0, 100);
    for (uint64_t end = 1; end <= 100 * 100; end++)
        tally_record(&tally, end - 1, 1);
    for (uint32_t i = 0; i < 100; i++)
        total += collect(i);
    cr_assert_eq(total, 100 * 100);
}

Test(workloads_tally, late_recordings_go_to_the_next_window)
{
    tally_begin(&tally, 1000, 100);
    cr_assert_eq(collect(0), 0);
    tally_record(&tally, 1099, 5);
    cr_assert_eq(collect(1), 1);
}

static atomic_int stop;
static uint64_t recorded;

static void *record_until_stop(void *unused)
{
    (void)unused;
    while (!atomic_load(&stop)) {
        tally_record(&tally, clock_monotonic_ns(), 1 + recorded % 1000);
        recorded++;
    }
    return NULL;
}

// Windows of 20 us, collected as fast as they end: many swaps in the middle of recordings.
Test(workloads_tally, loses_and_doubles_nothing_in_a_race)
{
    const uint64_t start_ns = clock_monotonic_ns(), window_ns = 20000;
    pthread_t worker;
    uint64_t total = 0, sum_ns = 0, expected_ns = 0;
    uint32_t index = 0;

    tally_begin(&tally, start_ns, window_ns);
    cr_assert_eq(pthread_create(&worker, NULL, record_until_stop, NULL), 0);
    for (; clock_monotonic_ns() < start_ns + 300 * CLOCK_NS_PER_MS; index++) {
        while (clock_monotonic_ns() < start_ns + (index + 1) * window_ns)
            ;
        total += collect(index);
        sum_ns += window.sum_ns;
    }
    atomic_store(&stop, 1);
    pthread_join(worker, NULL);
    total += collect(UINT32_MAX - 1);
    sum_ns += window.sum_ns;
    for (uint64_t i = 0; i < recorded; i++)
        expected_ns += 1 + i % 1000;
    cr_assert_eq(total, recorded);
    cr_assert_eq(sum_ns, expected_ns);
}
