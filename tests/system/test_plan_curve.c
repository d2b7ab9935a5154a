// SPDX-License-Identifier: GPL-3.0-or-later
// A real run of native guests, from bench to a curve: whatever the host's other work makes of its
// figures, the curve says what the run's verdicts say.
#include <criterion/criterion.h>
#include <math.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/inference/maximum.h"
#include "common/store/store.h"
#include "planner/curve/curve.h"
#include "tests/system/host.h"

TestSuite(system_plan_curve, .init = host_make, .fini = host_remove);

// A closed load of one guest keeps its own level by definition: something always holds.
static void make_run(void)
{
    struct scenario scenario;
    struct err err = {0};
    host_scenario(&scenario, "native", 3);
    scenario.repeats_min = scenario.repeats_max = 2;
    record_set(&scenario.label, alloc_copy("web"));
    record_set(&scenario.load.workload, alloc_copy("cpu"));
    slo_done(&scenario.slo);
    cr_assert_eq(slo_parse("retained>=40%", &scenario.slo, &err), 0);
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    host_run_done(&run);
    scenario_done(&scenario);
}

static void expect_agrees(const struct density_curve *curve)
{
    struct host_run run = host_read_run(curve->run.id);
    struct density *densities = NULL;
    size_t count = 0;
    const struct sequential_plan looks = sequential_plan_of(&curve->scenario);
    density_compute_run(run.steps, run.step_count, scenario_slo(&curve->scenario), &looks,
                        run.record.seed, &densities, &count);
    const struct maximum maximum = maximum_of(densities, count);
    cr_assert_geq(maximum.guests, 1);
    cr_expect_geq(curve->guests.low, maximum.guests);
    cr_expect_eq(curve->is_at_least, !maximum.breaking);
    cr_expect(!maximum.failing || curve->guests.high < maximum.failing->guests);
    cr_expect_eq(curve->point_count, count);
    density_free(densities, count);
    host_run_done(&run);
}

Test(system_plan_curve, a_native_run_says_what_its_verdicts_say)
{
    struct store *store = NULL;
    struct curves curves = {0};
    struct err err = {0};
    make_run();
    cr_assert_eq(store_open(host_store(), STORE_READ, &store, &err), 0, "%s", err_text(&err));
    cr_assert_eq(curves_read(store, "web", NULL, &curves, &err), 0, "%s", err_text(&err));
    cr_assert_eq(curves.count, 1);
    const struct density_curve *curve = &curves.list[0];
    expect_agrees(curve);
    cr_expect_gt(curve->points[0].busy_cores.value, 0);
    cr_expect_gt(curve->memory_bytes.value, 0);
    cr_expect_gt(curve->throughput_hz.value, 0);
    cr_expect_gt(curve->alone_hz.value, 0);
    cr_expect_gt(curve->cores, 0);
    curves_done(&curves);
    store_close(store);
}
