// SPDX-License-Identifier: GPL-3.0-or-later
// The sizes of a memory curve, and what a scenario is completed with.
#include "bench/curve.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "common/base/scope.h"
#include "common/model/scenario.h"

static const uint64_t KIB = 1024, MIB = 1024 * 1024;

Test(bench_curve, sizes_grow_by_the_root_of_two_in_whole_pages)
{
    size_t count;
    scope_free uint64_t *sizes = curve_sizes(16 * KIB, 128 * MIB, &count);
    cr_assert_eq(count, 27);
    cr_assert_eq(sizes[0], 16 * KIB);
    cr_assert_eq(sizes[2], 32 * KIB);
    cr_assert_eq(sizes[count - 1], 128 * MIB);
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(sizes[i] % 4096, 0);
        cr_assert(i == 0 || (sizes[i] > sizes[i - 1] && sizes[i] < 2 * sizes[i - 1]));
    }
}

// Of so few pages that two steps fall on one size.
Test(bench_curve, no_size_comes_twice)
{
    size_t count;
    scope_free uint64_t *sizes = curve_sizes(4 * KIB, 20 * KIB, &count);
    cr_assert_eq(sizes[0], 4 * KIB);
    for (size_t i = 1; i < count; i++)
        cr_assert_gt(sizes[i], sizes[i - 1]);
    cr_assert_leq(sizes[count - 1], 20 * KIB);
}

Test(bench_curve, completes_what_is_not_said_and_keeps_what_is)
{
    struct scenario scenario;
    scenario_init(&scenario);
    curve_complete(&scenario);
    cr_assert_eq(scenario.curve_min_bytes, 16 * KIB);
    cr_assert_geq(scenario.curve_max_bytes, MIB);
    cr_assert_gt(scenario.shape.memory_bytes, scenario.curve_max_bytes);
    cr_assert_eq(scenario_check(&scenario, NULL), 0);
    scenario_done(&scenario);

    scenario_init(&scenario);
    cr_assert_eq(scenario_set(&scenario, "curve", "32KiB..1MiB", NULL), 0);
    scenario.shape.memory_bytes = 512 * MIB;
    curve_complete(&scenario);
    cr_assert_eq(scenario.curve_min_bytes, 32 * KIB);
    cr_assert_eq(scenario.curve_max_bytes, MIB);
    cr_assert_eq(scenario.shape.memory_bytes, 512 * MIB);
    scenario_done(&scenario);
}

Test(bench_curve, a_scenario_keeps_its_sizes)
{
    struct scenario scenario, again;
    scenario_init(&scenario);
    scenario_init(&again);
    cr_assert_eq(scenario_set(&scenario, "curve", "32KiB..1MiB", NULL), 0);
    scope_free char *text = scenario_format(&scenario);
    cr_assert_eq(scenario_load_text(&again, "again", text, NULL), 0);
    cr_assert_eq(again.curve_min_bytes, 32 * KIB);
    cr_assert_eq(again.curve_max_bytes, MIB);
    scenario_done(&scenario);
    scenario_done(&again);
}
