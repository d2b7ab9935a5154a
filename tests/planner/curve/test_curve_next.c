// SPDX-License-Identifier: GPL-3.0-or-later
// The command that measures what is missing: pasted into a shell it is the same run once more.
#include <criterion/criterion.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "planner/curve/curve_next.h"

static struct run_record run;
static struct scenario scenario;

static void set_up(void)
{
    run_record_init(&run);
    scenario_init(&scenario);
    record_set(&run.platform, alloc_copy("kvm"));
}

static void tear_down(void)
{
    scenario_done(&scenario);
    run_record_done(&run);
}

TestSuite(planner_curve_next, .init = set_up, .fini = tear_down);

static void set(const char *key, const char *text)
{
    struct err err = {0};
    cr_assert_eq(scenario_set(&scenario, key, text, &err), 0, "%s", err_text(&err));
}

static void expect_command(const char *expected)
{
    scope_free char *command = curve_next_command(&run, &scenario, 1, 16);
    cr_expect_str_eq(command, expected);
}

Test(planner_curve_next, what_is_usual_is_short)
{
    expect_command("fullhouse bench --platform kvm --workload cpu --vcpus 1 --memory 128MiB "
                   "--guests 1..16 --repeats 3..5");
}

Test(planner_curve_next, says_all_that_a_load_has)
{
    record_set(&run.label, alloc_copy("web"));
    set("guest", "appliance");
    set("load.workload", "disk");
    set("load.variant", "randread");
    set("load.options", "block=4KiB,depth=8");
    set("load.rate", "1234.5/s");
    set("load.arrivals", "poisson");
    set("load.working_set", "64MiB");
    set("load.threads", "2");
    set("shape.memory", "100MB");
    set("slo", "p99<=3x");
    set("repeats", "4..10");
    expect_command("fullhouse bench --label web --platform kvm --guest appliance --workload "
                   "disk:randread --options block=4KiB,depth=8 --rate 1234.5/s --arrivals poisson "
                   "--working-set 64MiB "
                   "--threads 2 --vcpus 1 --memory 100000000 --slo 'p99<=3x' --guests 1..16 "
                   "--repeats 4..10");
}

Test(planner_curve_next, a_shell_takes_its_words_as_they_are)
{
    record_set(&run.label, alloc_copy("it's $HOME; new"));
    set("load.rate", "12.5%");
    expect_command("fullhouse bench --label 'it'\\''s $HOME; new' --platform kvm --workload cpu "
                   "--rate 12.5% --vcpus 1 --memory 128MiB --guests 1..16 --repeats 3..5");
}

// Bursts, traces and programs of one's own have a scenario of their own.
Test(planner_curve_next, other_loads_need_their_scenario)
{
    set("load.rate", "25%");
    set("load.arrivals", "bursty");
    expect_command("fullhouse bench --platform kvm --scenario SCENARIO.yaml --vcpus 1 --memory "
                   "128MiB --guests 1..16 --repeats 3..5");
}

Test(planner_curve_next, names_a_run_by_all_that_sets_it_apart)
{
    run.id = 12;
    record_set(&run.host.name, alloc_copy("db1"));
    scope_free char *plain = curve_next_name(&run);
    cr_expect_str_eq(plain, "run 12 (kvm on db1)");
    record_set(&run.label, alloc_copy("web"));
    record_set(&run.platform, alloc_copy("tcg"));
    record_set(&run.arm, alloc_copy("pinning=spread"));
    run.emulated = true;
    scope_free char *full = curve_next_name(&run);
    cr_expect_str_eq(full, "run 12 (web, tcg, emulated, on db1, pinning=spread)");
}
