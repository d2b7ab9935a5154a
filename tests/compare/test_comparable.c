// SPDX-License-Identifier: GPL-3.0-or-later
// Each rule of what may be compared, and what was set on purpose.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/scope.h"
#include "compare/comparable.h"
#include "tests/compare/made_run.h"

static void expect_why(const struct made_run *a, const struct made_run *b, const char *why)
{
    const struct side_run ours = made_run_side(a), theirs = made_run_side(b);
    scope_free char *said = comparable_why_not(&ours, &theirs);
    cr_expect_str_eq(said ? said : "", why);
}

static void expect_why_of(const char *a, const char *b, const char *arm, const char *why)
{
    struct made_run ours, theirs;
    made_run_init(&ours, 1, a);
    made_run_init(&theirs, 2, b);
    made_run_set(&theirs.record.arm, arm);
    expect_why(&ours, &theirs, why);
    made_run_done(&ours);
    made_run_done(&theirs);
}

Test(compare_comparable, the_work_must_be_the_same)
{
    expect_why_of(NULL, NULL, "", "");
    expect_why_of(NULL, "shape:\n  vcpus: 2\n", "",
                  "the shapes differ (1 vCPU, 128 MiB; 2 vCPUs, 128 MiB)");
    expect_why_of(NULL, "load:\n  workload: memory\n", "",
                  "the loads differ (cpu, closed; memory, closed)");
    expect_why_of("load:\n  workload: disk\n  options: depth=1\n",
                  "load:\n  workload: disk\n  options: depth=8\n", "",
                  "the loads differ (disk (depth=1), closed; disk (depth=8), closed)");
    expect_why_of("load:\n  threads: 1\n", "load:\n  threads: 2\n", "",
                  "the loads differ (cpu, closed, 1 thread; cpu, closed, 2 threads)");
    expect_why_of("windows: 5\n", "windows: 9\n", "", "what is measured differs (windows: 5; 9)");
    expect_why_of("window: 1s\n", "window: 100ms\n", "",
                  "what is measured differs (window: 1s; 100ms)");
}

Test(compare_comparable, settings_and_how_much_was_measured_may_differ)
{
    expect_why_of("guests: 1..8\nrepeats: 3\nslo: p99<=3x\nseed: 1\n",
                  "guests: 1..2\nrepeats: 9\nslo: p99<=20ms\nseed: 2\npinning: spread\n"
                  "memory:\n  backing: huge\n",
                  "", "");
}

Test(compare_comparable, what_an_arm_sets_is_what_one_asks_for)
{
    expect_why_of(NULL, "load:\n  threads: 2\n", "pinning=spread, load.threads=2", "");
    expect_why_of(NULL, "shape:\n  memory: 256MiB\n", "shape.memory=256MiB", "");
    expect_why_of(NULL, "shape:\n  memory: 256MiB\n  vcpus: 2\n", "shape.memory=256MiB",
                  "the shapes differ (1 vCPU, 128 MiB; 2 vCPUs, 256 MiB)");
    expect_why_of(NULL, "shape:\n  vcpus: 2\n", "not.shape.vcpus=2",
                  "the shapes differ (1 vCPU, 128 MiB; 2 vCPUs, 128 MiB)");
}

Test(compare_comparable, the_place_must_be_the_same)
{
    struct made_run ours, theirs;
    made_run_init(&ours, 1, NULL);
    made_run_init(&theirs, 2, NULL);
    made_run_set(&theirs.record.host.kernel, "6.1.0-26"); // which may be what one asks
    expect_why(&ours, &theirs, "");
    made_run_set(&theirs.record.guest_kind, "appliance");
    expect_why(&ours, &theirs, "the guests are of two kinds (bare; appliance)");
    made_run_set(&theirs.record.guest_kind, "process");
    expect_why(&ours, &theirs, "");
    theirs.record.host.cpus = 4;
    expect_why(&ours, &theirs, "the host has another number of CPUs (2; 4)");
    made_run_set(&theirs.record.host.name, "rack4");
    expect_why(&ours, &theirs, "the hosts differ (lab, Some CPU; rack4, Some CPU)");
    theirs.record.emulated = false;
    made_run_set(&theirs.record.platform, "native");
    expect_why(&ours, &theirs, "one is emulated and the other is not (tcg; native)");
    made_run_done(&ours);
    made_run_done(&theirs);
}

Test(compare_comparable, a_key_is_of_what_was_done_and_where)
{
    struct made_run ours, theirs;
    made_run_init(&ours, 1, "pinning: spread\nguests: 1..4\n");
    made_run_init(&theirs, 2, "repeats: 7\n");
    const struct side_run a = made_run_side(&ours), b = made_run_side(&theirs);
    scope_free char *first = comparable_key(&a), *second = comparable_key(&b);
    cr_expect_str_eq(first, second);
    made_run_done(&theirs);
    made_run_init(&theirs, 2, "load:\n  threads: 2\n");
    const struct side_run c = made_run_side(&theirs);
    scope_free char *third = comparable_key(&c);
    cr_expect_str_neq(first, third);
    made_run_done(&ours);
    made_run_done(&theirs);
}
