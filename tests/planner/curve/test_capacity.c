// SPDX-License-Identifier: GPL-3.0-or-later
// Which host and platform tells what of which class.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "common/base/err.h"
#include "planner/curve/capacity.h"
#include "tests/planner/made_curve.h"

static struct plan plan;
static struct curves curves;
static struct capacities capacities;

static void set_up(void)
{
    plan_init(&plan);
    curves = (struct curves){0};
    capacities = (struct capacities){0};
}

static void tear_down(void)
{
    capacities_done(&capacities);
    curves_done(&curves);
    plan_done(&plan);
}

TestSuite(planner_capacity, .init = set_up, .fini = tear_down);

static void make(void)
{
    struct err err = {0};
    cr_assert_eq(capacities_of(&plan, &curves, &capacities, &err), 0, "%s", err_text(&err));
}

static void add_curve(struct made_curve made)
{
    made_curve_add(&curves, &made);
}

Test(planner_capacity, one_basis_a_host_and_platform)
{
    made_class_add(&plan, "web", "web");
    made_class_add(&plan, "db", "db");
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    add_curve((struct made_curve){.word = "web", .host = "a", .platform = "native", .guests = 20});
    add_curve((struct made_curve){.word = "db", .host = "a", .guests = 6, .workload = "memory"});
    make();
    cr_assert_eq(capacities.count, 2);
    const struct capacity_basis *kvm = &capacities.list[0], *native = &capacities.list[1];
    cr_expect_str_eq(kvm->platform, "kvm");
    cr_expect_str_eq(kvm->host, "a");
    cr_expect_float_eq(kvm->cores, 8, 0);
    cr_expect_float_eq(kvm->classes[0].guests.value, 14, 0);
    cr_expect_float_eq(kvm->classes[1].guests.value, 6, 0);
    cr_expect_str_eq(kvm->classes[1].source, "run of db");
    cr_expect_eq(capacity_basis_measured(kvm), 2);
    cr_expect_str_eq(native->platform, "native");
    cr_expect_float_eq(native->classes[0].guests.value, 20, 0);
    cr_expect(isnan(native->classes[1].guests.value), "db never ran natively");
    cr_expect_eq(capacity_basis_measured(native), 1);
}

// The same host with fewer of its cores is another one.
Test(planner_capacity, a_part_of_a_host_is_a_host_of_its_own)
{
    made_class_add(&plan, "web", "web");
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 7, .cores = 4});
    make();
    cr_expect_eq(capacities.count, 2);
}

// Many a host is called so.
Test(planner_capacity, hosts_of_one_name_are_told_apart_by_their_processor)
{
    made_class_add(&plan, "web", "web");
    add_curve((struct made_curve){.word = "web", .host = "localhost", .guests = 14});
    add_curve((struct made_curve){.word = "web", .host = "localhost", .guests = 20});
    record_set(&curves.list[1].run.host.cpu_model, strdup("Example CPU 8C"));
    make();
    cr_expect_eq(capacities.count, 2);
}

Test(planner_capacity, of_the_arms_of_a_campaign_the_best)
{
    made_class_add(&plan, "web", "web");
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 17});
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 12});
    make();
    cr_assert_eq(capacities.count, 1);
    cr_expect_float_eq(capacities.list[0].classes[0].guests.value, 17, 0);
}

Test(planner_capacity, emulation_marks_its_basis)
{
    made_class_add(&plan, "web", "web");
    add_curve((struct made_curve){.word = "web", .host = "a", .platform = "tcg", .guests = 3});
    curves.list[0].run.emulated = true;
    make();
    cr_expect(capacities.list[0].emulated);
}

Test(planner_capacity, overhead_is_what_goes_beyond_a_guests_own_memory)
{
    made_class_add(&plan, "web", "web");
    made_class_add(&plan, "lazy", "lazy");
    add_curve((struct made_curve){
        .word = "web", .host = "a", .guests = 14, .memory_bytes = 150.0 * (1 << 20)});
    add_curve((struct made_curve){.word = "lazy",
                                  .host = "a",
                                  .guests = 14,
                                  .workload = "idle",
                                  .memory_bytes = 50.0 * (1 << 20)});
    make();
    const struct class_capacity *classes = capacities.list[0].classes;
    cr_expect_float_eq(classes[0].overhead_bytes.value, 22.0 * (1 << 20), 1); // of 128 MiB
    cr_expect_float_eq(classes[0].overhead_bytes.low, 19.0 * (1 << 20), 1);
    cr_expect(isnan(classes[1].overhead_bytes.value));
}

// A class that was measured on another host comes over: twice the cores at twice the score.
Test(planner_capacity, a_class_is_carried_over_from_the_nearest_host)
{
    made_class_add(&plan, "web", "web");
    made_class_add(&plan, "db", "db");
    made_model_add(&plan, "small", 8, "web")->score = 40;
    made_model_add(&plan, "large", 16, "db")->score = 160;
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14, .busy_cores = 0.5});
    add_curve((struct made_curve){
        .word = "db", .host = "b", .guests = 6, .cores = 16, .workload = "memory"});
    make();
    cr_assert_eq(capacities.count, 2);
    const struct class_capacity *web = &capacities.list[1].classes[0];
    cr_expect_float_eq(capacities.list[1].core_score, 10, 1e-9);
    cr_expect_float_eq(web->guests.value, 56, 1e-9);
    cr_expect_eq(web->guests.origin, ORIGIN_SCALED);
    cr_expect_lt(web->guests.low, 56 * 0.9 * 0.85, "the interval has the scaling's own error");
    cr_expect_float_eq(web->busy_cores.value, 0.25, 1e-9);
    cr_expect(strstr(web->source, "run of web; carried over to b: 16 cores over 8, score a core 2"),
              "%s", web->source);
    cr_expect_eq(capacity_basis_measured(&capacities.list[1]), 1);
    cr_expect_float_eq(capacities.list[0].classes[1].guests.value, 1.5, 1e-9);
}

// A model's runs are of the same guests: they tell of the class under another word.
Test(planner_capacity, runs_of_a_model_tell_of_the_class_they_are_alike)
{
    made_class_add(&plan, "web", "web");
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 14});
    add_curve((struct made_curve){.word = "web-large", .host = "b", .guests = 30, .cores = 16});
    add_curve((struct made_curve){.word = "other", .host = "c", .guests = 9, .vcpus = 4});
    make();
    cr_assert_eq(capacities.count, 2, "nothing is known of other's guests");
    cr_expect_float_eq(capacities.list[1].classes[0].guests.value, 30, 0);
    cr_expect_eq(capacities.list[1].classes[0].guests.origin, ORIGIN_MEASURED);
}

Test(planner_capacity, without_runs_there_is_one_guess)
{
    made_class_add(&plan, "web", NULL);
    plan.demand.list[0].cpu.core_score = 5;
    make();
    cr_assert_eq(capacities.count, 1);
    const struct capacity_basis *guess = &capacities.list[0];
    cr_expect_str_eq(guess->platform, "");
    cr_expect_str_eq(guess->host, "");
    cr_expect_float_eq(guess->cores, 1, 0);
    cr_expect_float_eq(guess->core_score, 5, 0);
    cr_expect(isnan(guess->classes[0].guests.value));
}

Test(planner_capacity, a_run_that_was_not_read)
{
    struct err err = {0};
    made_class_add(&plan, "web", "web");
    cr_expect_eq(capacities_of(&plan, &curves, &capacities, &err), -EINVAL);
    cr_expect_str_eq(err_text(&err), "guests.web: no curve was read of its run web");
    err_done(&err);
}
