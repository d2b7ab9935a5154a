// SPDX-License-Identifier: GPL-3.0-or-later
// Builds campaigns.
#include "tests/compare/made_overhead.h"

#include <stdlib.h>

#include <criterion/criterion.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "tests/common/inference/step_fixture.h"

enum { DENSITIES = 4 };

// What all platforms feel alike in a round: it must fall out.
static double drift_of(uint32_t repeat)
{
    return repeat % 2 ? 0.5 : 1;
}

// Half of the boots are that much above, half below; of neighbouring densities the other half.
static double scatter(const struct made_overhead_run *run, uint32_t density, uint32_t repeat)
{
    double away = 1 + run->spread;
    return (density + repeat) % 2 ? away : 1 / away;
}

static struct step_record make_step(const struct made_overhead_run *run, uint32_t density,
                                    uint32_t repeat)
{
    double operations = run->operations[density] * drift_of(repeat);
    if (run->spread > 0)
        operations *= scatter(run, density, repeat);
    return step_fixture_make(&(struct step_fixture){
        .guests = run->densities[density],
        .repeat = repeat,
        .operations = (uint64_t)operations,
        .latency_ns = (uint64_t)(1e9 / operations),
    });
}

static void make_record(struct run_record *record, const struct made_overhead_run *run, size_t id)
{
    run_record_init(record);
    record->id = (int64_t)id;
    record_set(&record->label, alloc_copy("nightly <b>&"));
    record_set(&record->platform, alloc_copy(run->platform));
    record_set(&record->guest_kind, alloc_copy(run->refused ? "" : run->guest_kind));
    record_set(&record->campaign, alloc_copy(run->campaign));
    record_set(&record->host.name, alloc_copy("host-<1>"));
    record_set(&record->host.cpu_model, alloc_copy("CPU & more"));
    record->host.cpus = 2;
    record->emulated = run->is_emulated;
    record->state = run->refused ? RECORD_REFUSED : RECORD_DONE;
    record_set(&record->reason, alloc_copy(run->refused ? run->refused : ""));
    if (run->is_emulated)
        record_set(&record->hypervisor, alloc_copy("QEMU 7.2.22"));
}

void made_overhead_add(struct made_overhead *made, const struct made_overhead_run *run)
{
    size_t place = made->count++;
    struct scenario *scenario = &made->scenarios[place];
    size_t steps = 0;
    cr_assert_lt(place, (size_t)MADE_OVERHEAD_RUNS);
    make_record(&made->records[place], run, place + 1);
    scenario_init(scenario);
    cr_assert_eq(scenario_set(scenario, "load.workload", run->workload, NULL), 0);
    cr_assert_eq(scenario_set(scenario, "load.variant", run->variant, NULL), 0);
    made->steps[place] = alloc_zeroed(DENSITIES * run->repeats + 1, sizeof **made->steps);
    for (uint32_t repeat = 0; repeat < run->repeats; repeat++)
        for (uint32_t d = 0; d < DENSITIES && run->densities[d] && !run->refused; d++)
            made->steps[place][steps++] = make_step(run, d, repeat);
    made->runs[place] =
        (struct side_run){&made->records[place], scenario, made->steps[place], steps};
}

void made_overhead_done(struct made_overhead *made)
{
    for (size_t i = 0; i < made->count; i++) {
        run_record_done(&made->records[i]);
        scenario_done(&made->scenarios[i]);
        step_fixture_steps_done(made->steps[i], made->runs[i].step_count);
        free(made->steps[i]);
    }
    *made = (struct made_overhead){0};
}

void made_overhead_usual(struct made_overhead *made)
{
    const struct made_overhead_run runs[] = {
        {"cpu",
         "integer",
         "native",
         "process",
         "a",
         false,
         NULL,
         {1, 2, 4, 8},
         {8000, 8000, 4000, 2000},
         4,
         0},
        {"cpu",
         "integer",
         "container",
         "container",
         "a",
         false,
         NULL,
         {1, 2, 4, 8},
         {7960, 7960, 3980, 1990},
         4,
         0.01},
        {"cpu",
         "integer",
         "kvm",
         "bare",
         "a",
         false,
         NULL,
         {1, 2, 4, 8},
         {7600, 7600, 3800, 1900},
         4,
         0.01},
        {"cpu",
         "integer",
         "tcg",
         "bare",
         "a",
         true,
         NULL,
         {1, 2, 4, 8},
         {800, 800, 200, 100},
         4,
         0.01},
        {"disk",
         "randread",
         "native",
         "process",
         "b",
         false,
         NULL,
         {1, 2, 4, 8},
         {4000, 4000, 4000, 4000},
         2,
         0},
        {"disk",
         "randread",
         "kvm",
         "bare",
         "b",
         false,
         "KVM runs no Linux here <i>&</i>\nits console",
         {1, 2, 4, 8},
         {0},
         2,
         0},
        {"disk",
         "randread",
         "tcg",
         "appliance",
         "b",
         true,
         NULL,
         {1, 2, 4, 8},
         {400, 400, 400, 400},
         2,
         0.02},
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        made_overhead_add(made, &runs[i]);
}
