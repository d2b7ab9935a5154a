// SPDX-License-Identifier: GPL-3.0-or-later
// Runs in a real store become curves that say what the verdicts say, or are refused with what to
// do.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/inference/maximum.h"
#include "common/store/store.h"
#include "planner/curve/curve.h"
#include "planner/plan/plan.h"
#include "tests/reports/fixture.h"

static struct fixture fixture;
static struct curves curves;

static void set_up(void)
{
    fixture_init(&fixture);
    curves = (struct curves){0};
}

static void tear_down(void)
{
    curves_done(&curves);
    fixture_done(&fixture);
}

TestSuite(planner_curve, .init = set_up, .fini = tear_down);

static struct fixture_run web_run(void)
{
    return (struct fixture_run){
        .label = "web",
        .densities = fixture_ladder,
        .density_count = fixture_ladder_count,
        .boots = 3,
        .calibrations = 3,
    };
}

static void read_fine(const char *word, const struct plan *plan)
{
    struct err err = {0};
    cr_assert_eq(curves_read(fixture.store, word, plan, &curves, &err), 0, "%s", err_text(&err));
}

// All parts, in whatever place.
static void expect_refused(const char *word, const struct plan *plan, const char *const *parts)
{
    struct err err = {0};
    cr_expect_eq(curves_read(fixture.store, word, plan, &curves, &err), -EINVAL);
    for (; *parts; parts++)
        cr_expect(strstr(err_text(&err), *parts), "'%s' is not in '%s'", *parts, err_text(&err));
    cr_expect_eq(err.kind, ERR_INPUT);
    cr_expect_eq(curves.count, 0);
    err_done(&err);
}
#define EXPECT_REFUSED(word, plan, ...)                                                            \
    expect_refused(word, plan, (const char *const[]){__VA_ARGS__, NULL})

// What the report of that run says.
static struct maximum maximum_in_report(int64_t id, struct document *document)
{
    fixture_load(&fixture, &id, 1, document);
    return document->runs[0].maximum;
}

static void expect_agrees(const struct density_curve *curve)
{
    struct document document = {0};
    const struct maximum maximum = maximum_in_report(curve->run.id, &document);
    cr_expect_eq(curve->is_at_least, !maximum.breaking);
    cr_expect_geq(curve->guests.low, maximum.guests);
    cr_expect_leq(curve->guests.low, curve->guests.value);
    cr_expect_leq(curve->guests.value, curve->guests.high);
    if (maximum.failing)
        cr_expect_lt(curve->guests.high, maximum.failing->guests);
    document_done(&document);
}

// --- what a ladder tells ------------------------------------------------------------------------

Test(planner_curve, says_what_the_verdicts_say)
{
    const struct fixture_run run = web_run();
    fixture_add_run(&fixture, &run);
    read_fine("web", NULL);
    cr_assert_eq(curves.count, 1);
    const struct density_curve *curve = &curves.list[0];
    expect_agrees(curve);
    cr_expect_eq(floor(curve->guests.value), 5, "4 holds, 6 fails");
    cr_expect_not(curve->is_at_least);
    cr_expect_not(curve->is_extrapolated);
    cr_expect_eq(curve->guests.origin, ORIGIN_MEASURED);
    cr_expect_str_eq(curve->words,
                     "run 1 (web, kvm on rack4-node7): 5 guests [4, 5], measured to 8");
    cr_expect_str_eq(curve->word, "web");
}

Test(planner_curve, keeps_every_density_as_a_point)
{
    const struct fixture_run run = web_run();
    fixture_add_run(&fixture, &run);
    read_fine("latest", NULL);
    const struct density_curve *curve = &curves.list[0];
    static const uint32_t ascending[] = {1, 2, 4, 6, 7, 8};
    cr_assert_eq(curve->point_count, 6);
    for (size_t i = 0; i < 6; i++) {
        cr_expect_eq(curve->points[i].guests, ascending[i]);
        cr_expect_eq(curve->points[i].boots, 3);
        cr_expect_float_eq(curve->points[i].busy_cores.value, 0.2676 * ascending[i],
                           0.01 * ascending[i]);
        cr_expect_gt(curve->points[i].total_hz.value, 0);
    }
    cr_expect_eq(curve->measured_most, 8);
    cr_expect(curve->throughput.is_fitted);
    cr_expect_float_eq(curve->throughput.most, 8, 0);
}

// The fixture's guests: 150 to 151 MiB, 0.265 to 0.27 of a core, 400 operations a second of which
// the most part is done.
Test(planner_curve, tells_what_one_more_guest_takes)
{
    const struct fixture_run run = web_run();
    fixture_add_run(&fixture, &run);
    read_fine("web", NULL);
    const struct density_curve *curve = &curves.list[0];
    cr_expect_float_eq(curve->memory_bytes.value / (1 << 20), 150.5, 0.5);
    cr_expect_float_eq(curve->busy_cores.value, 0.2676, 0.003);
    cr_expect_lt(curve->busy_cores.low, curve->busy_cores.value);
    cr_expect_gt(curve->busy_cores.high, curve->busy_cores.value);
    cr_expect_float_eq(curve->throughput_hz.value, 400, 12);
    cr_expect_float_eq(curve->alone_hz.value, 1600, 50);
    cr_expect_float_eq(curve->cores, 2, 0);
}

Test(planner_curve, all_that_hold_are_at_least)
{
    static const uint32_t low[] = {1, 2, 4};
    struct fixture_run run = web_run();
    run.densities = low;
    run.density_count = 3;
    fixture_add_run(&fixture, &run);
    read_fine("web", NULL);
    const struct density_curve *curve = &curves.list[0];
    expect_agrees(curve);
    cr_expect(curve->is_at_least);
    cr_expect_not(curve->is_extrapolated);
    cr_expect(uncertain_is_exact(&curve->guests));
    cr_expect_float_eq(curve->guests.value, 4, 0);
    cr_expect_str_eq(curve->words, "run 1 (web, kvm on rack4-node7): at least 4 guests, the most "
                                   "that were measured, all of which hold");
}

// From 4 guests that hold to 16 that fail, nothing was measured between.
Test(planner_curve, a_gap_makes_the_interval_wide)
{
    static const uint32_t wide[] = {1, 4, 16};
    struct fixture_run run = web_run();
    run.densities = wide;
    run.density_count = 3;
    fixture_add_run(&fixture, &run);
    read_fine("web", NULL);
    expect_agrees(&curves.list[0]);
    cr_expect_gt(curves.list[0].guests.high - curves.list[0].guests.low, 2);
    cr_expect_lt(curves.list[0].guests.high, 16);
}

Test(planner_curve, another_service_level_gives_other_numbers)
{
    const struct fixture_run run = web_run();
    struct plan plan;
    fixture_add_run(&fixture, &run);
    plan_init(&plan);
    plan.slo = alloc_copy("p99<=1.6x");
    read_fine("web", &plan);
    cr_expect_lt(curves.list[0].guests.value, 7);
    cr_expect_geq(curves.list[0].guests.value, 1);
    plan_done(&plan);
}

Test(planner_curve, the_same_run_gives_the_same_numbers)
{
    const struct fixture_run run = web_run();
    fixture_add_run(&fixture, &run);
    read_fine("web", NULL);
    read_fine("1", NULL);
    cr_assert_eq(curves.count, 2);
    const struct uncertain *one = &curves.list[0].guests, *other = &curves.list[1].guests;
    cr_expect(one->value <= other->value && one->value >= other->value);
    cr_expect(one->low <= other->low && one->low >= other->low);
    cr_expect(one->high <= other->high && one->high >= other->high);
}

// --- words and campaigns ------------------------------------------------------------------------

Test(planner_curve, a_label_is_its_campaign_and_a_number_one_run)
{
    struct fixture_run run = web_run();
    run.campaign = "0123456789abcdef";
    fixture_add_run(&fixture, &run);
    run.platform = "tcg";
    run.emulated = true;
    fixture_add_run(&fixture, &run);
    read_fine("web", NULL);
    cr_assert_eq(curves.count, 2);
    cr_expect_str_eq(curves.list[0].run.platform, "kvm");
    cr_expect_str_eq(curves.list[1].run.platform, "tcg");
    cr_expect(strstr(curves.list[1].words, "(web, tcg, emulated, on rack4-node7)"), "%s",
              curves.list[1].words);
    read_fine("web", NULL);
    cr_expect_eq(curves.count, 2, "read twice");
    read_fine("2", NULL);
    cr_expect_eq(curves.count, 3);
}

Test(planner_curve, only_the_platforms_that_the_plan_asks_for)
{
    struct fixture_run run = web_run();
    char kvm_word[] = "kvm", native_word[] = "native";
    char *kvm[] = {kvm_word}, *native[] = {native_word};
    struct plan plan = {.platforms = kvm, .platform_count = 1};
    run.campaign = "0123456789abcdef";
    fixture_add_run(&fixture, &run);
    run.platform = "tcg";
    fixture_add_run(&fixture, &run);
    read_fine("web", &plan);
    cr_assert_eq(curves.count, 1);
    cr_expect_str_eq(curves.list[0].run.platform, "kvm");
    curves_done(&curves);
    plan.platforms = native;
    EXPECT_REFUSED("web", &plan, "web: its runs are of kvm, tcg", "asks for native alone");
}

Test(planner_curve, a_run_that_is_not_there)
{
    struct err err = {0};
    cr_expect_eq(curves_read(fixture.store, "nightly", NULL, &curves, &err), -ENOENT);
    cr_expect(strstr(err_text(&err), "nightly"), "%s", err_text(&err));
    err_done(&err);
}

// --- refusals -----------------------------------------------------------------------------------

Test(planner_curve, one_density_is_too_thin)
{
    static const uint32_t one[] = {4};
    struct fixture_run run = web_run();
    run.densities = one;
    run.density_count = 1;
    run.slo = "achieved>=95%";
    fixture_add_run(&fixture, &run);
    EXPECT_REFUSED("web", NULL, "run 1 (web, kvm on rack4-node7) is too thin: it has one density",
                   "measure next: fullhouse bench --label web --platform kvm --workload cpu "
                   "--rate 25% --vcpus 1 --memory 128MiB --slo 'achieved>=95%' --guests 1..8 "
                   "--repeats 3..5");
}

Test(planner_curve, one_boot_of_each_is_too_thin)
{
    struct fixture_run run = web_run();
    run.boots = 1;
    fixture_add_run(&fixture, &run);
    EXPECT_REFUSED("web", NULL, "booted once", "--guests 1..8 --repeats 3..5");
}

Test(planner_curve, nothing_that_holds_is_too_thin)
{
    static const uint32_t many[] = {16, 24};
    struct fixture_run run = web_run();
    run.densities = many;
    run.density_count = 2;
    run.slo = "achieved>=95%";
    fixture_add_run(&fixture, &run);
    EXPECT_REFUSED("web", NULL, "16 guests, the fewest it measured, do not hold achieved>=95%",
                   "--guests 1..24");
}

Test(planner_curve, one_guest_that_does_not_keep_it)
{
    struct fixture_run run = web_run();
    run.slo = "p99<=1us";
    fixture_add_run(&fixture, &run);
    EXPECT_REFUSED("web", NULL, "one guest alone does not keep p99<=1us", "slo: ...");
}

Test(planner_curve, nothing_measured)
{
    struct fixture_run run = web_run();
    run.density_count = 0;
    run.calibrations = 0;
    run.refused = 64;
    fixture_add_run(&fixture, &run);
    EXPECT_REFUSED("web", NULL, "no density was measured to its end", "measure next: ");
}

Test(planner_curve, idle_guests_break_no_service_level)
{
    struct fixture_run run = web_run();
    run.idle = true;
    run.calibrations = 0;
    fixture_add_run(&fixture, &run);
    EXPECT_REFUSED("web", NULL, "idle guests", "fullhouse bench --label web --workload cpu");
}

// A run with that scenario and, where it says which, one step of that kind.
static void add_other(const char *yaml, enum record_step_kind kind)
{
    struct run_record run;
    struct step_record step;
    struct err err = {0};
    run_record_init(&run);
    record_set(&run.label, alloc_copy("other"));
    record_set(&run.platform, alloc_copy("kvm"));
    record_set(&run.scenario, alloc_copy(yaml));
    cr_assert_eq(store_add_run(fixture.store, &run, &err), 0, "%s", err_text(&err));
    step_record_init(&step);
    step.kind = kind;
    step.guests = 1;
    step.state = RECORD_DONE;
    if (kind != RECORD_STEP_LADDER)
        cr_assert_eq(store_add_step(fixture.store, run.id, &step, NULL, &err), 0);
    step_record_done(&step);
    run_record_done(&run);
}

Test(planner_curve, neighbours_put_beside_each_other_are_no_ladder)
{
    add_other("interference: cpu,memory:triad\n", RECORD_STEP_INTERFERENCE);
    EXPECT_REFUSED("other", NULL, "(interference)", "fullhouse bench");
}

Test(planner_curve, a_watched_host_is_no_ladder)
{
    add_other("load: {workload: idle}\n", RECORD_STEP_COLLECT);
    EXPECT_REFUSED("other", NULL, "watched a host", "fullhouse bench");
}

Test(planner_curve, lives_of_guests_are_no_ladder)
{
    add_other("label: other\n", RECORD_STEP_LIFECYCLE);
    EXPECT_REFUSED("other", NULL, "start, stop and move", "fullhouse bench");
}

Test(planner_curve, tiles_are_measured_kind_by_kind)
{
    add_other("tile:\n  web: {load: {workload: cpu}}\n  db: {load: {workload: memory}}\n",
              RECORD_STEP_LADDER);
    EXPECT_REFUSED("other", NULL, "tiles of 2 kinds of guests", "a run for each role");
}

Test(planner_curve, a_campaign_leaves_out_what_its_host_could_not_make)
{
    struct fixture_run run = web_run();
    struct run_record absent;
    struct err err = {0};
    run.campaign = "0123456789abcdef";
    fixture_add_run(&fixture, &run);
    run_record_init(&absent);
    record_set(&absent.label, alloc_copy("web"));
    record_set(&absent.platform, alloc_copy("tcg"));
    record_set(&absent.campaign, alloc_copy("0123456789abcdef"));
    record_set(&absent.scenario, alloc_copy("label: web\n"));
    record_set(&absent.reason, alloc_copy("QEMU is not installed"));
    absent.state = RECORD_REFUSED;
    cr_assert_eq(store_add_run(fixture.store, &absent, &err), 0, "%s", err_text(&err));
    read_fine("web", NULL);
    cr_expect_eq(curves.count, 1);
    curves_done(&curves);
    EXPECT_REFUSED("2", NULL, "its host could not make it: QEMU is not installed");
    run_record_done(&absent);
}
