// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of densities: what they say, what they exclude, what is refused.
#include "common/model/density_list.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/scenario.h"
#include "common/model/scenario_arm.h"

TestSuite(model_density_list);

static void refuses(const char *text, const char *why)
{
    struct density_list list = {.count = 7};
    struct err err = {0};
    cr_expect_lt(density_list_parse(text, 100, &list, &err), 0, "%s", text);
    cr_expect(strstr(err_text(&err), why), "'%s' does not say '%s'", err_text(&err), why);
    cr_expect_eq(list.count, 7, "untouched on failure");
    err_done(&err);
}

Test(model_density_list, reads_back)
{
    struct density_list list;
    cr_assert_eq(density_list_parse("1,4,8", 100, &list, NULL), 0);
    cr_assert_eq(list.count, 3);
    cr_expect(list.list[0] == 1 && list.list[1] == 4 && list.list[2] == 8);
    scope_free char *text = density_list_format(&list);
    cr_expect_str_eq(text, "1,4,8");
    cr_assert_eq(density_list_parse("", 100, &list, NULL), 0);
    cr_expect_eq(list.count, 0);
}

Test(model_density_list, refuses_what_is_none)
{
    refuses("1,,4", "");
    refuses("1,4,", "");
    refuses("0,1", "");
    refuses("1,101", "");
    refuses("1..4", "");
    refuses("4,1", "1 after 4; densities must rise");
    refuses("1,4,4", "4 after 4; densities must rise");
}

Test(model_density_list, refuses_too_many)
{
    struct strbuf text = {0};
    struct density_list list;
    for (int i = 1; i <= DENSITY_LIST_MAX; i++)
        strbuf_printf(&text, "%s%d", i > 1 ? "," : "", i);
    cr_expect_eq(density_list_parse(strbuf_text(&text), 100, &list, NULL), 0);
    strbuf_add(&text, ",99");
    refuses(strbuf_text(&text), "more than 64 densities");
    strbuf_done(&text);
}

// --- in a scenario ------------------------------------------------------------------------------

static int load(struct scenario *scenario, const char *text, struct err *err)
{
    scenario_init(scenario);
    int r = scenario_load_text(scenario, "f", text, err);
    return r < 0 ? r : scenario_check(scenario, err);
}

Test(model_density_list, stands_for_the_ladder)
{
    struct scenario scenario, again;
    cr_assert_eq(load(&scenario, "densities: 2,4,8\n", NULL), 0);
    cr_expect(scenario.guests_min == 2 && scenario.guests_max == 8);
    scope_free char *text = scenario_format(&scenario);
    cr_expect_null(strstr(text, "guests:"), "%s", text);
    cr_assert_eq(load(&again, text, NULL), 0);
    cr_expect_eq(again.densities.count, 3);
    cr_assert_eq(scenario_set(&again, "guests", "1..3", NULL), 0);
    cr_expect_eq(again.densities.count, 0, "the last word has it");
    cr_assert_eq(scenario_set(&again, "overcommit", "1..3", NULL), 0);
    cr_assert_eq(scenario_set(&again, "densities", "5", NULL), 0);
    cr_expect(again.overcommit.max <= 0 && again.guests_min == 5 && again.guests_max == 5);
    cr_expect_lt(scenario_sweep(&again, "densities", "1;2", NULL), 0, "arms are measured alike");
    scenario_done(&again);
    scenario_done(&scenario);
}

static void refuses_scenario(const char *text, const char *why)
{
    struct scenario scenario;
    struct err err = {0};
    cr_expect_lt(load(&scenario, text, &err), 0, "%s", text);
    cr_expect(strstr(err_text(&err), why), "'%s' does not say '%s'", err_text(&err), why);
    err_done(&err);
    scenario_done(&scenario);
}

Test(model_density_list, contradicts_what_has_densities_of_its_own)
{
    refuses_scenario("guests: 1..4\ndensities: 1,2\n", "f:2: densities: guests says how many");
    refuses_scenario("overcommit: 1..4\ndensities: 1,2\n", "f:2: densities: overcommit says");
    refuses_scenario("densities: 1,2\ninterference: cpu,memory:triad\n", "interference has dens");
    refuses_scenario("densities: 2,4\nfault: panic\n", "a fault has densities of its own");
    refuses_scenario("densities: 2,4\nslo: p99<=3x\n", "1 is wanted among them");
    refuses_scenario("densities: two\n", "f:1: densities: ");
}
