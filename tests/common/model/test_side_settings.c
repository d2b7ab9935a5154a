// SPDX-License-Identifier: GPL-3.0-or-later
// What the sides of an ab set, the scenarios that come of it, and their names as arms.
#include "common/model/side_settings.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/arm_side.h"
#include "common/model/scenario.h"

TestSuite(model_side_settings);

static struct side_settings settings_of(const char *first, const char *second)
{
    struct side_settings settings = {0};
    struct err err = {0};
    if (first)
        cr_assert_eq(side_settings_add(&settings, first, &err), 0, "%s", err_text(&err));
    if (second)
        cr_assert_eq(side_settings_add(&settings, second, &err), 0, "%s", err_text(&err));
    return settings;
}

static void refuses(const char *text, const char *why)
{
    struct side_settings settings = settings_of("machine=pc", NULL);
    struct err err = {0};
    cr_expect_lt(side_settings_add(&settings, text, &err), 0, "%s", text);
    cr_expect(strstr(err_text(&err), why), "'%s' does not say '%s'", err_text(&err), why);
    cr_expect_eq(settings.count, 1);
    err_done(&err);
    side_settings_done(&settings);
}

Test(model_side_settings, refuses_what_sides_cannot_differ_in)
{
    refuses("machine", "a key of the scenario and its value are wanted");
    refuses("=q35", "a key of the scenario and its value are wanted");
    refuses("machine=q35", "machine: it is set twice on one side");
    refuses("load.workload=memory", "operations of two kinds have no ratio");
    refuses("densities=1,2", "sides cannot differ in it");
    refuses("seed=7", "sides cannot differ in it");
}

static int apply(const char *base, const char *first, const char *second,
                 struct scenario *ret_scenario, struct err *err)
{
    struct scenario scenario;
    struct side_settings settings = settings_of(first, second);
    scenario_init(&scenario);
    cr_assert_eq(scenario_load_text(&scenario, "f", base, NULL), 0);
    int result = side_settings_apply(&settings, &scenario, ret_scenario, err);
    scenario_done(&scenario);
    side_settings_done(&settings);
    return result;
}

Test(model_side_settings, set_what_they_say_over_what_both_share)
{
    struct scenario side;
    cr_assert_eq(
        apply("platform: tcg\nmachine: pc\n", "machine=q35", "qemu=/opt/a=b/qemu", &side, NULL), 0);
    cr_expect_str_eq(side.emulator.machine, "q35");
    cr_expect_str_eq(side.emulator.program, "/opt/a=b/qemu");
    cr_expect_str_eq(side.platform, "tcg");
    scenario_done(&side);
}

Test(model_side_settings, a_side_of_processes_forgets_what_the_scenario_says_of_guests)
{
    struct scenario side;
    cr_assert_eq(
        apply("platform: tcg\nguest: bare\nmachine: pc\n", "platform=native", NULL, &side, NULL),
        0);
    cr_expect_str_eq(side.guest, "auto");
    cr_expect_str_eq(side.emulator.machine, "");
    scenario_done(&side);
}

static void refuses_to_apply(const char *base, const char *first, const char *second,
                             const char *why)
{
    struct scenario side;
    struct err err = {0};
    cr_expect_lt(apply(base, first, second, &side, &err), 0);
    cr_expect(strstr(err_text(&err), why), "'%s' does not say '%s'", err_text(&err), why);
    err_done(&err);
}

Test(model_side_settings, refuse_what_does_not_go_together)
{
    refuses_to_apply("platform: native\n", "machine=q35", NULL, "native runs processes here");
    refuses_to_apply("platform: tcg\n", "machine=q35", "platform=native", "native runs processes");
    refuses_to_apply("platform: tcg\n", "nothing=1", NULL, "no key 'nothing'");
    refuses_to_apply("platform: tcg\n", "platform=tcg,kvm", NULL, "each side has one");
    refuses_to_apply("platform: tcg\n", "shape.vcpus=none", NULL, "shape.vcpus");
    refuses_to_apply("platform: native,tcg\n", NULL, NULL, "each side has one");
}

Test(model_side_settings, have_names_that_read_back)
{
    struct side_settings settings = settings_of("qemu=/opt/a/qemu", "machine=q35");
    struct arm_side side;
    scope_free char *text = side_settings_format(&settings);
    scope_free char *arm = arm_side_format((struct arm_side){.side = 1}, text);
    cr_expect_str_eq(arm, "B: qemu=/opt/a/qemu, machine=q35");
    cr_assert(arm_side_parse(arm, &side));
    cr_expect(side.side == 1 && !side.is_reference);
    cr_expect_str_eq(arm_settings(arm), text);
    scope_free char *reference = arm_side_format((struct arm_side){.is_reference = true}, "");
    cr_expect_str_eq(reference, "A reference");
    cr_assert(arm_side_parse(reference, &side));
    cr_expect(side.side == 0 && side.is_reference);
    cr_expect_str_eq(arm_settings(reference), "");
    side_settings_done(&settings);
}

Test(model_side_settings, take_no_other_arm_for_a_side)
{
    struct arm_side side;
    const char *const others[] = {"", "Ab", "A reference x", "C", "pair 1 a", "A=1", "B=2, A: x=1"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_not(arm_side_parse(others[i], &side), "%s", others[i]);
    cr_expect_not(arm_side_parse(NULL, &side));
    cr_expect_str_eq(arm_settings("pinning=spread"), "pinning=spread");
    cr_expect_str_eq(arm_settings(NULL), "");
}
