// SPDX-License-Identifier: GPL-3.0-or-later
// What pairs of runs that are alike say of a host's noise, and what a contrast does with it.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "common/base/scope.h"
#include "common/model/arm_pair.h"
#include "common/store/store.h"
#include "compare/comparable.h"
#include "compare/contrast.h"
#include "compare/floors.h"
#include "tests/common/store/store_fixture.h"
#include "tests/compare/made_run.h"

enum { PAIRS = 4 };

struct aa {
    struct made_run runs[2 * PAIRS];
    struct side_run sides[2 * PAIRS];
};

// The second of each pair is off by that share, up and down in turns; no boot differs from another.
static void make_aa(struct aa *aa, double off)
{
    for (size_t i = 0; i < 2 * PAIRS; i++) {
        scope_free char *arm = arm_pair_format(i / 2, i % 2);
        double share = i % 2 ? (i % 4 == 1 ? off : -off) : 0;
        made_run_init(&aa->runs[i], (int64_t)i + 1, NULL);
        made_run_set(&aa->runs[i].record.arm, arm);
        made_run_set(&aa->runs[i].record.campaign, "aa");
        made_run_add_boots(&aa->runs[i], 1, 4, 100000 * exp(share), 0, 0);
        aa->sides[i] = made_run_side(&aa->runs[i]);
    }
}

static void aa_done(struct aa *aa)
{
    for (size_t i = 0; i < 2 * PAIRS; i++)
        made_run_done(&aa->runs[i]);
}

Test(compare_floors, a_floor_is_what_pairs_differ_by)
{
    struct aa aa;
    scope_floors struct floors floors = {0};
    make_aa(&aa, 0.02);
    floors_add(&floors, aa.sides, 2 * PAIRS);
    scope_free char *key = comparable_key(&aa.sides[0]);
    double own = floors_find(&floors, key, "throughput", 1, 4, true);
    cr_expect_float_eq(log(own), 2.776 * 0.02, 1e-3); // t of 4 degrees of freedom
    cr_expect_float_eq(log(floors_find(&floors, key, "throughput", 1, 16, true)), log(own) / 2,
                       1e-9);
    cr_expect_eq(floors_find(&floors, key, "throughput", 1, 16, false), own);
    cr_expect_float_eq(log(floors_find(&floors, key, "throughput", 1, 1, false)), 2 * log(own),
                       1e-9);
    cr_expect(isnan(floors_find(&floors, key, "throughput", 2, 4, true)));
    cr_expect(isnan(floors_find(&floors, "another host", "throughput", 1, 4, true)));
    cr_expect_eq(floors_find(&floors, key, "memory", 1, 4, true), 1);
    aa_done(&aa);
}

Test(compare_floors, one_pair_is_none)
{
    struct aa aa;
    scope_floors struct floors floors = {0};
    make_aa(&aa, 0.02);
    floors_add(&floors, aa.sides, 3); // a pair and a half
    cr_expect_eq(floors.count, 0);
    aa_done(&aa);
}

Test(compare_floors, what_the_host_makes_of_nothing_is_no_verdict)
{
    struct aa aa;
    struct made_run runs[2];
    scope_floors struct floors floors = {0};
    make_aa(&aa, 0.03);
    floors_add(&floors, aa.sides, 2 * PAIRS);
    for (int r = 0; r < 2; r++) {
        made_run_init(&runs[r], 20 + r, NULL);
        made_run_add_boots(&runs[r], 1, 8, r ? 94000 : 100000, 0.001, 0);
    }
    const struct side_run sides[] = {made_run_side(&runs[0]), made_run_side(&runs[1])};
    const struct side a = {"old", &sides[0], 1}, b = {"new", &sides[1], 1};
    scope_contrast struct contrast with = {0}, without = {0};
    cr_assert_eq(contrast_of(&a, &b, &(struct contrast_options){.floors = &floors}, &with, NULL),
                 0);
    cr_assert_eq(contrast_of(&a, &b, NULL, &without, NULL), 0);
    cr_expect_eq(without.list[0].verdict, CONTRAST_WORSE);
    cr_expect_eq(with.list[0].verdict, CONTRAST_UNDECIDED);
    cr_expect_float_eq(log(with.list[0].floor), 2.776 * 0.03, 1e-3);
    cr_expect_str_eq(with.list[0].why, "This host's noise makes as much of nothing (1.087).");
    made_run_done(&runs[0]);
    made_run_done(&runs[1]);
    aa_done(&aa);
}

// As much as nothing is within the floor, and may well turn out to be the same.
Test(compare_floors, what_is_small_is_undecided_with_a_number_of_boots)
{
    struct aa aa;
    struct made_run runs[2];
    scope_floors struct floors floors = {0};
    scope_contrast struct contrast contrast = {0};
    make_aa(&aa, 0.02);
    floors_add(&floors, aa.sides, 2 * PAIRS);
    for (int r = 0; r < 2; r++) {
        made_run_init(&runs[r], 20 + r, NULL);
        made_run_add_boots(&runs[r], 1, 4, r ? 100500 : 100000, 0.05, r ? 3 : 0);
    }
    const struct side_run sides[] = {made_run_side(&runs[0]), made_run_side(&runs[1])};
    const struct side a = {"old", &sides[0], 1}, b = {"new", &sides[1], 1};
    const struct contrast_options options = {.floors = &floors};
    cr_assert_eq(contrast_of(&a, &b, &options, &contrast, NULL), 0);
    cr_expect_eq(contrast.list[0].verdict, CONTRAST_UNDECIDED);
    cr_expect_gt(contrast.list[0].more_units, 1);
    cr_expect_lt(contrast.list[0].more_units, 200);
    made_run_done(&runs[0]);
    made_run_done(&runs[1]);
    aa_done(&aa);
}

// A year of nights that did the same looks through the store once.
Test(compare_floors, what_was_looked_for_is_not_looked_for_again)
{
    char *folder = store_fixture_folder(), *path = store_fixture_path(folder, "floors.db");
    struct store *store = store_fixture_store(path);
    scope_floors struct floors floors = {0};
    for (int i = 0; i < 3; i++) {
        struct made_run run;
        made_run_init(&run, 20 + i, i == 2 ? "shape:\n  vcpus: 2\n" : NULL);
        made_run_set(&run.record.campaign, i ? "one" : "other");
        const struct side_run side = made_run_side(&run);
        cr_assert_eq(floors_read(&floors, store, &side, NULL), 0);
        made_run_done(&run);
    }
    cr_expect_eq(floors.count, 0);
    cr_expect_eq(floors.looked_for_count, 2);
    store_close(store);
    store_fixture_remove(folder);
    free(path);
}
