// SPDX-License-Identifier: GPL-3.0-or-later
// Neighbours as real processes, pair by pair: all pairs are there, one that cannot run is absent.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/inference/interference.h"
#include "tests/system/host.h"

TestSuite(system_interference, .init = host_make, .fini = host_remove);

static void read_list(struct scenario *scenario, const char *list)
{
    struct err err = {0};
    host_scenario(scenario, "native", 1);
    scenario->repeats_min = scenario->repeats_max = 2;
    scenario->windows = 4; // so that a busy machine does not leave one of them without operations
    scenario->load.working_set_bytes = 1 << 20;
    cr_assert_eq(scenario_set(scenario, "interference", list, &err), 0, "%s", err_text(&err));
}

static struct interference interference_of(const struct host_run *run)
{
    struct scenario stored;
    struct interference interference;
    scenario_init(&stored);
    cr_assert_eq(scenario_load_text(&stored, "stored", run->record.scenario, NULL), 0);
    interference_init(&interference, &stored, run->steps, run->step_count);
    scenario_done(&stored);
    return interference;
}

static void expect_cell(const struct interference *interference, size_t victim, size_t aggressor)
{
    const struct interference_cell *cell = interference_cell_of(interference, victim, aggressor);
    cr_assert_eq(cell->boots, 2);
    cr_assert(cell->throughput_ratio.value > 0 && isfinite(cell->throughput_ratio.value));
    cr_assert(cell->throughput_ratio.low <= cell->throughput_ratio.value);
    cr_assert(cell->throughput_ratio.high >= cell->throughput_ratio.value);
    cr_assert(isfinite(cell->p99_ratio.value));
}

Test(system_interference, has_every_ordered_pair_of_every_boot)
{
    struct scenario scenario;
    read_list(&scenario, "null,memory:copy");
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_eq(run.step_count, 2 * 2 * 3, "two boots, two victims, two neighbours and idle");
    struct interference interference = interference_of(&run);
    for (size_t v = 0; v < 2; v++)
        for (size_t a = 0; a < 2; a++)
            expect_cell(&interference, v, a);
    for (size_t s = 1; s < 6; s++) // the first boot's: nobody was started anew
        cr_assert_eq(run.steps[s].guest_list[0].boot_ns, run.steps[0].guest_list[0].boot_ns);
    cr_assert_str_neq(run.record.answer, "");
    interference_done(&interference);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_interference, a_share_of_a_rate_is_of_what_each_does_alone)
{
    struct scenario scenario;
    read_list(&scenario, "null,cpu");
    scenario.repeats_min = 1;
    cr_assert_eq(scenario_set(&scenario, "load.rate", "10%", NULL), 0);
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_eq(run.step_count, 2 + 2 * 3);
    cr_assert_eq(run.steps[0].kind, RECORD_STEP_CALIBRATE);
    cr_assert_eq(run.steps[2].kind, RECORD_STEP_INTERFERENCE);
    cr_assert_not_null(strstr(run.said, "null alone does"), "%s", run.said);
    cr_assert_not_null(strstr(run.said, "cpu alone does"), "%s", run.said);
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_interference, what_cannot_run_is_absent_and_the_rest_goes_on)
{
    struct scenario scenario;
    read_list(&scenario, "memory:copy,null");
    scenario.load.working_set_bytes = UINT64_C(1) << 44; // of no use to null
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    struct interference interference = interference_of(&run);
    cr_assert_not_null(interference.workloads[0].absent);
    cr_assert_not_null(strstr(interference.workloads[0].absent, "working set"), "%s",
                       interference.workloads[0].absent);
    cr_assert_null(interference.workloads[1].absent);
    expect_cell(&interference, 1, 1);
    cr_assert(isnan(interference_cell_of(&interference, 1, 0)->throughput_ratio.value));
    cr_assert_not_null(strstr(run.said, "memory:copy is absent: "), "%s", run.said);
    interference_done(&interference);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_interference, ends_where_nothing_can_run)
{
    struct scenario scenario;
    read_list(&scenario, "null,cpu");
    struct host_run run = host_carry_out(&scenario, "die-prepare");
    cr_assert_lt(run.result, 0);
    cr_assert_not_null(strstr(run.error, "none of these workloads"), "%s", run.error);
    cr_assert_eq(run.record.state, RECORD_FAILED);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_interference, guests_that_die_under_load_end_it)
{
    struct scenario scenario;
    read_list(&scenario, "null,cpu");
    struct host_run run = host_carry_out(&scenario, "die-window");
    cr_assert_lt(run.result, 0);
    cr_assert_not_null(strstr(run.error, "lost again and again"), "%s", run.error);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}
