// SPDX-License-Identifier: GPL-3.0-or-later
// From the largest p down, so that what is adjusted never falls as p rises.
#include "common/inference/false_discovery.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

struct test {
    double p;
    size_t index;
};

static int by_p(const void *left, const void *right)
{
    const struct test *a = left, *b = right;
    if (a->p < b->p || a->p > b->p)
        return a->p < b->p ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

void false_discovery_adjust(const double *p, size_t count, double *ret_adjusted)
{
    scope_free struct test *tests = alloc_zeroed(count + 1, sizeof *tests);
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(p[i]))
            ret_adjusted[i] = p[i];
        else
            tests[made++] = (struct test){p[i], i};
    }
    qsort(tests, made, sizeof *tests, by_p);
    double least = 1;
    for (size_t rank = made; rank > 0; rank--) {
        const struct test *test = &tests[rank - 1];
        least = fmin(least, test->p * (double)made / (double)rank);
        ret_adjusted[test->index] = least;
    }
}
