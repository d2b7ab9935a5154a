// SPDX-License-Identifier: GPL-3.0-or-later
// A working set's pages: aligned, whole, given back.
#include "workloads/linux/pages.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

Test(workloads_pages, begin_at_a_large_page_and_hold_every_byte)
{
    static const size_t sizes[] = {1, 4096, PAGES_LARGE_BYTES - 1, PAGES_LARGE_BYTES, 5 << 20};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct pages pages;

        cr_assert_eq(pages_map(&pages, sizes[i], PAGES_LARGE, NULL), 0);
        cr_assert_eq((uintptr_t)pages.memory % PAGES_LARGE_BYTES, 0);
        memset(pages.memory, 1, sizes[i]);
        pages_done(&pages);
        cr_assert_null(pages.memory);
    }
}

Test(workloads_pages, are_given_back)
{
    struct pages pages;
    unsigned char resident;
    void *memory;

    cr_assert_eq(pages_map(&pages, 8 << 20, PAGES_LARGE, NULL), 0);
    memory = pages.memory;
    memset(memory, 1, 8 << 20);
    cr_assert_eq(mincore(memory, 4096, &resident), 0);
    pages_done(&pages);
    cr_assert_eq(mincore(memory, 4096, &resident), -1);
    cr_assert_eq(errno, ENOMEM);
    pages_done(&pages);
    pages_done(NULL);
}

Test(workloads_pages, of_nothing_are_none)
{
    struct pages pages;

    cr_assert_eq(pages_map(&pages, 0, PAGES_LARGE, NULL), 0);
    cr_assert_null(pages.memory);
    pages_done(&pages);
}

Test(workloads_pages, beyond_all_memory_are_refused)
{
    static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - PAGES_LARGE_BYTES, (size_t)1 << 60};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct pages pages;
        struct err err = {0};

        cr_assert_eq(pages_map(&pages, sizes[i], PAGES_LARGE, &err), -ENOMEM);
        cr_assert(strstr(err_text(&err), "working set"));
        cr_assert_null(pages.memory);
        pages_done(&pages);
        err_done(&err);
    }
}

static long faults_of_filling(enum pages_size size)
{
    struct rusage before, after;
    struct pages pages;

    cr_assert_eq(pages_map(&pages, 8 << 20, size, NULL), 0);
    cr_assert_eq(getrusage(RUSAGE_THREAD, &before), 0);
    memset(pages.memory, 1, 8 << 20);
    cr_assert_eq(getrusage(RUSAGE_THREAD, &after), 0);
    pages_done(&pages);
    return after.ru_minflt - before.ru_minflt;
}

Test(workloads_pages, small_ones_are_made_one_by_one)
{
    cr_assert_geq(faults_of_filling(PAGES_SMALL), 2048);
}

Test(workloads_pages, large_ones_where_the_kernel_has_them)
{
    scope_free char *enabled = NULL;
    size_t length;

    if (path_read("/sys/kernel/mm/transparent_hugepage/enabled", 4096, &enabled, &length, NULL) <
            0 ||
        strstr(enabled, "[never]"))
        cr_skip("this kernel has no transparent large pages");
    cr_assert_lt(faults_of_filling(PAGES_LARGE), 2048);
}
