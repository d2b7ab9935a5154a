// SPDX-License-Identifier: GPL-3.0-or-later
// Working sets: whole units, halves of what is there, refusals with figures.
#include "workloads/linux/working_set.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"

Test(workloads_working_set, is_nothing_for_a_workload_without_one)
{
    uint64_t bytes = 7;

    cr_assert_eq(working_set_choose(1 << 20, 0, 2, &bytes, NULL), 0);
    cr_assert_eq(bytes, 0);
}

Test(workloads_working_set, own_choice_is_whole_units_within_half_of_what_is_there)
{
    uint64_t bytes;

    for (uint32_t threads = 1; threads <= 8; threads *= 2) {
        cr_assert_eq(working_set_choose(0, 1572864, threads, &bytes, NULL), 0);
        cr_assert_gt(bytes, 0);
        cr_assert_eq(bytes % 1572864, 0);
        cr_assert_leq(bytes * threads, working_set_available_bytes() / 2 + (64 << 20));
        cr_assert_leq(bytes * threads, UINT64_C(1) << 30);
    }
}

Test(workloads_working_set, request_is_rounded_up)
{
    uint64_t bytes;

    cr_assert_eq(working_set_choose(1, 4096, 1, &bytes, NULL), 0);
    cr_assert_eq(bytes, 4096);
    cr_assert_eq(working_set_choose(4097, 4096, 1, &bytes, NULL), 0);
    cr_assert_eq(bytes, 8192);
}

Test(workloads_working_set, refuses_more_than_there_is)
{
    static const uint64_t absurd[] = {UINT64_MAX, INT64_MAX, UINT64_C(1) << 50};
    uint64_t bytes = 7;

    for (size_t i = 0; i < 3; i++) {
        struct err err = {0};
        cr_assert_eq(working_set_choose(absurd[i], 4096, 2, &bytes, &err), -ENOMEM);
        cr_assert(strstr(err_text(&err), "available"), "%s", err_text(&err));
        cr_assert_eq(bytes, 7);
        err_done(&err);
    }
    cr_assert_eq(working_set_choose(working_set_available_bytes() / 2, 4096, 4, &bytes, NULL),
                 -ENOMEM);
}
