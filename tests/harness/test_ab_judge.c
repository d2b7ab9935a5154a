// SPDX-License-Identifier: GPL-3.0-or-later
// Looks: with which confidence, when they decide, and what cannot be judged.
#include "bench/ab_judge.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "bench/ab.h"
#include "bench/ab_say.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/inference/sequential.h"
#include "tests/compare/made_run.h"

TestSuite(harness_ab_judge);

enum { BLOCKS = 8 };

struct two_sides {
    struct made_run runs[2];
    struct side_run views[2];
    struct ab_sides sides;
};

// A does 1000 operations a second, B that many times as much.
static void make_sides(struct two_sides *two, double ratio)
{
    static const char yaml[] = "densities: 1\nrepeats: 6..12\n";
    for (int s = 0; s < 2; s++) {
        made_run_init(&two->runs[s], s + 1, yaml);
        made_run_set(&two->runs[s].record.campaign, "0123");
        made_run_set(&two->runs[s].record.arm, s ? "B: machine=q35" : "A: machine=pc");
        made_run_add_boots(&two->runs[s], 1, BLOCKS, s ? 1000 * ratio : 1000, 0.004, s);
        two->views[s] = made_run_side(&two->runs[s]);
    }
    two->sides = (struct ab_sides){.a = {"A", &two->views[0], 1}, .b = {"B", &two->views[1], 1}};
}

static void sides_done(struct two_sides *two)
{
    made_run_done(&two->runs[0]);
    made_run_done(&two->runs[1]);
}

static int judge(const struct two_sides *two, const char *measure, uint32_t blocks,
                 struct contrast *contrast, struct err *err)
{
    struct ab_plan plan = {0};
    if (measure)
        ab_plan_add_measure(&plan, measure);
    int result = ab_judge(&plan, &two->runs[0].scenario, &two->sides, blocks, contrast, err);
    ab_plan_done(&plan);
    return result;
}

Test(harness_ab_judge, spends_the_error_look_by_look)
{
    struct two_sides two;
    struct contrast early, late;
    const struct sequential_plan looks = {6, 12, 0.95};
    make_sides(&two, 1);
    cr_assert_eq(judge(&two, "throughput", 3, &early, NULL), 0);
    cr_assert_eq(judge(&two, "throughput", 9, &late, NULL), 0);
    cr_expect_eq(early.confidence, sequential_confidence(&looks, 6), "no look is laxer");
    cr_expect_eq(late.confidence, sequential_confidence(&looks, 9));
    cr_expect_gt(late.confidence, 0.95);
    cr_expect_float_eq(late.false_discovery, 1 - late.confidence, 1e-12);
    cr_expect(late.is_interleaved);
    contrast_done(&early);
    contrast_done(&late);
    sides_done(&two);
}

static void expect_verdict(double ratio, enum contrast_verdict verdict)
{
    struct two_sides two;
    struct contrast contrast;
    make_sides(&two, ratio);
    cr_assert_eq(judge(&two, "throughput", BLOCKS, &contrast, NULL), 0);
    cr_expect_eq(contrast.overall, verdict, "%g: %s", ratio,
                 contrast_verdict_name(contrast.overall));
    cr_expect(ab_judge_is_decided(&contrast) == (verdict != CONTRAST_UNDECIDED));
    contrast_done(&contrast);
    sides_done(&two);
}

Test(harness_ab_judge, decides_what_is_clear_and_nothing_else)
{
    expect_verdict(0.9, CONTRAST_WORSE);
    expect_verdict(1, CONTRAST_SAME);
    expect_verdict(1.1, CONTRAST_BETTER);
    expect_verdict(1.03, CONTRAST_UNDECIDED);
}

Test(harness_ab_judge, refuses_what_neither_side_tells)
{
    struct two_sides two;
    struct contrast contrast;
    struct err err = {0};
    make_sides(&two, 1);
    cr_expect_lt(judge(&two, "iops", BLOCKS, &contrast, &err), 0);
    cr_expect(strstr(err_text(&err), "neither side tells 'iops'"), "%s", err_text(&err));
    err_done(&err);
    sides_done(&two);
}

Test(harness_ab_judge, tells_what_is_open_and_what_it_came_to)
{
    struct two_sides two;
    struct ab_result result = {.blocks = BLOCKS, .has_contrast = true};
    make_sides(&two, 0.9);
    cr_assert_eq(judge(&two, "throughput", BLOCKS, &result.contrast, NULL), 0);
    scope_free char *look = ab_say_look(&result.contrast, BLOCKS);
    scope_free char *answer = ab_say_answer(&result);
    cr_expect_str_eq(look, "8 blocks: 1 worse");
    cr_expect(strstr(answer, "B against A after 8 blocks: worse: throughput at 1 guest 0.89"), "%s",
              answer);
    ab_result_done(&result);
    sides_done(&two);
    scope_free char *nothing = ab_say_answer(&(struct ab_result){.blocks = 1});
    cr_expect_str_eq(nothing, "1 block, nothing judged.");
}

Test(harness_ab_judge, says_what_it_will_do)
{
    struct scenario scenario;
    struct ab_plan plan = {0};
    scenario_init(&scenario);
    cr_assert_eq(scenario_set(&scenario, "densities", "1,8", NULL), 0);
    cr_assert_eq(scenario_set(&scenario, "repeats", "6..12", NULL), 0);
    cr_assert_eq(side_settings_add(&plan.sides[1], "machine=q35", NULL), 0);
    scope_free char *text = ab_say_beginning(&plan, &scenario);
    cr_expect_str_eq(text, "A: as the scenario says; B: machine=q35; 6 to 12 blocks, each of them "
                           "2 densities of both, in turns");
    plan.phase = AB_PHASE_A;
    scope_free char *phase = ab_say_beginning(&plan, &scenario);
    cr_expect_str_eq(phase, "A: as the scenario says; 12 blocks, each of them 2 densities of it, "
                            "and the reference beside them");
    ab_plan_done(&plan);
    scenario_done(&scenario);
}
