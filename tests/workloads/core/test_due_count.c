// SPDX-License-Identifier: GPL-3.0-or-later
// What fell due, counted beside the worker: nothing twice, nothing left out, edges to the next.
#include "workloads/core/due_count.h"

#include <criterion/criterion.h>

#include "common/base/clock.h"

static struct pacer pacer_of(enum load_arrivals arrivals, double rate, uint64_t offset_ns)
{
    struct load load = {.arrivals = arrivals, .rate = {.value = rate}};
    struct pacer pacer;

    pacer_init(&pacer, &load, 0, 1, 9, offset_ns);
    return pacer;
}

Test(workloads_due_count, what_is_due_at_the_end_belongs_to_the_next_window)
{
    struct pacer pacer = pacer_of(LOAD_CONSTANT, 1000, 0);
    struct due_count due;

    due_count_init(&due, &pacer);
    cr_assert_eq(due_count_take(&due, 0), 0);
    cr_assert_eq(due_count_take(&due, 1), 1);
    cr_assert_eq(due_count_take(&due, CLOCK_NS_PER_MS), 0);
    cr_assert_eq(due_count_take(&due, CLOCK_NS_PER_MS + 1), 1);
    cr_assert_eq(due_count_take(&due, 10 * CLOCK_NS_PER_MS), 8);
    cr_assert_eq(due_count_take(&due, 10 * CLOCK_NS_PER_MS), 0);
}

Test(workloads_due_count, an_offset_leaves_windows_empty)
{
    struct pacer pacer = pacer_of(LOAD_CONSTANT, 1000, 5 * CLOCK_NS_PER_MS);
    struct due_count due;

    due_count_init(&due, &pacer);
    cr_assert_eq(due_count_take(&due, 5 * CLOCK_NS_PER_MS), 0);
    cr_assert_eq(due_count_take(&due, 6 * CLOCK_NS_PER_MS), 1);
}

// The worker's own pacer, window by window.
Test(workloads_due_count, agrees_with_the_pacer_it_was_made_from)
{
    struct pacer pacer = pacer_of(LOAD_POISSON, 10000, 0);
    uint64_t next_ns, counted = 0, expected = 0;
    struct due_count due;

    due_count_init(&due, &pacer);
    next_ns = pacer_next_ns(&pacer);
    for (uint64_t i = 1; i <= 1000; i++) {
        for (; next_ns < i * CLOCK_NS_PER_MS; expected++)
            next_ns = pacer_next_ns(&pacer);
        counted += due_count_take(&due, i * CLOCK_NS_PER_MS);
        cr_assert_eq(counted, expected);
    }
    cr_assert_gt(counted, 9000);
}
