// SPDX-License-Identifier: GPL-3.0-or-later
// Whole selections: which run is matched with which, and what has no partner.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "compare/contrasts.h"
#include "tests/compare/made_run.h"

enum { RUNS_MAX = 8 };

struct made_selection {
    struct made_run runs[RUNS_MAX];
    struct side_run sides[RUNS_MAX];
    size_t count;
    struct side side;
};

static struct made_run *add(struct made_selection *selection, int64_t id, const char *arm,
                            const char *yaml, double hz)
{
    struct made_run *run = &selection->runs[selection->count++];
    made_run_init(run, id, yaml);
    made_run_set(&run->record.arm, arm);
    made_run_add_boots(run, 1, 10, hz, 0.002, (uint32_t)id);
    return run;
}

static const struct side *side_of(struct made_selection *selection, const char *name)
{
    for (size_t i = 0; i < selection->count; i++)
        selection->sides[i] = made_run_side(&selection->runs[i]);
    selection->side = (struct side){name, selection->sides, selection->count};
    return &selection->side;
}

static void selection_end(struct made_selection *selection)
{
    for (size_t i = 0; i < selection->count; i++)
        made_run_done(&selection->runs[i]);
}

#define scope_made_selection __attribute__((cleanup(selection_end)))

Test(compare_contrasts, arms_meet_their_like)
{
    scope_made_selection struct made_selection old = {0}, new = {0};
    scope_contrasts struct contrasts contrasts = {0};
    add(&old, 1, "pinning=none", NULL, 1000);
    add(&old, 2, "pinning=spread", NULL, 2000);
    add(&old, 3, "", "load:\n  workload: memory\n", 5000);
    add(&new, 4, "pinning=spread", NULL, 1800);
    add(&new, 5, "pinning=none", NULL, 1000);
    add(&new, 6, "pinning=compact", NULL, 1000);
    cr_assert_eq(contrasts_of(side_of(&old, "old"), side_of(&new, "new"), NULL, &contrasts, NULL),
                 0);
    cr_assert_eq(contrasts.count, 2);
    cr_expect_eq(contrasts.list[0].run_ids[0][0], 1);
    cr_expect_eq(contrasts.list[0].run_ids[1][0], 5);
    cr_expect_eq(contrasts.list[0].overall, CONTRAST_SAME);
    cr_expect_eq(contrasts.list[1].run_ids[1][0], 4);
    cr_expect_eq(contrasts.list[1].overall, CONTRAST_WORSE);
    cr_expect_eq(contrasts.overall, CONTRAST_WORSE);
    cr_assert_eq(contrasts.unmatched_count, 2);
    cr_expect_str_eq(contrasts.unmatched[0],
                     "B has no partner for run 3 (tcg, bare; memory, closed)");
    cr_expect_str_eq(contrasts.unmatched[1],
                     "A has no partner for run 6 (tcg, bare, pinning=compact; cpu, closed)");
}

// The same p costs more where more is asked.
Test(compare_contrasts, p_is_adjusted_over_all_of_them)
{
    scope_made_selection struct made_selection old = {0}, new = {0};
    scope_contrasts struct contrasts one = {0}, all = {0};
    static const char *const arms[] = {"a=1", "a=2", "a=3", "a=4"};
    for (int i = 0; i < 4; i++) {
        add(&old, 1 + i, arms[i], NULL, 1000);
        add(&new, 11 + i, arms[i], NULL, i == 0 ? 950 : 1000);
    }
    const struct side *a = side_of(&old, "old"), *b = side_of(&new, "new");
    const struct side first_a = {"old", a->runs, 1}, first_b = {"new", b->runs, 1};
    cr_assert_eq(contrasts_of(&first_a, &first_b, NULL, &one, NULL), 0);
    cr_assert_eq(contrasts_of(a, b, NULL, &all, NULL), 0);
    cr_assert_eq(all.count, 4);
    cr_expect_eq(one.list[0].list[0].p, all.list[0].list[0].p);
    cr_expect_lt(one.list[0].list[0].p_adjusted, all.list[0].list[0].p_adjusted);
}

Test(compare_contrasts, refuses_a_run_on_both_sides_and_nothing_alike)
{
    scope_made_selection struct made_selection old = {0}, new = {0};
    struct contrasts contrasts;
    struct err err = {0};
    add(&old, 1, "", NULL, 1000);
    add(&new, 1, "", NULL, 1000);
    cr_assert_eq(contrasts_of(side_of(&old, "x"), side_of(&new, "y"), NULL, &contrasts, &err),
                 -EINVAL);
    cr_expect_str_eq(err_text(&err), "run 1 stands on both sides (x; y)");
    err_done(&err);
    new.runs[0].record.id = 2;
    add(&old, 3, "a=1", NULL, 1000);
    made_run_set(&new.runs[0].record.arm, "a=2");
    add(&new, 4, "a=3", NULL, 1000);
    made_run_set(&old.runs[0].record.arm, "a=4");
    cr_assert_eq(contrasts_of(side_of(&old, "x"), side_of(&new, "y"), NULL, &contrasts, &err),
                 -EINVAL);
    cr_expect(strstr(err_text(&err), "no run of x has its like in y"), "%s", err_text(&err));
    err_done(&err);
}

Test(compare_contrasts, one_kind_a_side_is_compared_whatever_it_is)
{
    scope_made_selection struct made_selection old = {0}, new = {0};
    scope_contrasts struct contrasts contrasts = {0};
    add(&old, 1, "pinning=none", NULL, 1000);
    add(&new, 2, "pinning=spread", "pinning: spread\n", 1100);
    cr_assert_eq(contrasts_of(side_of(&old, "x"), side_of(&new, "y"), NULL, &contrasts, NULL), 0);
    cr_assert_eq(contrasts.count, 1);
    cr_expect_eq(contrasts.overall, CONTRAST_BETTER);
    cr_assert_eq(contrasts.list[0].change_count, 1);
    cr_expect_str_eq(contrasts.list[0].changes[0], "pinning: none -> spread");
    cr_expect_str_eq(contrasts.list[0].alike, "tcg, bare guest; cpu, closed; 1 vCPU, 128 MiB");
    cr_expect_str_eq(contrasts.list[0].subjects[1],
                     "tcg, bare guest, QEMU 7.2.9, pinning=spread, host lab");
}
