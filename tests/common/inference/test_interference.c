// SPDX-License-Identifier: GPL-3.0-or-later
// The matrix of neighbours from made-up pairs: ratios within boots, gaps, absence, the sentence.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/interference.h"
#include "common/model/scenario.h"
#include "tests/common/inference/step_fixture.h"

static struct scenario scenario;
static struct step_record steps[64];
static size_t step_count;

static void set_up(void)
{
    scenario_init(&scenario);
    cr_assert_eq(scenario_set(&scenario, "interference", "cpu,memory:triad,os:switch", NULL), 0);
    step_count = 0;
}

static void tear_down(void)
{
    step_fixture_steps_done(steps, step_count);
    scenario_done(&scenario);
}

TestSuite(inference_interference, .init = set_up, .fini = tear_down);

static struct step_record *add(uint32_t boot, const char *victim, const char *aggressor,
                               uint64_t operations, uint64_t latency_ns)
{
    struct step_record *step = &steps[step_count++];
    *step = step_fixture_make(&(struct step_fixture){
        .guests = 2, .repeat = boot, .operations = operations, .latency_ns = latency_ns});
    step->kind = RECORD_STEP_INTERFERENCE;
    record_set(&step->guest_list[0].role, alloc_copy("victim"));
    record_set(&step->guest_list[0].load, alloc_copy(victim));
    record_set(&step->guest_list[1].role, alloc_copy("aggressor"));
    record_set(&step->guest_list[1].load, alloc_copy(aggressor));
    return step;
}

static void add_all(void)
{
    static const uint64_t boots[] = {1000, 2000, 800}; // hosts differ from boot to boot
    for (uint32_t b = 0; b < 3; b++) {
        add(b, "cpu", "idle", boots[b], 10000);
        add(b, "cpu", "cpu", boots[b], 10000);
        add(b, "cpu", "memory:triad", boots[b] / 2, 30000);
        add(b, "memory:triad", "idle", boots[b] * 3, 5000);
        add(b, "memory:triad", "cpu", boots[b] * 3, 5000);
    }
}

static void add_absent(void)
{
    struct step_record *step = &steps[step_count++];
    *step = step_fixture_make(&(struct step_fixture){.guests = 1, .operations = 1});
    step->kind = RECORD_STEP_INTERFERENCE;
    step->state = RECORD_REFUSED;
    record_set(&step->reason, alloc_copy("no such workload"));
    record_set(&step->guest_list[0].role, alloc_copy("victim"));
    record_set(&step->guest_list[0].load, alloc_copy("os:switch"));
}

Test(inference_interference, ratios_are_taken_within_boots)
{
    struct interference interference;
    add_all();
    interference_init(&interference, &scenario, steps, step_count);
    cr_assert_eq(interference.count, 3);
    cr_expect_str_eq(interference.workloads[1].name, "memory:triad");
    const struct interference_cell *hurt = interference_cell_of(&interference, 0, 1);
    cr_expect_eq(hurt->boots, 3);
    cr_expect_float_eq(hurt->throughput_ratio.value, 0.5, 1e-9);
    cr_expect_float_eq(hurt->throughput_ratio.high, 0.5, 1e-9, "whatever the boot");
    cr_expect_float_eq(hurt->p99_ratio.value, 3, 0.02);
    cr_expect_float_eq(interference_cell_of(&interference, 0, 0)->throughput_ratio.value, 1, 1e-9);
    cr_expect_float_eq(interference.workloads[0].throughput_hz, cbrt(1000.0 * 2000 * 800), 1e-6);
    cr_expect(isnan(interference_cell_of(&interference, 1, 1)->throughput_ratio.value),
              "never measured");
    interference_done(&interference);
}

Test(inference_interference, absence_has_its_reason)
{
    struct interference interference;
    add_all();
    add_absent();
    interference_init(&interference, &scenario, steps, step_count);
    cr_expect_str_eq(interference.workloads[2].absent, "no such workload");
    cr_expect_null(interference.workloads[0].absent);
    cr_expect(isnan(interference_cell_of(&interference, 2, 0)->throughput_ratio.value));
    cr_expect(isnan(interference.workloads[2].throughput_hz));
    interference_done(&interference);
}

Test(inference_interference, steps_that_failed_do_not_count)
{
    struct interference interference;
    add_all();
    add(1, "cpu", "memory:triad", 1, 1)->state = RECORD_FAILED;
    interference_init(&interference, &scenario, steps, step_count);
    cr_expect_float_eq(interference_cell_of(&interference, 0, 1)->throughput_ratio.value, 0.5,
                       1e-9);
    interference_done(&interference);
}

Test(inference_interference, its_sentence_names_the_worst_pair)
{
    struct interference interference;
    interference_init(&interference, &scenario, steps, step_count);
    scope_free char *none = interference_sentence(&interference, false);
    cr_expect(strstr(none, "No pair"), "%s", none);
    interference_done(&interference);
    add_all();
    interference_init(&interference, &scenario, steps, step_count);
    scope_free char *worst = interference_sentence(&interference, true);
    cr_expect(strstr(worst, "Under emulation (TCG): Of 3 pairs of neighbours memory:triad slows "
                            "cpu most: it keeps 0.5x"),
              "%s", worst);
    interference_done(&interference);
}

Test(inference_interference, other_runs_have_none)
{
    struct scenario plain;
    struct interference interference;
    scenario_init(&plain);
    add_all();
    interference_init(&interference, &plain, steps, step_count);
    cr_expect_eq(interference.count, 0);
    interference_done(&interference);
    interference_done(NULL);
    scenario_done(&plain);
}
