// SPDX-License-Identifier: GPL-3.0-or-later
// Shares of measured hosts, from curves made by hand.
#include "planner/amount/amount_curve.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "tests/planner/made_curve.h"
#include "tests/planner/made_estate.h"

static struct estate estate;
static struct policy policy;
static struct amounts amounts;
static struct amount_guesses guesses;
static struct curves curves;
static struct err err;

static void set_up(void)
{
    estate_init(&estate);
    made_policy(&policy);
    amounts = (struct amounts){0};
    guesses = (struct amount_guesses){0};
    curves = (struct curves){0};
    err = (struct err){0};
}

static void tear_down(void)
{
    err_done(&err);
    curves_done(&curves);
    amounts_done(&amounts);
    policy_done(&policy);
    estate_done(&estate);
}

TestSuite(planner_amount_curve, .init = set_up, .fini = tear_down);

static int fill(void)
{
    made_amounts(&estate, &policy, &amounts);
    amounts.policy = policy.cpu = POLICY_CPU_CURVE;
    int result = amount_curve_fill(&estate, &policy, &curves, &amounts, &guesses, &err);
    amount_guesses_tell(&guesses, &amounts);
    return result;
}

static bool is_noted(const char *part)
{
    for (size_t i = 0; i < amounts.note_count; i++)
        if (strstr(amounts.notes[i], part))
            return true;
    return false;
}

static void add(struct made_curve made)
{
    made_curve_add(&curves, &made);
}

static void add_guest(const char *name, const char *run, double vcpus)
{
    made_guest(&estate, name, 0, vcpus, 1)->run = alloc_copy(run);
}

Test(planner_amount_curve, a_guest_is_a_share_of_the_host_that_was_measured)
{
    made_host(&estate, "db1", 8, 64);
    made_host(&estate, "db2", 16, 64);
    add_guest("w", "web", 1);
    add_guest("d", "db", 1);
    add_guest("big", "web", 4);
    add((struct made_curve){.word = "web", .host = "db1", .guests = 20});
    add((struct made_curve){.word = "db", .host = "db1", .guests = 5, .workload = "memory"});
    cr_assert_eq(fill(), 0, "%s", err_text(&err));
    cr_expect_eq(amounts.size[0][AMOUNT_CPU], 50000);
    cr_expect_eq(amounts.size[1][AMOUNT_CPU], 200000);
    cr_expect_eq(amounts.size[2][AMOUNT_CPU], 200000, "of four vCPUs, where one was measured");
    cr_expect_eq(amounts.room[0][AMOUNT_CPU], 1000000);
    cr_expect_eq(amounts.room[1][AMOUNT_CPU], 2000000, "twice the cores");
    cr_expect(is_noted("web: a guest counts 1/20 of db1 (measured): run of web"));
    cr_expect(is_noted("CPU of db1 beside db1: measured"));
    cr_expect(is_noted("CPU of db2 beside db1: guessed, 16 cores over 8, a core as fast"));
    cr_expect(is_noted("big has other vCPUs than the guests of its run"));
}

Test(planner_amount_curve, scores_scale_and_measurement_goes_before)
{
    made_host(&estate, "a", 8, 64)->score = 800;
    made_host(&estate, "b", 8, 64)->score = 1600;
    made_host(&estate, "c", 16, 64)->score = 1200;
    add_guest("w", NULL, 1);
    policy.run = alloc_copy("web");
    add((struct made_curve){.word = "web", .host = "a", .guests = 10});
    add((struct made_curve){.word = "web", .host = "b", .guests = 15});
    cr_assert_eq(fill(), 0, "%s", err_text(&err));
    int64_t a = amounts.room[0][AMOUNT_CPU], b = amounts.room[1][AMOUNT_CPU];
    cr_expect_eq(2 * b, 3 * a, "15 over 10, whatever the scores say");
    cr_expect_eq(2 * amounts.room[2][AMOUNT_CPU], 3 * a, "1200 over 800");
    cr_expect(is_noted("CPU of c beside a: scaled, 16 cores over 8, score a core 0.75 times"));
}

Test(planner_amount_curve, a_guest_without_a_run_is_guessed_and_noted)
{
    made_host(&estate, "a", 8, 64);
    add_guest("w", "web", 1);
    add_guest("x", NULL, 2);
    estate.guests[1].cpu_p95_cores = 2;
    policy.cpu_usable = 0.5;
    add((struct made_curve){.word = "web", .host = "a", .guests = 10});
    cr_assert_eq(fill(), 0, "%s", err_text(&err));
    cr_expect_eq(amounts.size[1][AMOUNT_CPU], 500000, "2 of half of 8 cores");
    cr_expect(is_noted("x has no run: its share is guessed"));
}

Test(planner_amount_curve, nothing_measured_is_refused)
{
    made_host(&estate, "a", 8, 64);
    add_guest("w", NULL, 1);
    cr_expect_eq(fill(), -EINVAL);
    cr_expect(strstr(err_text(&err), "no guest names a run"), "%s", err_text(&err));
}

Test(planner_amount_curve, runs_that_share_no_platform_do_not_add_up)
{
    made_host(&estate, "a", 8, 64);
    add_guest("w", "web", 1);
    add_guest("d", "db", 1);
    add((struct made_curve){.word = "web", .host = "a", .guests = 20});
    add((struct made_curve){
        .word = "db", .host = "a", .platform = "native", .guests = 5, .workload = "memory"});
    cr_expect_eq(fill(), -EINVAL);
    cr_expect(strstr(err_text(&err), "cannot be added up"), "%s", err_text(&err));
}
