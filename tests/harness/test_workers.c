// SPDX-License-Identifier: GPL-3.0-or-later
// Threads over a range: every index once, bounded, cancelled in time.
#include "bench/workers.h"

#include <criterion/criterion.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

struct tally {
    atomic_uint calls[1000];
    atomic_uint at_once, most, total;
    atomic_bool held;
};

static void count(uint32_t index, void *context)
{
    struct tally *tally = context;
    unsigned now = atomic_fetch_add(&tally->at_once, 1) + 1;
    for (unsigned most = atomic_load(&tally->most); now > most;)
        if (atomic_compare_exchange_weak(&tally->most, &most, now))
            break;
    atomic_fetch_add(&tally->calls[index], 1);
    atomic_fetch_add(&tally->total, 1);
    while (atomic_load(&tally->held))
        usleep(500);
    sched_yield();
    atomic_fetch_sub(&tally->at_once, 1);
}

Test(harness_workers, call_every_index_once_and_within_their_bound)
{
    static const struct {
        uint32_t threads, count;
    } cases[] = {{1, 1000}, {4, 1000}, {16, 7}, {7, 7}, {1, 1}, {UINT32_MAX, 20}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tally *tally = calloc(1, sizeof *tally);
        struct workers *workers = NULL;
        cr_assert_eq(workers_start(cases[i].threads, cases[i].count, count, tally, &workers, NULL),
                     0);
        workers_join(workers);
        for (uint32_t index = 0; index < 1000; index++)
            cr_assert_eq(tally->calls[index], index < cases[i].count ? 1 : 0);
        cr_assert_leq(tally->most, cases[i].threads);
        free(tally);
    }
}

Test(harness_workers, have_nothing_to_do)
{
    struct tally tally = {0};
    struct workers *workers = NULL;
    cr_assert_eq(workers_start(4, 0, count, &tally, &workers, NULL), 0);
    cr_assert(workers_finished(workers));
    workers_join(workers);
    cr_assert_eq(tally.total, 0);
    workers_join(NULL);
}

Test(harness_workers, begin_no_more_once_cancelled)
{
    struct tally tally = {.held = true};
    struct workers *workers = NULL;
    cr_assert_eq(workers_start(3, 1000, count, &tally, &workers, NULL), 0);
    while (atomic_load(&tally.at_once) < 3)
        usleep(500);
    cr_assert_not(workers_finished(workers));
    workers_cancel(workers);
    workers_cancel(workers);
    atomic_store(&tally.held, false);
    workers_join(workers);
    cr_assert_eq(tally.total, 3);
}

Test(harness_workers, say_when_they_are_done)
{
    struct tally tally = {0};
    struct workers *workers = NULL;
    cr_assert_eq(workers_start(2, 10, count, &tally, &workers, NULL), 0);
    for (int i = 0; i < 10000 && !workers_finished(workers); i++)
        usleep(500);
    cr_assert(workers_finished(workers));
    cr_assert_eq(tally.total, 10);
    workers_join(workers);
}
