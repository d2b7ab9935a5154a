// SPDX-License-Identifier: GPL-3.0-or-later
// What a scenario sweeps: its values, its combinations, its file, and what is refused before
// anything starts.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/arm_pair.h"
#include "common/model/overcommit.h"
#include "common/model/scenario.h"
#include "common/model/scenario_arm.h"

static void load(struct scenario *scenario, const char *text)
{
    struct err err = {0};
    scenario_init(scenario);
    cr_assert_eq(scenario_load_text(scenario, "f", text, &err), 0, "%s", err_text(&err));
    cr_assert_eq(scenario_check(scenario, &err), 0, "%s", err_text(&err));
}

static void refuses(const char *text, const char *why)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    int r = scenario_load_text(&scenario, "f", text, &err);
    r = r < 0 ? r : scenario_check(&scenario, &err);
    cr_expect_lt(r, 0, "%s", text);
    cr_expect(strstr(err_text(&err), why), "'%s' does not say '%s'", err_text(&err), why);
    err_done(&err);
    scenario_done(&scenario);
}

static void arm_is(const struct scenario *scenario, size_t index, const char *platform,
                   const char *arm)
{
    struct scenario part;
    struct err err = {0};
    scope_free char *name = NULL;
    cr_assert_eq(scenario_copy_arm(&part, scenario, index, &name, &err), 0, "%s", err_text(&err));
    cr_expect_str_eq(part.platform, platform);
    cr_expect_str_eq(name, arm);
    cr_expect_eq(part.sweep.count, 0);
    scenario_done(&part);
}

Test(model_sweep, arms_are_platforms_times_combinations)
{
    struct scenario scenario, part;
    load(&scenario, "platform: native,tcg\nsweep:\n  disk.cache: [none, writeback]\n"
                    "  shape: {vcpus: '1,2'}\n");
    cr_assert_eq(scenario_arm_count(&scenario), 8);
    arm_is(&scenario, 0, "native", "disk.cache=none, shape.vcpus=1");
    arm_is(&scenario, 1, "native", "disk.cache=none, shape.vcpus=2");
    arm_is(&scenario, 6, "tcg", "disk.cache=writeback, shape.vcpus=1");
    cr_assert_eq(scenario_copy_arm(&part, &scenario, 7, NULL, NULL), 0);
    cr_expect_eq(part.shape.vcpus, 2);
    cr_expect_eq(part.disk.cache, DISK_CACHE_WRITEBACK);
    scenario_done(&part);
    scenario_done(&scenario);
}

Test(model_sweep, a_file_reads_back_what_was_written)
{
    struct scenario scenario, again;
    load(&scenario, "sweep:\n  load.options: 'a=1,b=2;a=2'\n  memory.backing: [plain, ksm]\n");
    scope_free char *text = scenario_format(&scenario);
    load(&again, text);
    scope_free char *twice = scenario_format(&again);
    cr_expect_str_eq(text, twice);
    cr_assert_eq(again.sweep.count, 2);
    cr_expect_str_eq(again.sweep.axes[0].values[0], "a=1,b=2");
    cr_expect_str_eq(again.sweep.axes[1].values[1], "ksm");
    scenario_done(&again);
    scenario_done(&scenario);
}

Test(model_sweep, keys_and_values_are_checked_with_their_line)
{
    refuses("label: x\nsweep:\n  shape.vcpu: 1,2\n", "f:3: sweep: no key 'shape.vcpu'");
    refuses("sweep:\n  shape.vcpus: 1,none\n", "f:2: sweep: shape.vcpus");
    refuses("sweep:\n  shape.vcpus: '1'\n", "one value is no sweep");
    refuses("sweep:\n  shape.vcpus: 1,1\n", "named twice");
    refuses("sweep:\n  shape.vcpus: 1,,2\n", "an empty value");
    refuses("sweep:\n  seed: 1,2\n", "seed cannot be swept");
    refuses("sweep:\n  load.workload: cpu,os\n", "cannot be swept");
    refuses("sweep:\n  {}\n", "keys and their values");
    refuses("sweep:\n  memory.backing: plain,giant\n", "no backing 'giant'");
    // What only a combination can see.
    refuses("load: {working_set: 64MiB}\nsweep:\n  shape.memory: 128MiB,32MiB\n",
            "shape.memory=32MiB: load.working_set");
    refuses("sweep:\n  shape.vcpus: 1,2,3,4,5\n  load.threads: 1,2,3,4,5\n"
            "  boot.parallel: 1,2,3\n",
            "75 arms");
}

Test(model_sweep, who_sets_a_key_sweeps_it_no_more)
{
    struct scenario scenario;
    load(&scenario, "sweep:\n  shape.vcpus: 1,2\n  load.threads: 1,2\n");
    cr_assert_eq(scenario_set(&scenario, "shape.vcpus", "4", NULL), 0);
    cr_assert_eq(scenario.sweep.count, 1);
    cr_expect_str_eq(scenario.sweep.axes[0].key, "load.threads");
    cr_assert_eq(scenario_sweep(&scenario, "load.threads", "3,4,5", NULL), 0);
    cr_expect_eq(scenario_arm_count(&scenario), 3);
    scenario_done(&scenario);
}

Test(model_sweep, overcommit_is_a_ratio_instead_of_guests)
{
    struct scenario scenario, again;
    load(&scenario, "overcommit: 1.5..4\n");
    cr_expect_eq(scenario.overcommit.max, 4);
    scope_free char *text = scenario_format(&scenario);
    cr_expect_null(strstr(text, "guests:"), "%s", text);
    load(&again, text);
    cr_expect_eq(again.overcommit.min, 1.5);
    cr_assert_eq(scenario_set(&again, "guests", "1..3", NULL), 0);
    cr_expect_eq(again.overcommit.max, 0, "the last word has it");
    scenario_done(&again);
    scenario_done(&scenario);
    refuses("guests: 1..4\novercommit: 1..2\n", "f:2: overcommit: guests says how many");
    refuses("overcommit: 4..1\n", "must rise");
    refuses("overcommit: 0\n", "must lie between");
    refuses("overcommit: some\n", "vCPUs a CPU are wanted");
}

Test(model_sweep, guests_come_nearest_to_a_ratio)
{
    cr_expect_eq(overcommit_units(1, 8, 1), 8);
    cr_expect_eq(overcommit_units(4, 2, 3), 3, "2.67 guests are 3");
    cr_expect_float_eq(overcommit_ratio(3, 3, 2), 4.5, 1e-12);
    cr_expect_eq(overcommit_units(1, 1.6, 1), 2, "of a quota of 1.6 CPUs");
    cr_expect_eq(overcommit_units(0.01, 1, 8), 1, "never none");
}

Test(model_sweep, pairs_have_names_that_read_back)
{
    size_t pair = 9;
    bool is_second = false;
    scope_free char *name = arm_pair_format(2, true);
    cr_expect_str_eq(name, "pair 3 b");
    cr_assert(arm_pair_parse(name, &pair, &is_second));
    cr_expect(pair == 2 && is_second);
    const char *const others[] = {"",         "pair",         "pair 0 a",       "pair 1 c",
                                  "pair x a", "pinning=none", "pair 12345678 a"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_not(arm_pair_parse(others[i], &pair, &is_second), "%s", others[i]);
}
