// SPDX-License-Identifier: GPL-3.0-or-later
// Accidents of one guest among others, with real processes and real guests: the others are measured
// on, the befallen one is told of, what cannot befall a guest is refused, and nothing is left.
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/inference/isolation.h"
#include "tests/system/host.h"

TestSuite(system_isolation, .init = host_make, .fini = host_remove);

enum { GUESTS = 3, WINDOWS = 2 };

static struct scenario scenario;
static struct host_run run;

static void read_scenario(const char *platform, const char *fault)
{
    struct err err = {0};
    host_scenario(&scenario, platform, GUESTS);
    scenario.repeats_min = scenario.repeats_max = 2;
    scenario.windows = WINDOWS;
    cr_assert_eq(scenario_set(&scenario, "fault", fault, &err), 0, "%s", err_text(&err));
    cr_assert_eq(scenario_check(&scenario, &err), 0, "%s", err_text(&err));
}

static void finish(void)
{
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

static void expect_neighbours(const struct step_record *step)
{
    for (uint32_t g = 1; g < GUESTS; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        uint32_t measured = 0;
        for (size_t w = 0; w < guest->window_count; w++)
            measured += guest->windows[w].measured;
        cr_assert_eq(guest->state, RECORD_DONE, "%s", guest->reason);
        cr_assert_str_eq(guest->role, "neighbour");
        cr_assert_eq(measured, 2 * WINDOWS + 1, "%u", measured);
    }
}

// Two boots with the accident, two without; told: what the befallen guest's end is called.
static void expect_run(const char *fault, const char *told)
{
    size_t with = 0;
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_eq(run.step_count, 4);
    for (size_t i = 0; i < run.step_count; i++) {
        const struct step_record *step = &run.steps[i];
        const struct guest_record *befallen = &step->guest_list[0];
        bool is_with = strcmp(befallen->load, fault) == 0;
        cr_assert(is_with || strcmp(befallen->load, "none") == 0, "%s", befallen->load);
        cr_assert_eq(step->kind, RECORD_STEP_ISOLATION);
        cr_assert_eq(step->state, RECORD_DONE, "%s", step->reason);
        cr_assert_not_null(step_record_figure(step, 0, RECORD_FIGURE_ACCIDENT));
        expect_neighbours(step);
        with += is_with;
        if (is_with && told)
            cr_assert_not_null(strstr(befallen->reason, told), "%s", befallen->reason);
        else
            cr_assert_eq(befallen->state, RECORD_DONE, "%s", befallen->reason);
    }
    cr_assert_eq(with, 2);
}

static void expect_ratios(void)
{
    struct isolation isolation;
    isolation_init(&isolation, &scenario, run.steps, run.step_count);
    cr_assert_eq(isolation.boots, 2);
    cr_assert_eq(isolation.calm_boots, 2);
    cr_assert_eq(isolation.lost, 0);
    cr_assert(isolation.throughput_ratio.low <= isolation.throughput_ratio.value &&
              isolation.throughput_ratio.value <= isolation.throughput_ratio.high);
    cr_assert(isfinite(isolation.p99_ratio.value));
    cr_assert_not_null(strstr(run.record.answer, " in one of 3 guests: the others "), "%s",
                       run.record.answer);
    isolation_done(&isolation);
}

Test(system_isolation, killed_process_is_told_and_the_others_are_measured)
{
    read_scenario("native", "kill");
    run = host_carry_out(&scenario, "");
    expect_run("kill", "it died");
    expect_ratios();
    finish();
}

Test(system_isolation, memory_hog_is_a_process_of_the_guest_and_ends_with_it)
{
    read_scenario("native", "memory-hog");
    scenario.shape.memory_bytes = 64 << 20;
    run = host_carry_out(&scenario, "");
    expect_run("memory-hog", NULL);
    finish();
}

Test(system_isolation, fork_bomb_outside_of_a_guest_is_refused)
{
    read_scenario("native", "fork-bomb");
    run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, -ENOTSUP, "%d", run.result);
    cr_assert_not_null(strstr(run.error, "fork-bomb cannot befall this guest"), "%s", run.error);
    finish();
}

Test(system_isolation, guest_without_a_system_panics_by_an_exception)
{
    host_need_emulation();
    read_scenario("tcg/bare", "panic");
    run = host_carry_out(&scenario, "");
    expect_run("panic", "invalid opcode");
    finish();
}

Test(system_isolation, linux_guest_panics_and_its_neighbours_go_on)
{
    host_need_emulation();
    read_scenario("tcg/appliance", "panic");
    scenario.guests_max = GUESTS;
    scenario.repeats_min = scenario.repeats_max = 1;
    run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_eq(run.step_count, 2);
    for (size_t i = 0; i < run.step_count; i++) {
        expect_neighbours(&run.steps[i]);
        bool is_with = strcmp(run.steps[i].guest_list[0].load, "panic") == 0;
        cr_assert_eq(run.steps[i].guest_list[0].state, is_with ? RECORD_FAILED : RECORD_DONE);
    }
    finish();
}

Test(system_isolation, one_guest_alone_has_nobody_to_feel_anything)
{
    struct err err = {0};
    read_scenario("native", "kill");
    scenario.guests_max = 1;
    cr_assert_eq(scenario_check(&scenario, &err), -EINVAL);
    cr_assert_not_null(strstr(err_text(&err), "fault: the others are wanted"), "%s",
                       err_text(&err));
    cr_assert_eq(scenario_set(&scenario, "fault", "explode", NULL), -EINVAL);
    err_done(&err);
    scenario_done(&scenario);
}
