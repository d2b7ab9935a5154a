// SPDX-License-Identifier: GPL-3.0-or-later
// A plan's words read together, and classes completed from the runs behind them.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "planner/curve/curve.h"
#include "tests/planner/made_curve.h"
#include "tests/reports/fixture.h"

static struct fixture fixture;
static struct plan plan;
static struct curves curves;

static void set_up(void)
{
    fixture_init(&fixture);
    plan_init(&plan);
    plan.catalogue.name = alloc_copy("servers.csv");
    curves = (struct curves){0};
}

static void tear_down(void)
{
    curves_done(&curves);
    plan_done(&plan);
    fixture_done(&fixture);
}

TestSuite(planner_curve_demand, .init = set_up, .fini = tear_down);

static void add_run(const char *label, size_t densities, uint32_t vcpus)
{
    const struct fixture_run run = {
        .label = label,
        .densities = fixture_ladder,
        .density_count = densities,
        .boots = 3,
        .calibrations = 2,
        .vcpus = vcpus,
    };
    fixture_add_run(&fixture, &run);
}

Test(planner_curve_demand, reads_the_runs_of_classes_and_of_models)
{
    struct err err = {0};
    add_run("web", fixture_ladder_count, 1);
    add_run("web-alone", 1, 1);
    made_class_add(&plan, "web", "web");
    made_class_add(&plan, "stated", NULL);
    made_model_add(&plan, "small", 2, "web");
    made_model_add(&plan, "other", 2, NULL);
    made_model_add(&plan, "large", 8, "web-alone");
    cr_assert_eq(curves_read_plan(fixture.store, &plan, &curves, &err), 0, "%s", err_text(&err));
    cr_assert_eq(curves.count, 2);
    cr_expect_str_eq(curves.list[0].word, "web");
    cr_expect_not(isnan(curves.list[0].guests.value));
    cr_expect_str_eq(curves.list[1].word, "web-alone");
    cr_expect(isnan(curves.list[1].guests.value), "one guest alone holds nothing");
    cr_expect_gt(curves.list[1].alone_hz.value, 0);
    cr_expect(strstr(curves.list[1].words, "one guest alone does 1"), "%s", curves.list[1].words);
    cr_expect(curve_is_alike(&curves.list[0], &curves.list[1]));
}

Test(planner_curve_demand, a_class_needs_more_than_one_guest_alone)
{
    struct err err = {0};
    add_run("web", 1, 1);
    made_class_add(&plan, "web", "web");
    cr_expect_eq(curves_read_plan(fixture.store, &plan, &curves, &err), -EINVAL);
    cr_expect(
        strstr(err_text(&err), "guests.web.runs: run 1 (web, kvm on rack4-node7) is too thin"),
        "%s", err_text(&err));
    err_done(&err);
}

Test(planner_curve_demand, a_model_whose_runs_are_not_there)
{
    struct err err = {0};
    made_model_add(&plan, "small", 2, "nightly")->line = 3;
    cr_expect_eq(curves_read_plan(fixture.store, &plan, &curves, &err), -ENOENT);
    cr_expect_eq(strncmp(err_text(&err), "servers.csv:3: runs: ", 21), 0, "%s", err_text(&err));
    err_done(&err);
}

Test(planner_curve_demand, completes_what_a_class_leaves_unsaid)
{
    made_class_add(&plan, "web", "web");
    made_class_add(&plan, "db", "db");
    made_class_add(&plan, "stated", NULL);
    struct guest_class *classes = plan.demand.list;
    classes[0].vcpus = 0;
    classes[1].memory_bytes = 4e9;
    classes[1].vcpus = 8;
    classes[1].source = alloc_copy("guests.csv:3");
    made_curve_add(&curves, &(struct made_curve){.word = "web", .host = "a", .vcpus = 2});
    made_curve_add(&curves,
                   &(struct made_curve){.word = "db", .host = "a", .vcpus = 4, .workload = "disk"});
    curves_complete_demand(&curves, &plan.demand);
    cr_expect_eq(classes[0].vcpus, 2);
    cr_expect_float_eq(classes[0].memory_bytes, 128 << 20, 0);
    cr_expect_float_eq(classes[0].disk_bytes, 0, 0);
    cr_expect_str_eq(classes[0].source, "scenario of run 1");
    cr_expect_eq(classes[1].vcpus, 8);
    cr_expect_float_eq(classes[1].memory_bytes, 4e9, 0);
    cr_expect_float_eq(classes[1].disk_bytes, 1 << 30, 0);
    cr_expect_str_eq(classes[1].source, "guests.csv:3 (8 vCPUs, where run 2 had 4)");
    cr_expect_eq(classes[2].vcpus, 1);
    cr_expect_float_eq(classes[2].memory_bytes, 0, 0);
}
