// SPDX-License-Identifier: GPL-3.0-or-later
// Words for placing guests, homes as text, the scenario's key.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/cpu_set.h"
#include "common/model/pinning.h"
#include "common/model/scenario.h"

static void expect_home(const char *home, uint32_t vcpu, const char *wanted)
{
    struct cpu_set cpus;
    struct err err = {0};
    cr_assert_eq(pinning_home_of(home, vcpu, &cpus, &err), 0, "%s", err_text(&err));
    scope_free char *text = cpu_set_format(&cpus);
    cr_expect_str_eq(text, wanted, "vCPU %u of '%s': %s", vcpu, home, text);
}

Test(model_pinning, one_list_is_every_vcpus_home)
{
    expect_home("0-3", 0, "0-3");
    expect_home("0-3", 5, "0-3");
}

Test(model_pinning, several_lists_are_a_vcpus_each)
{
    expect_home("0 4 1", 0, "0");
    expect_home("0 4 1", 2, "1");
    struct cpu_set all;
    cr_assert_eq(pinning_home_all("0 4 1", &all, NULL), 0);
    scope_free char *text = cpu_set_format(&all);
    cr_expect_str_eq(text, "0-1,4");
    cr_assert_eq(pinning_home_all("", &all, NULL), 0);
    cr_expect(cpu_set_is_empty(&all));
}

Test(model_pinning, a_vcpu_without_a_list_has_no_home)
{
    struct cpu_set cpus;
    struct err err = {0};
    cr_expect_eq(pinning_home_of("0 4", 2, &cpus, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "no home of vCPU 2"));
    err_done(&err);
    cr_expect_eq(pinning_home_of("", 0, &cpus, NULL), -EINVAL);
    cr_expect_eq(pinning_home_of("0 x", 1, &cpus, NULL), -EINVAL);
    cr_expect_eq(pinning_home_all("0 x", &cpus, NULL), -EINVAL);
}

Test(model_pinning, a_scenario_keeps_it_and_a_wrong_word_is_told)
{
    struct scenario scenario, again;
    struct err err = {0};
    scenario_init(&scenario);
    scenario_init(&again);
    cr_expect_eq(scenario_set(&scenario, "pinning", "numa", &err), 0, "%s", err_text(&err));
    scope_free char *yaml = scenario_format(&scenario);
    cr_expect_not_null(strstr(yaml, "pinning: numa"));
    cr_expect_eq(scenario_load_text(&again, "again", yaml, &err), 0, "%s", err_text(&err));
    cr_expect_eq(again.pinning, PINNING_NUMA);
    cr_expect_eq(scenario_set(&scenario, "pinning", "spred", &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "pinning: 'spred'"), "%s", err_text(&err));
    cr_expect_not_null(strstr(err_text(&err), "did you mean 'spread'"), "%s", err_text(&err));
    err_done(&err);
    scenario_done(&scenario);
    scenario_done(&again);
}
