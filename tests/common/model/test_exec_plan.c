// SPDX-License-Identifier: GPL-3.0-or-later
// A program in a scenario: read, written and read again, and what is wrong told with its line.
#include "common/model/exec_plan.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"

static const char whole[] = "load:\n"
                            "  workload: exec\n"
                            "  exec:\n"
                            "    program: fio\n"
                            "    arguments: [--name=a, 'two words', \"a\\nb \\\\ \\\"q\\\"\"]\n"
                            "    files: ['/etc/a.fio:/b.fio']\n"
                            "    environment: {LANG: C, X: 'a: b'}\n"
                            "    timeout: 90s\n"
                            "    metrics:\n"
                            "      iops: {pointer: /jobs/0/iops, unit: 1/s, better: higher}\n"
                            "      p99: {pattern: 'p99 ([0-9.]+)', better: lower, scale: 0.001}\n";

static void expect_whole(const struct exec_plan *plan)
{
    cr_assert_not_null(plan);
    cr_expect_str_eq(plan->program, "fio");
    cr_assert_eq(plan->argument_count, 3);
    cr_expect_str_eq(plan->arguments[1], "two words");
    cr_expect_str_eq(plan->arguments[2], "a\nb \\ \"q\"");
    cr_assert_eq(plan->file_count, 1);
    cr_expect_str_eq(plan->files[0], "/etc/a.fio:/b.fio");
    cr_assert_eq(plan->environment_count, 2);
    cr_expect_str_eq(plan->environment[1], "X=a: b");
    cr_expect_eq(plan->timeout_ns, UINT64_C(90000000000));
    cr_assert_eq(plan->metric_count, 2);
    cr_expect_str_eq(plan->metrics[0].pointer, "/jobs/0/iops");
    cr_expect(plan->metrics[0].higher_is_better);
    cr_expect_str_eq(plan->metrics[1].pattern, "p99 ([0-9.]+)");
    cr_expect_eq(plan->metrics[1].scale, 0.001);
    cr_expect_not(plan->metrics[1].higher_is_better);
}

Test(model_exec_plan, reads_writes_and_reads_the_same)
{
    struct scenario scenario, again;
    struct err err = {0};
    scenario_init(&scenario);
    scenario_init(&again);
    cr_assert_eq(scenario_load_text(&scenario, "f", whole, &err), 0, "%s", err_text(&err));
    cr_assert_eq(scenario_check(&scenario, &err), 0, "%s", err_text(&err));
    expect_whole(scenario.load.exec);
    scope_free char *text = scenario_format(&scenario);
    cr_assert_eq(scenario_load_text(&again, "again", text, &err), 0, "%s\n%s", err_text(&err),
                 text);
    expect_whole(again.load.exec);
    // Another workload has no program.
    cr_assert_eq(scenario_set(&again, "load.workload", "cpu", &err), 0);
    cr_expect_null(again.load.exec);
    scenario_done(&scenario);
    scenario_done(&again);
}

Test(model_exec_plan, roles_of_a_tile_have_programs)
{
    struct scenario scenario, again;
    struct err err = {0};
    static const char tile[] = "tile:\n"
                               "  web:\n"
                               "    loads:\n"
                               "      - workload: exec\n"
                               "        exec: {program: sh, arguments: [-c, 'true']}\n"
                               "      - {workload: cpu}\n";
    scenario_init(&scenario);
    scenario_init(&again);
    cr_assert_eq(scenario_load_text(&scenario, "f", tile, &err), 0, "%s", err_text(&err));
    scope_free char *text = scenario_format(&scenario);
    cr_assert_eq(scenario_load_text(&again, "again", text, &err), 0, "%s\n%s", err_text(&err),
                 text);
    cr_assert_eq(again.tile.role_count, 1);
    cr_assert_not_null(again.tile.roles[0].loads[0].exec);
    cr_expect_str_eq(again.tile.roles[0].loads[0].exec->arguments[1], "true");
    cr_expect_null(again.tile.roles[0].loads[1].exec);
    scenario_done(&scenario);
    scenario_done(&again);
}

static const struct {
    const char *below, *complaint;
} wrong[] = {
    {"program: [a]", "f:4: load.exec.program: a single value"},
    {"programm: a", "f:4: no key 'load.exec.programm' (did you mean 'program'?)"},
    {"program: ''", "f:3: load.exec: no program"},
    {"program: a\n    arguments: b", "f:5: load.exec.arguments: a list is wanted"},
    {"program: a\n    timeout: 3", "f:5: load.exec.timeout"},
    {"program: a\n    timeout: 0s", "f:3: load.exec: timeout: must lie between"},
    {"program: a\n    metrics:\n      x: {better: lower}", "f:6: load.exec.metrics.x: metric x"},
    {"program: a\n    metrics:\n      x: {pattern: y, better: lower}", "has 0 groups"},
    {"program: a\n    metrics:\n      x: {pattern: '(', better: lower}", "does not compile"},
    {"program: a\n    metrics:\n      x: {pointer: y, better: lower}", "does not begin with '/'"},
    {"program: a\n    metrics:\n      x: {pointer: /~2, better: lower}", "neither 0 nor 1"},
    {"program: a\n    metrics:\n      x: {pointer: /y}", "better: higher or lower is wanted"},
    {"program: a\n    metrics:\n      x: {pointer: /y, better: big}", "higher or lower"},
    {"program: a\n    metrics:\n      x: {pointer: /y, better: lower, scale: k}", "a number"},
    {"program: a\n    metrics:\n      x: {pointer: /y, bettr: lower}", "did you mean 'better'"},
    {"program: a\n    environment: [A]", "f:5: load.exec.environment"},
};

Test(model_exec_plan, what_is_wrong_is_told_with_its_line)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct scenario scenario;
        struct err err = {0};
        char text[512];
        snprintf(text, sizeof text, "load:\n  workload: exec\n  exec:\n    %s\n", wrong[i].below);
        scenario_init(&scenario);
        cr_expect_eq(scenario_load_text(&scenario, "f", text, &err), -EINVAL, "%s", text);
        cr_expect_not_null(strstr(err_text(&err), wrong[i].complaint), "'%s' lacks '%s'",
                           err_text(&err), wrong[i].complaint);
        err_done(&err);
        scenario_done(&scenario);
    }
}

Test(model_exec_plan, goes_with_its_workload)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_expect_eq(scenario_load_text(&scenario, "f", "load:\n  exec: {program: a}\n", &err),
                 -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "f:2: load.exec: it goes with workload: exec"), "%s",
                       err_text(&err));
    err_done(&err);
    cr_expect_eq(scenario_set(&scenario, "load.workload", "exec", &err), 0);
    cr_expect_eq(scenario_check(&scenario, &err), -EINVAL);
    cr_expect_not_null(strstr(err_text(&err), "load.exec: workload exec runs"), "%s",
                       err_text(&err));
    err_done(&err);
    scenario_done(&scenario);
}
