// SPDX-License-Identifier: GPL-3.0-or-later
// What can be chosen, and by which measurement each choice stands.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "planner/curve/host_option.h"
#include "tests/planner/made_curve.h"

static struct plan plan;
static struct curves curves;
static struct capacities capacities;
static struct host_options options;

static void set_up(void)
{
    plan_init(&plan);
    curves = (struct curves){0};
    capacities = (struct capacities){0};
    options = (struct host_options){0};
    made_class_add(&plan, "web", "web");
}

static void tear_down(void)
{
    host_options_done(&options);
    capacities_done(&capacities);
    curves_done(&curves);
    plan_done(&plan);
}

TestSuite(planner_host_option, .init = set_up, .fini = tear_down);

static void make(void)
{
    struct err err = {0};
    cr_assert_eq(capacities_of(&plan, &curves, &capacities, &err), 0, "%s", err_text(&err));
    cr_assert_eq(host_options_of(&plan, &capacities, &curves, &options, &err), 0, "%s",
                 err_text(&err));
}

static void add_curve(struct made_curve made)
{
    made_curve_add(&curves, &made);
}

static void expect_option(size_t index, const char *model, const char *host, double capacity,
                          enum origin origin, const char *scaling)
{
    cr_assert_lt(index, options.count);
    const struct host_option *option = &options.list[index];
    cr_expect_str_eq(option->model->name, model);
    cr_expect_eq(option->model, &plan.catalogue.models[option->model_index]);
    cr_expect_eq(option->basis, &capacities.list[option->basis_index]);
    cr_expect_str_eq(option->basis->host, host);
    cr_expect_float_eq(option->capacity.value, capacity, 1e-9);
    cr_expect_eq(option->capacity.origin, origin);
    cr_expect_str_eq(option->scaling, scaling);
}

Test(planner_host_option, every_model_under_every_platform)
{
    made_model_add(&plan, "small", 8, NULL);
    made_model_add(&plan, "large", 32, NULL);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    add_curve((struct made_curve){.word = "web", .host = "a", .platform = "native", .guests = 20});
    make();
    cr_expect_eq(options.count, 4);
    expect_option(0, "small", "a", 1, ORIGIN_GUESSED,
                  "8 cores over 8, a core as fast (guessed: no score, run or clock tells)");
    expect_option(3, "large", "a", 4, ORIGIN_GUESSED,
                  "32 cores over 8, a core as fast (guessed: no score, run or clock tells)");
    cr_expect_str_eq(options.list[3].basis->platform, "native");
}

// Whether an option of that platform is an alternative only.
static bool is_alternative(const char *platform)
{
    for (size_t i = 0; i < options.count; i++)
        if (strcmp(options.list[i].basis->platform, platform) == 0)
            return options.list[i].is_alternative;
    cr_expect_fail("no option under %s", platform);
    return false;
}

Test(planner_host_option, plain_processes_are_no_answer_where_guests_were_measured)
{
    made_model_add(&plan, "small", 8, NULL);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    add_curve((struct made_curve){.word = "web", .host = "a", .platform = "native", .guests = 20});
    make();
    cr_expect_not(is_alternative("kvm"));
    cr_expect(is_alternative("native"));
}

Test(planner_host_option, plain_processes_alone_or_asked_for_are_an_answer)
{
    static char kvm[] = "kvm", native[] = "native";
    static char *platforms[] = {kvm, native};
    made_model_add(&plan, "small", 8, NULL);
    add_curve((struct made_curve){.word = "web", .host = "a", .platform = "native", .guests = 20});
    make();
    cr_expect_not(is_alternative("native"));
    host_options_done(&options);
    capacities_done(&capacities);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    plan.platforms = platforms;
    plan.platform_count = 2;
    make();
    cr_expect_not(is_alternative("native"));
    plan.platforms = NULL;
    plan.platform_count = 0;
}

Test(planner_host_option, a_model_that_was_measured_has_its_own_curve)
{
    made_model_add(&plan, "small", 8, "web")->score = 40;
    made_model_add(&plan, "large", 32, NULL)->score = 320;
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    make();
    expect_option(0, "small", "a", 1, ORIGIN_MEASURED, "measured on such a host");
    cr_expect(uncertain_is_exact(&options.list[0].capacity));
    expect_option(1, "large", "a", 8, ORIGIN_SCALED, "32 cores over 8, score a core 2 times");
    cr_expect_lt(options.list[1].capacity.low, 8);
    cr_expect_gt(options.list[1].capacity.high, 8);
}

// Its run was confined to a part of it.
Test(planner_host_option, a_model_measured_in_part)
{
    made_model_add(&plan, "large", 32, "web");
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    make();
    expect_option(0, "large", "a", 4, ORIGIN_SCALED,
                  "32 cores over the 8 of them that were measured");
}

Test(planner_host_option, its_own_curve_though_another_host_is_nearer)
{
    made_model_add(&plan, "large", 16, "web-large");
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 25, .cores = 16});
    add_curve((struct made_curve){.word = "web-large", .host = "b", .guests = 30, .cores = 15.9});
    make();
    expect_option(0, "large", "b", 1, ORIGIN_MEASURED, "measured on such a host");
}

Test(planner_host_option, the_nearest_host_where_both_tell_as_much)
{
    made_model_add(&plan, "large", 32, NULL);
    made_model_add(&plan, "small", 4, NULL);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    add_curve((struct made_curve){.word = "web", .host = "b", .guests = 30, .cores = 16});
    make();
    cr_expect_str_eq(options.list[0].basis->host, "b");
    cr_expect_str_eq(options.list[1].basis->host, "a");
}

// A run of one guest, closed, on the model: half as fast again as here.
Test(planner_host_option, one_guest_alone_tells_how_fast_a_core_is)
{
    made_model_add(&plan, "large", 32, "web-alone");
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14, .alone_hz = 1000});
    add_curve((struct made_curve){.word = "web-alone", .host = "b", .cores = 32, .alone_hz = 1500});
    make();
    cr_expect_eq(capacities.count, 1, "a run of one guest is no basis");
    expect_option(0, "large", "a", 6, ORIGIN_SCALED,
                  "32 cores over 8, one guest alone 1.5 times as fast");
}

Test(planner_host_option, other_guests_alone_tell_nothing)
{
    made_model_add(&plan, "large", 32, "db-alone");
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14, .alone_hz = 1000});
    add_curve((struct made_curve){
        .word = "db-alone", .host = "b", .alone_hz = 1500, .workload = "memory"});
    make();
    cr_expect_eq(options.list[0].capacity.origin, ORIGIN_GUESSED);
    cr_expect_float_eq(options.list[0].capacity.value, 4, 1e-9);
}

Test(planner_host_option, clocks_are_a_guess)
{
    made_model_add(&plan, "large", 32, NULL)->base_hz = 3e9;
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    record_set(&curves.list[0].run.host.cpu_model, strdup("Example CPU 8C @ 2.00GHz"));
    make();
    expect_option(0, "large", "a", 6, ORIGIN_GUESSED,
                  "32 cores over 8, base clock 1.5 times (a guess at a core's speed)");
}

Test(planner_host_option, demand_in_cores_of_a_host_with_a_score)
{
    free(plan.demand.list[0].run);
    plan.demand.list[0].run = NULL;
    plan.demand.list[0].cpu.core_score = 5;
    made_model_add(&plan, "large", 32, NULL)->score = 320;
    make();
    expect_option(0, "large", "", 64, ORIGIN_SCALED,
                  "32 cores, score a core 2 times that where the demand was seen");
}

Test(planner_host_option, demand_in_cores_of_nobody_knows_what)
{
    free(plan.demand.list[0].run);
    plan.demand.list[0].run = NULL;
    made_model_add(&plan, "slow", 32, NULL)->score = 160;
    made_model_add(&plan, "usual", 32, NULL)->score = 320;
    made_model_add(&plan, "fast", 32, NULL)->score = 480;
    made_model_add(&plan, "unknown", 32, NULL);
    make();
    expect_option(0, "slow", "", 16, ORIGIN_GUESSED,
                  "32 cores, score a core 0.5 times the catalogue's median (guessed for where the "
                  "demand was seen)");
    cr_expect_float_eq(options.list[1].capacity.value, 32, 1e-9);
    cr_expect_float_eq(options.list[2].capacity.value, 48, 1e-9);
    expect_option(3, "unknown", "", 32, ORIGIN_GUESSED,
                  "32 cores, each as fast as where the demand was seen (guessed)");
}

Test(planner_host_option, a_catalogue_without_models)
{
    struct err err = {0};
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    cr_assert_eq(capacities_of(&plan, &curves, &capacities, &err), 0);
    cr_expect_eq(host_options_of(&plan, &capacities, &curves, &options, &err), -EINVAL);
    cr_expect_str_eq(err_text(&err), "catalogue: there is no model to choose from");
    err_done(&err);
}
