// SPDX-License-Identifier: GPL-3.0-or-later
// A script of the test's own with its interpreter and a program, packed into emulated guests: its
// figures come by pointer and by pattern; one that fails loses its guest with what it printed.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/model/exec_plan.h"
#include "common/model/record.h"
#include "tests/collector/tree.h"
#include "tests/system/host.h"

TestSuite(system_exec, .init = host_make, .fini = host_remove);

static char *put_script(const char *text)
{
    tree_put("/script", text);
    char *path = tree_path("/script");
    cr_assert_eq(chmod(path, 0755), 0);
    return path;
}

static void set_program(struct scenario *scenario, const char *path)
{
    struct exec_plan *plan = exec_plan_new();
    record_set(&plan->program, alloc_copy(path));
    exec_plan_add(&plan->files, &plan->file_count, "/usr/bin/printf");
    exec_plan_add(&plan->arguments, &plan->argument_count, "17.5");
    struct exec_metric *metric = exec_plan_add_metric(plan);
    record_set(&metric->name, alloc_copy("rate"));
    record_set(&metric->pointer, alloc_copy("/a/1"));
    metric->higher_is_better = true;
    metric = exec_plan_add_metric(plan);
    record_set(&metric->name, alloc_copy("p99"));
    record_set(&metric->pattern, alloc_copy("p99 = ([0-9.]+)"));
    record_set(&metric->unit, alloc_copy("us"));
    record_set(&scenario->load.workload, alloc_copy("exec"));
    scenario->load.exec = plan;
}

static size_t count_figures(const struct step_record *step, const char *name, double value)
{
    size_t count = 0;
    for (size_t i = 0; i < step->figure_count; i++)
        if (strcmp(step->figures[i].name, name) == 0) {
            cr_expect_eq(step->figures[i].value, value, "%s %g", name, step->figures[i].value);
            count++;
        }
    return count;
}

// An emulated guest on a busy host takes a good part of a second to run a script: a window leaves
// it the time for several runs.
static void run_on(const char *platform, uint64_t window_ms)
{
    struct scenario scenario;
    scope_free char *path =
        put_script("#!/bin/sh\n"
                   "exec /usr/bin/printf 'note\\n{\"a\": [1, 2.5]}\\np99 = %s us\\n' \"$1\"\n");
    host_scenario(&scenario, platform, 1);
    scenario.window_ns = window_ms * CLOCK_NS_PER_MS;
    set_program(&scenario, path);
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_gt(run.step_count, 0);
    for (size_t i = 0; i < run.step_count; i++) {
        cr_assert_eq(run.steps[i].state, RECORD_DONE, "%s", run.steps[i].reason);
        cr_expect_gt(count_figures(&run.steps[i], "rate", 2.5), 0);
        cr_expect_gt(count_figures(&run.steps[i], "p99", 17.5), 0);
    }
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_exec, processes_run_a_program_and_tell_its_figures)
{
    run_on("native", 100);
}

Test(system_exec, emulated_guests_run_a_program_and_tell_its_figures)
{
    host_need_emulation();
    run_on("tcg", 2000);
}

static void expect_lost(const char *text, const char *word)
{
    struct scenario scenario;
    scope_free char *path = put_script(text);
    host_scenario(&scenario, "native", 1);
    set_program(&scenario, path);
    scenario.load.exec->timeout_ns = 300000000;
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_gt(run.step_count, 0);
    cr_expect_eq(run.steps[0].state, RECORD_FAILED);
    cr_expect_not_null(strstr(run.steps[0].reason, word), "'%s' lacks '%s'", run.steps[0].reason,
                       word);
    cr_expect_not_null(strstr(run.steps[0].reason, path), "%s", run.steps[0].reason);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_exec, every_way_to_fail_is_told)
{
    expect_lost("#!/bin/sh\necho last words >&2\nexit 3\n", "exit code 3; it printed last");
    expect_lost("#!/bin/sh\nkill -SEGV $$\n", "killed by SIGSEGV");
    expect_lost("#!/bin/sh\nsleep 1000\n", "did not end within 300 ms");
    expect_lost("#!/bin/sh\necho '{\"a\": [1]}'\n", "nothing at '/a/1'");
    expect_lost("#!/bin/sh\necho '{\"a\": [1, 2]}'\n", "no line matches the pattern");
}

Test(system_exec, a_program_that_is_missing_is_refused_before_anything_begins)
{
    static const char *const platforms[] = {"native", "tcg"};
    for (size_t i = 0; i < sizeof platforms / sizeof *platforms; i++) {
        struct scenario scenario;
        host_scenario(&scenario, platforms[i], 1);
        set_program(&scenario, "/nowhere/program");
        struct host_run run = host_carry_out(&scenario, "");
        cr_expect_eq(run.result, -EINVAL);
        cr_expect_not_null(strstr(run.error, "/nowhere/program: no such program"), "%s", run.error);
        cr_expect_eq(run.outcome.count, 0);
        host_run_done(&run);
        scenario_done(&scenario);
    }
}
