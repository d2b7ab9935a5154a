// SPDX-License-Identifier: GPL-3.0-or-later
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdatomic.h>

#include "common/base/parallel.h"

enum { COUNT = 1000, WORKERS = 4 };

struct seen {
    atomic_uint times[COUNT];
    atomic_uint wrong;
};

static void note(size_t index, unsigned worker, void *context)
{
    struct seen *seen = context;

    atomic_fetch_add(&seen->times[index], 1);
    if (worker >= WORKERS)
        atomic_fetch_add(&seen->wrong, 1);
}

Test(base_parallel, calls_once_for_each)
{
    static struct seen seen;

    parallel_for(WORKERS, COUNT, note, &seen);
    for (size_t i = 0; i < COUNT; i++)
        cr_assert(eq(uint, seen.times[i], 1));
    cr_expect(zero(uint, seen.wrong));
}

Test(base_parallel, does_nothing_for_none)
{
    static struct seen seen;

    parallel_for(WORKERS, 0, note, &seen);
    cr_expect(zero(uint, seen.times[0]));
    cr_expect(ge(uint, parallel_cpus(), 1));
}
