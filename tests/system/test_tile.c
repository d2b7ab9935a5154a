// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs of tiles with real agents and real guests: roles and streams are in the store, rates
// are shares of what each does alone, and the store is enough to judge them again.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/inference/tile_density.h"
#include "tests/system/host.h"

TestSuite(system_tile, .init = host_make, .fini = host_remove);

static void read_tile(struct scenario *scenario, const char *platform, const char *text)
{
    struct err err = {0};
    host_scenario(scenario, platform, 1);
    cr_assert_eq(scenario_load_text(scenario, "tile", text, &err), 0, "%s", err_text(&err));
    cr_assert_eq(scenario_check(scenario, &err), 0, "%s", err_text(&err));
}

// The windows of each stream follow one another, as many of one as of the other.
static void expect_streams(const struct guest_record *guest, size_t streams)
{
    cr_assert_eq(guest->window_count % streams, 0);
    for (size_t w = 0; w < guest->window_count; w++) {
        cr_assert_eq(guest->windows[w].index, w / streams);
        cr_assert_eq(guest->windows[w].stream, w % streams);
        scope_free struct histogram *latency = histogram_unpack(guest->windows[w].histogram);
        cr_assert_eq(latency->total, guest->windows[w].operations);
    }
}

static void expect_roles(const struct host_run *run, const struct scenario *scenario)
{
    for (size_t s = 0; s < run->step_count; s++) {
        const struct step_record *step = &run->steps[s];
        cr_assert_eq(step->state, RECORD_DONE, "%s", step->reason);
        if (step->kind != RECORD_STEP_LADDER)
            continue;
        cr_assert_eq(step->guests, step->tiles * tile_guests(&scenario->tile));
        cr_assert_eq(step->guest_count, step->guests);
        for (size_t g = 0; g < step->guest_count; g++) {
            const struct role *role = tile_role_of(&scenario->tile, (uint32_t)g);
            cr_assert_str_eq(step->guest_list[g].role, role->name);
            cr_assert_eq(step->guest_list[g].state, RECORD_DONE);
            expect_streams(&step->guest_list[g], role->load_count);
        }
    }
}

static void expect_judged_again(const struct host_run *run, size_t streams)
{
    struct scenario stored;
    struct tile_densities densities;
    struct err err = {0};
    scenario_init(&stored);
    cr_assert_eq(scenario_load_text(&stored, "stored", run->record.scenario, &err), 0, "%s",
                 err_text(&err));
    tile_densities_init(&densities, &stored, run->steps, run->step_count, run->record.seed);
    cr_assert_eq(densities.stream_count, streams);
    cr_assert_gt(densities.count, 0);
    for (size_t i = 0; i < streams; i++)
        cr_assert_eq(densities.streams[i].density_count, densities.count, "%s",
                     densities.streams[i].name);
    tile_densities_done(&densities);
    scenario_done(&stored);
}

static const char shop[] = "tiles: 1..2\n"
                           "tile:\n"
                           "  web: {guests: 2, load: {workload: cpu, rate: 10%}}\n"
                           "  db:\n"
                           "    loads:\n"
                           "    - {workload: memory, variant: copy, working_set: 1MiB}\n"
                           "    - {workload: null, rate: 50/s, arrivals: poisson}\n";

Test(system_tile, native_run_has_roles_and_a_mix)
{
    struct scenario scenario;
    read_tile(&scenario, "native", shop);
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_eq(run.steps[0].kind, RECORD_STEP_CALIBRATE);
    cr_assert_eq(run.steps[0].guest_count, 1);
    cr_assert_str_eq(run.steps[0].guest_list[0].role, "web");
    cr_assert_eq(run.steps[1].kind, RECORD_STEP_LADDER, "only shares are calibrated");
    cr_assert_eq(run.steps[1].tiles, 1);
    expect_roles(&run, &scenario);
    expect_judged_again(&run, 3);
    cr_assert_not_null(strstr(run.said, "web: one guest alone does"), "%s", run.said);
    cr_assert_not_null(strstr(run.record.answer, "of these tiles"), "%s", run.record.answer);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_tile, a_tile_too_large_for_the_host_is_refused)
{
    struct scenario scenario;
    read_tile(&scenario, "native", shop);
    scenario.reserve_bytes = UINT64_C(1) << 60;
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_lt(run.result, 0);
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_tile, a_guest_that_is_lost_is_named)
{
    struct scenario scenario;
    read_tile(&scenario, "native",
              "tiles: 1\ntile: {web: {load: {workload: null}}, db: {load: {workload: null}}}\n");
    struct host_run run = host_carry_out(&scenario, "die-start");
    cr_assert_gt(run.step_count, 0);
    cr_assert_eq(run.steps[0].state, RECORD_FAILED);
    cr_assert_str_eq(run.steps[0].guest_list[1].role, "db");
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_tile, emulated_guests_have_shapes_of_their_own)
{
    struct scenario scenario;
    host_need_emulation();
    read_tile(&scenario, "tcg",
              "tiles: 1\nguest: appliance\n"
              "tile:\n"
              "  web: {memory: 96MiB, load: {workload: null, rate: 50/s}}\n"
              "  db:\n    memory: 160MiB\n    vcpus: 2\n    loads:\n"
              "    - {workload: null, rate: 20/s}\n    - {workload: idle}\n");
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert(run.record.emulated);
    cr_assert_eq(run.step_count, 1);
    expect_roles(&run, &scenario);
    expect_judged_again(&run, 3);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}
