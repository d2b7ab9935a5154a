// SPDX-License-Identifier: GPL-3.0-or-later
// The answer as a whole: what may be one, and which marks it bears in its own sentence.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "planner/purchase/purchase.h"
#include "tests/planner/made_curve.h"

static const double gib = 1024.0 * 1024 * 1024;
static struct plan plan;
static struct curves curves;
static struct purchase purchase;

static void set_up(void)
{
    plan_init(&plan);
    plan.currency = alloc_copy("EUR");
    plan.catalogue.name = alloc_copy("servers.csv");
    plan.draws = 50;
    curves = (struct curves){0};
    purchase = (struct purchase){0};
    struct host_model *model = made_model_add(&plan, "R1", 8, NULL);
    model->sockets = 1;
    model->threads = 16;
    model->memory_bytes = 110 * gib;
    model->price = uncertain_exact(5000, ORIGIN_STATED);
    for (int i = 0; i < POWER_POINTS; i++)
        model->watts[i] = 100 + 20 * i;
}

static void tear_down(void)
{
    purchase_done(&purchase);
    curves_done(&curves);
    plan_done(&plan);
}

TestSuite(planner_purchase, .init = set_up, .fini = tear_down);

static struct guest_class *add_class(const char *name, const char *run, double memory_gib)
{
    made_class_add(&plan, name, run);
    struct guest_class *class = &plan.demand.list[plan.demand.count - 1];
    class->memory_bytes = memory_gib * gib;
    return class;
}

static struct density_curve *add_curve(struct made_curve made)
{
    made_curve_add(&curves, &made);
    struct density_curve *curve = &curves.list[curves.count - 1];
    curve->run.emulated = made.platform && strcmp(made.platform, "tcg") == 0;
    return curve;
}

static void make(void)
{
    struct err err = {0};
    cr_assert_eq(purchase_of(&plan, &curves, &purchase, &err), 0, "%s", err_text(&err));
}

static void expect_start(const char *start)
{
    cr_expect_eq(strncmp(purchase.answer, start, strlen(start)), 0, "%s", purchase.answer);
}

static bool holds(char *const *texts, size_t count, const char *part)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(texts[i], part))
            return true;
    return false;
}

Test(planner_purchase, a_cheaper_emulated_choice_stands_behind_a_real_one)
{
    add_class("web", "web", 1);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 10});
    add_curve((struct made_curve){.word = "web", .host = "a", .platform = "tcg", .guests = 40});
    make();
    expect_start("Buy ");
    cr_expect(strstr(purchase.answer, " R1 under KVM"));
    cr_expect_gt(purchase.choices[0].outcome.net_present_cost,
                 purchase.choices[1].outcome.net_present_cost);
}

// Half a guest a host fits none; what emulation holds is no way out.
Test(planner_purchase, where_only_an_alternative_holds_the_demand_the_answer_is_no)
{
    add_class("web", "web", 1);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 0.5});
    add_curve((struct made_curve){.word = "web", .host = "a", .platform = "tcg", .guests = 40});
    make();
    cr_expect_not(purchase_is_possible(&purchase));
    cr_expect_str_eq(purchase.answer,
                     "No model of servers.csv can hold this demand. R1 under KVM: not one guest of "
                     "web fits such a host: CPU. Only alternatives can, which the plan's platforms "
                     "do not name.");
}

Test(planner_purchase, emulation_that_is_asked_for_is_marked_first)
{
    add_class("web", "web", 1);
    add_curve((struct made_curve){.word = "web", .host = "a", .platform = "tcg", .guests = 40});
    make();
    expect_start("Measured under emulation (TCG), not hardware virtualization: Buy ");
}

// db was measured under another platform only, and says nothing of its CPU time.
Test(planner_purchase, a_class_without_a_curve_on_the_platform_is_marked_first)
{
    add_class("web", "web", 1);
    add_class("db", "db", 1)->vcpus = 2;
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 10});
    add_curve((struct made_curve){
        .word = "db", .host = "a", .platform = "native", .guests = 10, .vcpus = 2});
    make();
    expect_start("Every vCPU counted as busy, since nothing tells of their CPU time (db): Buy ");
    cr_expect(holds(purchase.notes, purchase.note_count, "Neither runs on the platform"));
    cr_expect_eq(host_option_origin(&purchase.options.list[purchase.choices[0].option]),
                 ORIGIN_GUESSED);
}

Test(planner_purchase, a_number_beyond_what_was_measured_is_marked_first)
{
    add_class("web", "web", 1);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 10})->is_extrapolated =
        true;
    make();
    expect_start("More guests a host than were measured (web): Buy ");
}

Test(planner_purchase, a_plan_without_runs_says_so_first)
{
    add_class("web", NULL, 1)->cpu.mean_cores = uncertain_exact(0.5, ORIGIN_STATED);
    make();
    expect_start("Nothing was measured: Buy ");
    cr_expect(holds(purchase.notes, purchase.note_count,
                    "tells how many of these guests the CPUs of the best choice hold: web."));
}

Test(planner_purchase, a_measured_answer_has_no_mark)
{
    add_class("web", "web", 1);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 10});
    make();
    expect_start("Buy ");
}

Test(planner_purchase, a_licence_that_no_choice_needs_is_told)
{
    plan.licences = alloc_zeroed(2, sizeof(*plan.licences));
    plan.licence_count = 2;
    for (size_t i = 0; i < 2; i++) {
        licence_init(&plan.licences[i]);
        plan.licences[i].name = alloc_copy(i ? "boxes" : "hypervisor");
        plan.licences[i].platform = alloc_copy(i ? "lxc" : "kvm");
        plan.licences[i].price = uncertain_exact(100, ORIGIN_STATED);
    }
    add_class("web", "web", 1);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 10});
    make();
    cr_expect(holds(purchase.notes, purchase.note_count,
                    "Licence boxes is for hosts that run lxc, and no choice does"));
    cr_expect_not(holds(purchase.notes, purchase.note_count, "Licence hypervisor"));
}

Test(planner_purchase, guests_that_do_unlike_work_are_told)
{
    add_class("web", "web", 1);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 10})->throughput_hz =
        uncertain_exact(100, ORIGIN_MEASURED);
    add_curve((struct made_curve){.word = "web", .host = "a", .platform = "tcg", .guests = 10})
        ->throughput_hz = uncertain_exact(20, ORIGIN_MEASURED);
    make();
    cr_expect(holds(purchase.notes, purchase.note_count,
                    "A guest of web does 0.2 times the work under tcg that it does under kvm"));
}

// 100 GiB and their overhead fit with 4 GiB kept for the host, and not with 8 (memory.host).
Test(planner_purchase, what_decides_whether_hosts_do_at_all_is_advised)
{
    add_class("web", "web", 100);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 10});
    make();
    cr_expect(purchase_is_possible(&purchase));
    cr_expect(holds(purchase.advice, purchase.advice_count,
                    "memory.host (guessed) decides whether such hosts will do at all: "));
}

Test(planner_purchase, draws_in_which_no_host_does_are_told)
{
    add_class("web", "web", 100);
    add_curve((struct made_curve){.word = "web", .host = "a", .guests = 10});
    make();
    cr_expect(strstr(purchase.answer, " of 50 draws no number of such hosts would do."), "%s",
              purchase.answer);
}

// The command has the load of the run: another would measure something else.
Test(planner_purchase, what_never_failed_is_advised_to_go_on)
{
    add_class("web", "web", 1);
    struct density_curve *curve =
        add_curve((struct made_curve){.word = "web", .host = "a", .guests = 10, .vcpus = 2});
    curve->guests = uncertain_exact(10, ORIGIN_MEASURED);
    curve->is_at_least = true;
    curve->measured_most = 10;
    make();
    cr_expect(
        holds(purchase.advice, purchase.advice_count, "a ladder that goes on until it fails"));
    cr_expect(holds(purchase.advice, purchase.advice_count, " --vcpus 2 "));
    cr_expect(holds(purchase.advice, purchase.advice_count, " --guests 1..20 "));
}

Test(planner_purchase, more_boots_are_of_the_same_load)
{
    add_class("web", "web", 1);
    add_curve((struct made_curve){
        .word = "web", .host = "a", .guests = 10, .vcpus = 2, .workload = "memory"});
    make();
    cr_expect(holds(purchase.advice, purchase.advice_count, "--workload memory"));
    cr_expect(holds(purchase.advice, purchase.advice_count, "--vcpus 2 "));
    cr_expect(holds(purchase.advice, purchase.advice_count, "--guests 1..11 --repeats 8..10"));
}
