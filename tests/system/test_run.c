// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs with real agents and real guests: everything they measured is in the store, and the
// densities computed from it count every operation once.
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/inference/density.h"
#include "tests/system/host.h"

TestSuite(system_run, .init = host_make, .fini = host_remove);

// Operations of the measured windows of all finished steps of this density.
static uint64_t operations_at(const struct host_run *run, uint32_t guests)
{
    uint64_t operations = 0;
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        if (step->kind != RECORD_STEP_LADDER || step->guests != guests)
            continue;
        for (size_t g = 0; g < step->guest_count; g++)
            for (size_t w = 0; w < step->guest_list[g].window_count; w++)
                operations += step->guest_list[g].windows[w].measured
                                  ? step->guest_list[g].windows[w].operations
                                  : 0;
    }
    return operations;
}

static void expect_guest(const struct guest_record *guest, const struct scenario *scenario)
{
    uint32_t measured = 0;
    uint64_t operations = 0;
    cr_assert_eq(guest->state, RECORD_DONE);
    for (size_t w = 0; w < guest->window_count; w++) {
        const struct window_record *window = &guest->windows[w];
        measured += window->measured;
        cr_assert_eq(window->index, w);
        scope_free struct histogram *latency = histogram_unpack(window->histogram);
        cr_assert_eq(latency->total, window->operations);
        operations += window->operations;
    }
    // A short window of a busy machine may pass without any.
    cr_assert_gt(operations, 0);
    cr_assert_eq(measured, scenario->windows, "%u windows of guest %u", measured, guest->index);
}

static void expect_steps(const struct host_run *run, const struct scenario *scenario)
{
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        cr_assert_eq(step->state, RECORD_DONE, "%s", step->reason);
        cr_assert_eq(step->guest_count, step->guests);
        for (size_t g = 0; g < step->guest_count; g++) {
            cr_assert_eq(step->guest_list[g].index, g);
            expect_guest(&step->guest_list[g], scenario);
        }
    }
}

static void expect_densities(const struct host_run *run, const struct scenario *scenario)
{
    struct density *densities = NULL;
    size_t count = 0;
    const struct sequential_plan looks = sequential_plan_of(scenario);
    density_compute_run(run->steps, run->step_count, scenario_slo(scenario), &looks,
                        run->record.seed, &densities, &count);
    cr_assert_gt(count, 0);
    for (size_t i = 0; i < count; i++) {
        uint64_t operations = operations_at(run, densities[i].guests);
        cr_assert_eq(densities[i].operations, operations,
                     "%u guests: %" PRIu64 ", windows %" PRIu64, densities[i].guests,
                     densities[i].operations, operations);
        cr_assert_eq(densities[i].latency->total, operations);
    }
    density_free(densities, count);
}

static void expect_whole(const struct host_run *run, const struct scenario *scenario)
{
    cr_assert_eq(run->result, 0, "%s", run->error);
    cr_assert_eq(run->record.state, RECORD_DONE);
    cr_assert_geq(run->record.ended_at_ns, run->record.started_at_ns);
    cr_assert_str_neq(run->record.answer, "");
    cr_assert_str_eq(run->record.platform, scenario->platform);
    cr_assert_eq(run->record.seed, scenario->seed);
    expect_steps(run, scenario);
    expect_densities(run, scenario);
    host_expect_clean();
}

Test(system_run, native_run_is_in_the_store_whole)
{
    struct scenario scenario;
    host_scenario(&scenario, "native", 3);
    scenario.repeats_min = scenario.repeats_max = 2;
    struct host_run run = host_carry_out(&scenario, "");
    expect_whole(&run, &scenario);
    cr_assert_geq(run.step_count, 2 * 2, "two boots of one guest and of two at the least");
    cr_assert_not(run.record.emulated);
    cr_assert_str_eq(run.record.guest_kind, "process");
    cr_assert_str_eq(run.record.hypervisor, "");
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_run, native_run_offers_a_share_of_what_one_guest_can_do)
{
    struct scenario scenario;
    host_scenario(&scenario, "native", 1);
    free(scenario.load.workload);
    scenario.load.workload = strdup("cpu");
    scenario.load.arrivals = LOAD_CONSTANT;
    scenario.load.rate = (struct rate){.value = 0.25, .is_share = true};
    struct host_run run = host_carry_out(&scenario, "");
    expect_whole(&run, &scenario);
    cr_assert_eq(run.steps[0].kind, RECORD_STEP_CALIBRATE);
    cr_assert_eq(run.steps[0].rate_hz, 0, "closed");
    cr_assert_eq(run.steps[1].kind, RECORD_STEP_LADDER);
    double alone = 0, seconds = 0;
    for (size_t w = 0; w < run.steps[0].guest_list[0].window_count; w++) {
        const struct window_record *window = &run.steps[0].guest_list[0].windows[w];
        alone += window->measured ? (double)window->operations : 0;
        seconds += window->measured ? (double)window->duration_ns / 1e9 : 0;
    }
    cr_assert_float_eq(run.steps[1].rate_hz, 0.25 * alone / seconds, 0.001 * alone / seconds);
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_run, too_large_for_the_host_is_refused_with_figures)
{
    struct scenario scenario;
    host_scenario(&scenario, "native", 2);
    scenario.reserve_bytes = UINT64_C(1) << 60;
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_lt(run.result, 0);
    cr_assert_not_null(strstr(run.error, "this host has no room for 1 guest: memory:"), "%s",
                       run.error);
    cr_assert_eq(run.record.state, RECORD_FAILED);
    cr_assert_eq(run.step_count, 1);
    cr_assert_eq(run.steps[0].state, RECORD_REFUSED);
    cr_assert_not_null(strstr(run.steps[0].reason, "in reserve"), "%s", run.steps[0].reason);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_run, emulated_run_is_in_the_store_whole)
{
    struct scenario scenario;
    host_need_emulation();
    host_scenario(&scenario, "tcg", 2);
    struct host_run run = host_carry_out(&scenario, "");
    expect_whole(&run, &scenario);
    cr_assert_geq(run.step_count, 2);
    cr_assert(run.record.emulated, "never silent about emulation");
    cr_assert_str_eq(run.record.guest_kind, "appliance");
    cr_assert_not_null(strstr(run.record.hypervisor, "QEMU"), "%s", run.record.hypervisor);
    cr_assert_not_null(strstr(run.record.guest_kernel, "Linux"), "%s", run.record.guest_kernel);
    for (size_t s = 0; s < run.step_count; s++)
        for (size_t g = 0; g < run.steps[s].guest_count; g++) {
            const struct guest_record *guest = &run.steps[s].guest_list[g];
            cr_assert_gt(guest->boot_ns, (int64_t)(100 * CLOCK_NS_PER_MS));
            cr_assert_gt(guest->host_memory_bytes, INT64_C(50) << 20);
            // Absent is negative. Windows of 100 ms that a stalled host hands over at once leave no
            // time in which a guest could take any.
            cr_assert_geq(guest->host_cpu_ns, 0);
        }
    host_run_done(&run);
    scenario_done(&scenario);
}
