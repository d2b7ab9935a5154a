// SPDX-License-Identifier: GPL-3.0-or-later
// What a run knows from its steps, and the working set it chooses before the first.
#include "bench/run_steps.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "bench/working_set.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"

#define MIB (UINT64_C(1) << 20)

static struct scenario scenario;
static struct run_steps steps;

static void begin(void)
{
    scenario_init(&scenario);
    scenario.repeats_min = 2;
}

static void finish(void)
{
    run_steps_done(&steps);
    scenario_done(&scenario);
}

TestSuite(harness_run_steps, .init = begin, .fini = finish);

static void add_window(struct guest_record *guest, uint32_t index, bool measured,
                       uint64_t operations)
{
    struct window_record window = {.index = index,
                                   .measured = measured,
                                   .duration_ns = CLOCK_NS_PER_SECOND / 2,
                                   .operations = operations,
                                   .due = operations};
    scope_free struct histogram *latency = alloc_zeroed(1, sizeof *latency);
    for (uint64_t i = 0; i < operations; i++)
        histogram_record(latency, 1000);
    window.histogram = histogram_pack(latency);
    guest_record_add_window(guest, &window);
}

// Every guest: one window of warm-up with 999 operations, two measured ones.
static void add_step(enum record_step_kind kind, uint32_t guests, enum record_state state,
                     uint64_t operations, uint64_t spent_ns)
{
    struct step_record step;
    step_record_init(&step);
    step.kind = kind;
    step.guests = guests;
    step.repeat = run_steps_tries(&steps, guests);
    step.state = state;
    step.warmup_windows = 1;
    step.guest_list = alloc_zeroed(guests, sizeof *step.guest_list);
    step.guest_count = guests;
    for (uint32_t i = 0; i < guests; i++) {
        guest_record_init(&step.guest_list[i]);
        step.guest_list[i].index = i;
        step.guest_list[i].state = state;
        add_window(&step.guest_list[i], 0, false, 999);
        add_window(&step.guest_list[i], 1, state == RECORD_DONE, operations);
        add_window(&step.guest_list[i], 2, state == RECORD_DONE, operations);
    }
    run_steps_add(&steps, &step, spent_ns, &scenario);
    cr_assert_eq(step.guest_count, 0, "taken over");
    step_record_done(&step);
}

static const struct rung *rung_at(uint32_t guests)
{
    for (size_t i = 0; i < steps.rung_count; i++)
        if (steps.rungs[i].guests == guests)
            return &steps.rungs[i];
    return NULL;
}

Test(harness_run_steps, count_boots_and_losses_by_density)
{
    add_step(RECORD_STEP_LADDER, 1, RECORD_DONE, 100, 1);
    add_step(RECORD_STEP_LADDER, 2, RECORD_FAILED, 100, 1);
    add_step(RECORD_STEP_LADDER, 2, RECORD_DONE, 100, 1);
    add_step(RECORD_STEP_LADDER, 1, RECORD_DONE, 100, 1);
    cr_assert_eq(steps.rung_count, 2);
    cr_assert_eq(rung_at(1)->boots, 2);
    cr_assert_eq(rung_at(1)->lost, 0);
    cr_assert_eq(rung_at(2)->boots, 1);
    cr_assert_eq(rung_at(2)->lost, 1);
    cr_assert_eq(run_steps_tries(&steps, 2), 2);
    cr_assert_eq(run_steps_tries(&steps, 3), 0);
    cr_assert_eq(run_steps_last(&steps)->guests, 1);
}

Test(harness_run_steps, keep_calibration_off_the_ladder)
{
    add_step(RECORD_STEP_CALIBRATE, 1, RECORD_DONE, 100, 5);
    cr_assert_eq(steps.rung_count, 0);
    cr_assert_eq(run_steps_tries(&steps, 1), 0);
    cr_assert_str_eq(run_steps_verdict(&steps, run_steps_last(&steps)), "");
    cr_assert_eq(run_steps_time_left(&steps, 100), 500, "though it tells the pace");
}

Test(harness_run_steps, tell_what_one_guest_alone_does_from_measured_windows)
{
    cr_assert_eq(run_steps_alone_hz(&steps, "", "", 0), 0);
    add_step(RECORD_STEP_LADDER, 1, RECORD_DONE, 1, 1);
    add_step(RECORD_STEP_CALIBRATE, 1, RECORD_FAILED, 5, 1);
    cr_assert_eq(run_steps_alone_hz(&steps, "", "", 0), 0, "a failed one tells nothing");
    add_step(RECORD_STEP_CALIBRATE, 1, RECORD_DONE, 100, 1);
    cr_assert_float_eq(run_steps_alone_hz(&steps, "", "", 0), 200, 1e-9, "100 in half a second");
    add_step(RECORD_STEP_CALIBRATE, 1, RECORD_DONE, 50, 1);
    cr_assert_float_eq(run_steps_alone_hz(&steps, "", "", 0), 150, 1e-9, "all boots count alike");
    cr_assert_eq(run_steps_calibrations(&steps), 3, "the failed one, too");
}

Test(harness_run_steps, estimate_the_time_left_by_their_pace)
{
    cr_assert_eq(run_steps_time_left(&steps, 10), 0);
    add_step(RECORD_STEP_LADDER, 1, RECORD_DONE, 10, 4000);
    add_step(RECORD_STEP_LADDER, 3, RECORD_DONE, 10, 8000);
    cr_assert_eq(run_steps_time_left(&steps, 10), 30000, "12000 for 4 guests");
    cr_assert_eq(run_steps_time_left(&steps, 0), 0);
}

Test(harness_run_steps, judge_without_terms_by_what_is_done_in_total)
{
    for (int i = 0; i < 2; i++)
        add_step(RECORD_STEP_LADDER, 1, RECORD_DONE, 100, 1);
    cr_assert_str_eq(run_steps_verdict(&steps, run_steps_last(&steps)), "holds");
    for (int i = 0; i < 2; i++)
        add_step(RECORD_STEP_LADDER, 2, RECORD_DONE, 40, 1);
    cr_assert_str_eq(run_steps_verdict(&steps, run_steps_last(&steps)), "fails",
                     "two guests do less than one");
}

// --- the working set ---------------------------------------------------------------------------

static uint64_t fitted(uint64_t memory, uint32_t vcpus, uint32_t threads, uint64_t cache)
{
    scenario.shape.memory_bytes = memory;
    scenario.shape.vcpus = vcpus;
    scenario.load.threads = threads;
    scenario.load.working_set_bytes = 0;
    scope_free char *said = working_set_fit(&scenario, cache);
    cr_assert(said && *said);
    return scenario.load.working_set_bytes;
}

Test(harness_run_steps, working_set_beats_the_cache_where_the_guest_has_room)
{
    cr_assert_eq(fitted(1024 * MIB, 1, 0, 32 * MIB), 64 * MIB);
    cr_assert_eq(fitted(1024 * MIB, 4, 0, 32 * MIB), 16 * MIB, "all threads together");
    cr_assert_eq(fitted(1024 * MIB, 4, 2, 32 * MIB), 32 * MIB);
    cr_assert_eq(fitted(1024 * MIB, 1, 0, 0), 64 * MIB, "no cache known");
}

Test(harness_run_steps, working_set_fits_a_small_guest_and_says_so)
{
    static const uint64_t memories[] = {1, 64 * MIB, 73 * MIB, 96 * MIB, 128 * MIB};
    for (size_t i = 0; i < sizeof memories / sizeof *memories; i++)
        for (uint32_t threads = 1; threads <= 1024; threads *= 4) {
            uint64_t bytes = fitted(memories[i], 1, threads, 256 * MIB);
            cr_assert_geq(bytes, MIB);
            cr_assert(bytes == MIB || bytes * threads < memories[i]);
        }
    scenario.shape.memory_bytes = 96 * MIB;
    scenario.load.working_set_bytes = 0;
    scenario.load.threads = 1;
    scope_free char *said = working_set_fit(&scenario, 256 * MIB);
    cr_assert_not_null(strstr(said, "--memory"), "%s", said);
}

Test(harness_run_steps, working_set_of_the_scenario_stands)
{
    scenario.load.working_set_bytes = 12345;
    cr_assert_null(working_set_fit(&scenario, 32 * MIB));
    cr_assert_eq(scenario.load.working_set_bytes, 12345);
}
