// SPDX-License-Identifier: GPL-3.0-or-later
// The platforms of a scenario as text: what reads, what is refused, and what each run gets of it.
#include "common/model/platform_list.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"

static void reads_as(const char *text, const char *normal, size_t count)
{
    scope_platform_list struct platform_list list = {0};
    struct err err = {0};
    cr_assert_eq(platform_list_parse(text, &list, &err), 0, "%s: %s", text, err_text(&err));
    scope_free char *again = platform_list_format(&list);
    cr_expect_eq(list.count, count, "%s: %zu", text, list.count);
    cr_expect_str_eq(again, normal);
}

Test(model_platform_list, reads_one_or_several)
{
    reads_as("auto", "auto", 1);
    reads_as("native,kvm,tcg", "native,kvm,tcg", 3);
    reads_as(" native ,\tkvm , tcg ", "native,kvm,tcg", 3);
    reads_as("kvm/appliance,kvm/bare", "kvm/appliance,kvm/bare", 2);
    reads_as("kvm//srv/image,tcg/image/x", "kvm//srv/image,tcg/image/x", 2);
    reads_as("1,2,3,4,5,6,7,8", "1,2,3,4,5,6,7,8", 8);
}

static void refuses(const char *text, const char *why)
{
    struct platform_list list = {.count = 7};
    struct err err = {0};
    cr_expect_eq(platform_list_parse(text, &list, &err), -EINVAL, "%s was fine", text);
    cr_expect_not_null(strstr(err_text(&err), why), "%s: '%s' lacks '%s'", text, err_text(&err),
                       why);
    cr_expect_eq(list.count, 7, "touched on failure");
    err_done(&err);
}

Test(model_platform_list, refuses_what_means_nothing)
{
    refuses("", "a platform is wanted");
    refuses(" ", "a platform is wanted");
    refuses(",", "a platform is wanted");
    refuses("native,", "a platform is wanted");
    refuses("native,,kvm", "a platform is wanted");
    refuses("/bare", "a platform is wanted");
    refuses("kvm/", "a guest is wanted");
    refuses("kvm,native,kvm", "'kvm' is named twice");
    refuses("kvm/bare,tcg,kvm/bare", "'kvm/bare' is named twice");
    refuses("native/bare", "no guest");
    refuses("auto,tcg", "auto stands alone");
    refuses("tcg,auto/bare", "auto stands alone");
    refuses("1,2,3,4,5,6,7,8,9", "more than 8");
}

static struct scenario scenario_of(const char *platform, const char *guest, const char *connect)
{
    struct scenario scenario;
    scenario_init(&scenario);
    cr_assert_eq(scenario_set(&scenario, "platform", platform, NULL), 0, "%s", platform);
    cr_assert_eq(scenario_set(&scenario, "guest", guest, NULL), 0, "%s", guest);
    cr_assert_eq(scenario_set(&scenario, "connect", connect, NULL), 0, "%s", connect);
    return scenario;
}

static void check_is(const char *platform, const char *guest, const char *connect, const char *why)
{
    struct scenario scenario = scenario_of(platform, guest, connect);
    struct err err = {0};
    cr_expect_eq(scenario_check(&scenario, &err), why ? -EINVAL : 0, "%s: %s", platform,
                 err_text(&err));
    if (why)
        cr_expect_not_null(strstr(err_text(&err), why), "%s", err_text(&err));
    err_done(&err);
    scenario_done(&scenario);
}

Test(model_platform_list, native_takes_neither_guest_nor_libvirt_but_may_stand_beside_them)
{
    check_is("native", "bare", "", "guest: bare is for kvm");
    check_is("native", "auto", "qemu:///system", "connect: qemu:///system is for guests");
    check_is("native,kvm", "bare", "", NULL);
    check_is("native,kvm", "auto", "qemu:///system", NULL);
    check_is("kvm,native", "auto", "qemu+ssh://far/system", "connect: qemu+ssh://far/system");
    check_is("kvm,tcg", "auto", "qemu+ssh://far/system", NULL);
}

static void part_is(const struct scenario *scenario, size_t index, const char *platform,
                    const char *guest)
{
    struct scenario part, again;
    struct err err = {0};
    scenario_copy_platform(&part, scenario, index);
    cr_expect_str_eq(part.platform, platform);
    cr_expect_str_eq(part.guest, guest);
    cr_expect_eq(scenario_check(&part, &err), 0, "%s", err_text(&err));
    scope_free char *text = scenario_format(&part);
    scenario_init(&again);
    cr_assert_eq(scenario_load_text(&again, "stored", text, &err), 0, "%s", err_text(&err));
    cr_expect_str_eq(again.platform, platform);
    cr_expect_str_eq(again.guest, guest);
    scenario_done(&again);
    scenario_done(&part);
}

Test(model_platform_list, each_run_stores_a_scenario_that_can_be_made_again_alone)
{
    struct scenario scenario = scenario_of("native,kvm,tcg/appliance", "bare", "");
    cr_assert_eq(scenario_platform_count(&scenario), 3);
    part_is(&scenario, 0, "native", "auto");
    part_is(&scenario, 1, "kvm", "bare");
    part_is(&scenario, 2, "tcg", "appliance");
    scenario_done(&scenario);
    scenario_init(&scenario);
    cr_assert_eq(scenario_platform_count(&scenario), 1);
    part_is(&scenario, 0, "auto", "auto");
    scenario_done(&scenario);
}
