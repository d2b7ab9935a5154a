// SPDX-License-Identifier: GPL-3.0-or-later
#include <errno.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "planner/consolidation/consolidation.h"

enum { HOSTS = 4, GUESTS = 8, WINDOWS = 8 };
static const double GIB = 1024.0 * 1024 * 1024;

static struct estate estate;
static struct request request;
static struct consolidation plan;
static struct err err;

// Four hosts of 8 cores and 64 GiB with two guests of 2 vCPUs and 8 GiB each: two hosts would do.
static void make(void)
{
    estate_init(&estate);
    request_init(&request);
    request.target.seconds = 1;
    request.target.rounds = 100;
    for (int h = 0; h < HOSTS; h++) {
        struct estate_host *host =
            estate_add_host(&estate, (const char[]){'h', (char)('1' + h), 0});
        host->cores = 8;
        host->memory_bytes = 64 * GIB;
        host->cost_year = 500;
        for (int i = 0; i < POWER_POINTS; i++)
            host->watts[i] = 100 + 10 * i;
    }
    for (int g = 0; g < GUESTS; g++) {
        struct estate_guest *guest =
            estate_add_guest(&estate, (const char[]){'g', (char)('1' + g), 0});
        guest->host = g / 2;
        guest->vcpus = 2;
        guest->memory_bytes = 8 * GIB;
    }
}

static void clean(void)
{
    consolidation_done(&plan);
    estate_done(&estate);
    request_done(&request);
    err_done(&err);
}

TestSuite(planner_consolidation, .init = make, .fini = clean);

// Every guest takes one core in the first half of the time, and three in the second.
static void add_traces(void)
{
    estate.windows = WINDOWS;
    estate.window_s = 3600;
    estate.traces = alloc_zeroed(GUESTS, sizeof *estate.traces);
    estate.trace_count = GUESTS;
    for (int g = 0; g < GUESTS; g++) {
        estate.traces[g].cores = alloc_zeroed(WINDOWS, sizeof *estate.traces[g].cores);
        estate.guests[g].trace = g;
        for (int t = 0; t < WINDOWS; t++)
            estate.traces[g].cores[t] = t < WINDOWS / 2 ? 1 : 3;
    }
}

static void compute(void)
{
    cr_assert_eq(consolidation_compute(&estate, &request, NULL, &plan, &err), 0, "%s",
                 err_text(&err));
}

static void expect_said(const char *words)
{
    cr_expect(strstr(plan.answer, words), "'%s' says no '%s'", plan.answer, words);
}

Test(planner_consolidation, two_hosts_of_four_go)
{
    request.policy.cpu = POLICY_CPU_VCPUS;
    compute();
    cr_expect(consolidation_is_whole(&plan));
    cr_expect_eq(plan.on_before, 4);
    cr_expect_eq(plan.on_after, 2); // 7 guests of 8 GiB fit 57 GiB
    cr_expect_eq(plan.target.bound, 2);
    cr_expect(plan.target.is_optimal);
    cr_expect_eq(plan.moves.migrations, 4);
    expect_said("2 of 4 hosts can go: 2 hold all 8 guests, and no plan needs fewer (proven).");
    expect_said("4 migrations (32.0 GiB)");
    expect_said("1,000");
    cr_expect_eq(estate.host_count, 0); // taken over
}

Test(planner_consolidation, a_host_in_maintenance_is_left_alone_and_not_saved)
{
    request.policy.cpu = POLICY_CPU_VCPUS;
    estate.hosts[3].is_drained = true;
    estate.guests[6].host = estate.guests[7].host = 2;
    compute();
    cr_expect(plan.is_on[3]);
    cr_expect_eq(plan.on_after, 3);
    cr_expect_eq(plan.saving.hosts, 1);
    expect_said("1 of 3 hosts can go: 2 hold all 8 guests, beside 1 in maintenance, and no plan");
}

Test(planner_consolidation, what_is_planned_on_half_of_the_time_is_judged_on_the_other)
{
    add_traces();
    request.policy.cpu = POLICY_CPU_PEAK;
    request.plan_share = 0.5;
    compute();
    cr_expect_eq(plan.on_after, 2); // of what it saw: one core a guest
    cr_expect(plan.risk.is_judged_apart);
    cr_expect_eq(plan.risk.after_planned.over_time, 0);
    cr_expect_eq(plan.risk.before_judged.over_time, 0);
    cr_expect_geq(plan.risk.after_judged.over_time, 0.5); // four guests and more: 12 of 8 cores
    cr_expect_float_eq(plan.risk.after_judged.hours, 4, 1e-12);
    expect_said("that were not planned on");
}

Test(planner_consolidation, planned_on_all_of_it_peaks_are_seen)
{
    add_traces();
    request.policy.cpu = POLICY_CPU_PEAK;
    compute();
    cr_expect_not(plan.risk.is_judged_apart);
    cr_expect_eq(plan.on_after, 4);
    cr_expect_eq(plan.risk.after_judged.over_time, 0);
    expect_said("No host can go: 4 hold all 8 guests");
    expect_said("Nothing has to move.");
}

Test(planner_consolidation, a_guest_larger_than_any_host_is_told_and_the_rest_planned)
{
    estate.guests[0].memory_bytes = 100 * GIB;
    compute();
    cr_expect_not(consolidation_is_whole(&plan));
    cr_assert_eq(plan.target.misplaced_count, 1);
    cr_expect_eq(plan.target.misplaced[0].guest, 0);
    expect_said("1 guest has no place");
    cr_expect_eq(plan.moves.end[0], 0); // stays
}

Test(planner_consolidation, more_hosts_than_allowed_is_no_whole_plan)
{
    request.policy.cpu = POLICY_CPU_VCPUS;
    request.target.aim = TARGET_MOVES;
    request.target.hosts_most = 1;
    compute();
    cr_expect_not(consolidation_is_whole(&plan));
    expect_said("No placement on the 1 host allowed was found.");
}

Test(planner_consolidation, within_the_hosts_allowed_little_moves)
{
    request.policy.cpu = POLICY_CPU_VCPUS;
    request.target.aim = TARGET_MOVES;
    request.target.hosts_most = 3;
    compute();
    cr_expect(consolidation_is_whole(&plan));
    cr_expect_eq(plan.moves.migrations, 2);
    cr_expect_eq(plan.on_after, 3);
}

Test(planner_consolidation, what_cannot_be_is_refused_and_the_estate_kept)
{
    estate.hosts[2].cores = NAN;
    cr_expect_eq(consolidation_compute(&estate, &request, NULL, &plan, &err), -EINVAL);
    cr_expect_eq(err.kind, ERR_INPUT);
    cr_expect_eq(estate.host_count, HOSTS);
    cr_expect_null(plan.answer);
}

Test(planner_consolidation, mean_without_any_use_is_refused_and_the_estate_kept)
{
    request.policy.cpu = POLICY_CPU_MEAN;
    cr_expect_eq(consolidation_compute(&estate, &request, NULL, &plan, &err), -EINVAL);
    cr_expect_eq(estate.guest_count, GUESTS);
}

Test(planner_consolidation, a_host_that_is_off_stays_off_and_saves_nothing)
{
    estate.hosts[3].is_off = true;
    estate.guests[6].host = estate.guests[7].host = 0;
    request.policy.cpu = POLICY_CPU_VCPUS;
    compute();
    cr_expect_eq(plan.on_before, 3);
    cr_expect_eq(plan.on_after, 2);
    cr_expect_not(plan.is_on[3]);
    cr_expect_float_eq(plan.saving.host_money.value, 500, 1e-9);
}

Test(planner_consolidation, notes_say_what_nobody_knows)
{
    compute();
    cr_assert_gt(plan.note_count, 0);
    bool says_traces = false;
    for (size_t i = 0; i < plan.note_count; i++)
        says_traces = says_traces || strstr(plan.notes[i], "no traces");
    cr_expect(says_traces);
}
