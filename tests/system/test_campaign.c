// SPDX-License-Identifier: GPL-3.0-or-later
// Campaigns with real agents and real guests: one run a platform, bound together, step by step in
// turns; and what becomes of the others when one of them cannot go on.
#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/system/host.h"

TestSuite(system_campaign, .init = host_make, .fini = host_remove);

enum { REPEATS = 2 };

static struct scenario campaign_of(const char *platforms, const char *workload)
{
    struct scenario scenario;
    host_scenario(&scenario, platforms, 2);
    record_set(&scenario.load.workload, alloc_copy(workload));
    scenario.repeats_min = scenario.repeats_max = REPEATS;
    scenario.windows = 1;
    return scenario;
}

static void expect_run(const struct host_run *run, const char *platform)
{
    cr_assert_eq(run->record.state, RECORD_DONE, "%s: %s", platform, run->record.reason);
    cr_assert_str_eq(run->record.platform, platform);
    cr_assert_eq(run->record.seed, 4);
    scope_free char *line = alloc_printf("platform: %s\n", platform);
    cr_assert_not_null(strstr(run->record.scenario, line), "its own: %s", run->record.scenario);
    for (size_t i = 0; i < run->step_count; i++)
        cr_assert_eq(run->steps[i].state, RECORD_DONE, "%s", run->steps[i].reason);
}

static size_t steps_before(const struct host_run *run, int64_t at_ns)
{
    size_t count = 0;
    while (count < run->step_count && run->steps[count].started_at_ns < at_ns)
        count++;
    return count;
}

// While both have steps to make, neither is ever more than one step ahead when a step begins.
static void expect_interleaved(const struct host_run *run, const struct host_run *other)
{
    size_t both = run->step_count < other->step_count ? run->step_count : other->step_count;
    cr_assert_geq(both, REPEATS);
    for (size_t i = 0; i < both; i++) {
        size_t theirs = steps_before(other, run->steps[i].started_at_ns);
        cr_assert(theirs == i || theirs == i + 1, "step %zu after %zu of the other's", i, theirs);
    }
}

static void expect_bound_together(const struct host_run *run, const struct host_run *other)
{
    cr_assert_eq(strlen(run->record.campaign), 32);
    cr_assert_str_eq(run->record.campaign, other->record.campaign);
    expect_interleaved(run, other);
    expect_interleaved(other, run);
}

// One guest alone, in as many boots as a density gets; the ladder is paced by its share of that.
static double expect_paced(const struct host_run *run, double share)
{
    double operations = 0, seconds = 0;
    for (size_t i = 0; i < REPEATS; i++) {
        const struct step_record *step = &run->steps[i];
        cr_assert_eq(step->kind, RECORD_STEP_CALIBRATE);
        cr_assert_eq(step->repeat, i);
        cr_assert_eq(step->rate_hz, 0, "closed");
        for (size_t w = 0; w < step->guest_list[0].window_count; w++) {
            const struct window_record *window = &step->guest_list[0].windows[w];
            operations += window->measured ? (double)window->operations : 0;
            seconds += window->measured ? (double)window->duration_ns / 1e9 : 0;
        }
    }
    double paced_hz = share * operations / seconds;
    for (size_t i = REPEATS; i < run->step_count; i++) {
        cr_assert_eq(run->steps[i].kind, RECORD_STEP_LADDER);
        cr_assert_float_eq(run->steps[i].rate_hz, paced_hz, 1e-6 * paced_hz);
    }
    return paced_hz;
}

Test(system_campaign, native_and_emulated_take_turns)
{
    host_need_emulation();
    struct scenario scenario = campaign_of("native,tcg", "null");
    struct host_run native = host_carry_out(&scenario, "");
    cr_assert_eq(native.result, 0, "%s", native.error);
    cr_assert_eq(native.outcome.count, 2);
    struct host_run tcg = host_read_run(native.outcome.runs[1].id);
    expect_run(&native, "native");
    expect_run(&tcg, "tcg");
    expect_bound_together(&native, &tcg);
    cr_assert(tcg.record.emulated && !native.record.emulated);
    cr_assert_eq(native.steps[0].kind, RECORD_STEP_LADDER, "closed: the ladder itself tells");
    cr_assert_eq(host_run_count(), 2);
    host_expect_clean();
    host_run_done(&native);
    host_run_done(&tcg);
    scenario_done(&scenario);
}

Test(system_campaign, each_platform_is_calibrated_and_paced_by_its_own_measure)
{
    host_need_emulation();
    struct scenario scenario = campaign_of("tcg,native", "cpu");
    cr_assert_eq(scenario_set(&scenario, "load.rate", "20%", NULL), 0);
    struct host_run tcg = host_carry_out(&scenario, "");
    cr_assert_eq(tcg.result, 0, "%s", tcg.error);
    struct host_run native = host_read_run(tcg.outcome.runs[1].id);
    expect_run(&native, "native");
    expect_run(&tcg, "tcg");
    expect_bound_together(&native, &tcg);
    cr_assert_neq(expect_paced(&native, 0.2), expect_paced(&tcg, 0.2));
    cr_assert_not_null(strstr(tcg.said, "tcg: one guest alone does"), "%s", tcg.said);
    cr_assert_not_null(strstr(tcg.said, "native: one guest alone does"), "%s", tcg.said);
    host_run_done(&native);
    host_run_done(&tcg);
    scenario_done(&scenario);
}

Test(system_campaign, platform_that_cannot_run_fails_it_before_anything_is_measured)
{
    host_need_emulation();
    struct scenario scenario = campaign_of("native,tcg", "null");
    record_set(&scenario.kernel, alloc_copy("/nowhere/vmlinuz"));
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_lt(run.result, 0);
    cr_assert_not_null(strstr(run.error, "tcg: "), "%s", run.error);
    cr_assert_not_null(strstr(run.error, "/nowhere/vmlinuz"), "%s", run.error);
    cr_assert_eq(run.outcome.count, 0);
    cr_assert_eq(host_run_count(), 0);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

// libvirt's embedded driver knows one folder a process.
Test(system_campaign, two_libvirt_platforms_share_a_folder)
{
    host_need_emulation();
    struct scenario scenario = campaign_of("tcg,tcg/appliance", "null");
    scenario.guests_max = 1;
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    struct host_run other = host_read_run(run.outcome.runs[1].id);
    expect_run(&run, "tcg");
    expect_run(&other, "tcg");
    expect_bound_together(&run, &other);
    host_expect_clean();
    host_run_done(&other);
    host_run_done(&run);
    scenario_done(&scenario);
}

// One that fails stops none of the others; the first failure is the campaign's.
Test(system_campaign, failure_is_stored_with_its_run_while_the_others_go_on)
{
    host_need_emulation();
    struct scenario scenario = campaign_of("native,tcg", "null");
    scenario.reserve_bytes = UINT64_C(1) << 60;
    struct host_run native = host_carry_out(&scenario, "");
    cr_assert_lt(native.result, 0);
    cr_assert_eq(native.outcome.count, 2);
    struct host_run tcg = host_read_run(native.outcome.runs[1].id);
    cr_assert_eq(native.record.state, RECORD_FAILED);
    cr_assert_eq(tcg.record.state, RECORD_FAILED);
    cr_assert_eq(tcg.step_count, 1, "it had its turn");
    cr_assert_eq(tcg.steps[0].state, RECORD_REFUSED);
    cr_assert_not_null(strstr(native.said, "; the others go on"), "%s", native.said);
    bool names_first = strncmp(native.error, "native: ", 8) == 0;
    cr_assert(names_first || strncmp(native.error, "tcg: ", 5) == 0, "%s", native.error);
    host_expect_clean();
    host_run_done(&tcg);
    host_run_done(&native);
    scenario_done(&scenario);
}

// A campaign of one is a run as ever.
Test(system_campaign, one_platform_alone_carries_no_mark)
{
    struct scenario scenario = campaign_of("native", "null");
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_eq(run.outcome.count, 1);
    expect_run(&run, "native");
    cr_assert_str_eq(run.record.campaign, "");
    host_run_done(&run);
    scenario_done(&scenario);
}
