// SPDX-License-Identifier: GPL-3.0-or-later
// The 144 published instances with a tenth of a second each on one thread: at most as many bins as
// the best of some 200 published heuristics, most known optima, no bound above one. `make
// bench-vectorpack` prints them one by one with two seconds each.
#include <criterion/criterion.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/planner/packing/vectorpack.h"

static const double SECONDS = 0.1, OPTIMA_LEAST = 0.6;

// Feasible anew, by sums made here.
static bool holds(const struct vectorpack *instance, const struct packing *packing)
{
    size_t width = instance->dimensions;
    scope_free int64_t *sum = alloc_zeroed(instance->items * width + 1, sizeof(*sum));
    for (size_t i = 0; i < instance->items; i++)
        for (size_t d = 0; d < width; d++)
            sum[(size_t)packing->bin[i] * width + d] += instance->sizes[i * width + d];
    for (size_t i = 0; i < instance->items * width; i++)
        if (sum[i] > instance->capacities[i])
            return false;
    return true;
}

Test(reference_vectorpack, no_more_bins_than_the_best_heuristics_published)
{
    const char *folder = getenv("FULLHOUSE_REFERENCE");
    struct vectorpack_set set;
    long total = 0, best = 0, known = 0, reached = 0;
    if (!folder)
        cr_skip_test("FULLHOUSE_REFERENCE names no folder");
    scope_free char *path = alloc_printf("%s/vectorpack", folder);
    cr_assert(vectorpack_read(path, &set), "%s", path);
    cr_assert_eq(set.count, 144);
    for (size_t i = 0; i < set.count; i++) {
        const struct vectorpack *instance = &set.list[i];
        struct packing_problem problem = vectorpack_problem(instance);
        struct packing_options options = {
            .aim = PACKING_FEWEST, .seconds = SECONDS, .threads = 1, .seed = 1};
        struct packing packing;
        cr_assert_eq(packing_solve(&problem, &options, &packing), 0);
        const char *wrong = vectorpack_wrong(instance, &packing);
        cr_assert_null(wrong, "%s: %s", instance->name, wrong ? wrong : "");
        cr_assert(holds(instance, &packing), "%s", instance->name);
        total += (long)packing.bins_used;
        best += instance->best_overall;
        known += instance->optimum >= 0;
        reached += (long)packing.bins_used == instance->optimum;
        packing_done(&packing);
    }
    cr_expect_leq(total, best, "%ld bins, best_overall has %ld", total, best);
    cr_expect_geq((double)reached, OPTIMA_LEAST * (double)known, "%ld of %ld", reached, known);
    vectorpack_done(&set);
}
