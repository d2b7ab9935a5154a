// SPDX-License-Identifier: GPL-3.0-or-later
// The event that keeps what an ab is to decide.
#include <criterion/criterion.h>
#include <string.h>

#include "bench/ab.h"
#include "common/base/err.h"
#include "common/base/scope.h"

TestSuite(harness_ab_plan);

Test(harness_ab_plan, reads_back)
{
    struct ab_plan plan = {.phase = AB_PHASE_B, .of = 12, .threshold = 0.05}, again;
    ab_plan_add_measure(&plan, "p99");
    ab_plan_add_measure(&plan, "requests a second");
    scope_free char *text = ab_plan_format(&plan);
    cr_expect_str_eq(text, "ab: phase=b of=12 threshold=0.05 judged=p99,requests a second");
    cr_assert_eq(ab_plan_parse(text, &again, NULL), 0);
    cr_expect_eq(again.phase, AB_PHASE_B);
    cr_expect_eq(again.of, 12);
    cr_expect_eq(again.threshold, 0.05);
    cr_assert_eq(again.measure_count, 2);
    cr_expect_str_eq(again.measures[1], "requests a second");
    ab_plan_done(&again);
    ab_plan_done(&plan);
}

Test(harness_ab_plan, says_what_is_usual)
{
    struct ab_plan plan = {0}, again;
    scope_free char *text = ab_plan_format(&plan);
    cr_expect_str_eq(text, "ab: phase=turns threshold=0.03");
    cr_assert_eq(ab_plan_parse(text, &again, NULL), 0);
    cr_expect_eq(again.measure_count, 0);
    ab_plan_done(&again);
}

Test(harness_ab_plan, refuses_what_is_none)
{
    const char *const texts[] = {"",
                                 "a sentence",
                                 "ab: phase=c",
                                 "ab: phase",
                                 "ab: of=0",
                                 "ab: of=-1",
                                 "ab: threshold=much",
                                 "ab: threshold=nan",
                                 "ab: threshold=0",
                                 "ab: unheard=of"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct ab_plan plan = {.of = 7};
        struct err err = {0};
        cr_expect_lt(ab_plan_parse(texts[i], &plan, &err), 0, "%s", texts[i]);
        cr_expect(plan.of == 7 && err.kind == ERR_INPUT, "%s", texts[i]);
        err_done(&err);
    }
}
