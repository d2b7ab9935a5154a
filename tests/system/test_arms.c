// SPDX-License-Identifier: GPL-3.0-or-later
// Sweeps with real agents and real guests: arms in turns, one that is absent, a ratio instead of
// guests, pairs that are alike, and page merging put back.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/page_merging.h"
#include "bench/workspace.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/scenario_arm.h"
#include "common/store/store.h"
#include "reports/document.h"
#include "reports/comparison.h"
#include "tests/system/host.h"

TestSuite(system_arms, .init = host_make, .fini = host_remove);

static struct scenario small(const char *platform)
{
    struct scenario scenario;
    host_scenario(&scenario, platform, 2);
    scenario.repeats_min = scenario.repeats_max = 2;
    scenario.windows = 1;
    return scenario;
}

static void load_document(const struct host_run *run, struct document *document)
{
    struct store *store;
    struct err err = {0};
    int64_t ids[SCENARIO_ARMS_MAX];
    for (size_t i = 0; i < run->outcome.count; i++)
        ids[i] = run->outcome.runs[i].id;
    cr_assert_eq(store_open(host_store(), STORE_READ, &store, &err), 0, "%s", err_text(&err));
    cr_assert_eq(document_load(store, ids, run->outcome.count, document, &err), 0, "%s",
                 err_text(&err));
    store_close(store);
}

Test(system_arms, a_sweep_is_one_campaign_put_over_its_first_arm)
{
    struct scenario scenario = small("native");
    cr_assert_eq(scenario_sweep(&scenario, "load.threads", "1,2", NULL), 0);
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_eq(run.outcome.count, 2);
    cr_expect_str_eq(run.record.arm, "load.threads=1");
    cr_expect(strstr(run.said, "2 arms"), "%s", run.said);
    scope_document struct document document = {0};
    load_document(&run, &document);
    cr_expect(document.campaign);
    cr_assert_eq(document.comparison_count, 1);
    cr_expect_null(document.comparisons[0].reason, "loads differ: that is what one asks for");
    cr_expect_str_eq(document.comparisons[0].note, "differs in: load");
    cr_expect_eq(document.comparisons[0].row_count, 2);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

static uint32_t guests_of(const struct host_run *run, size_t step)
{
    cr_assert_lt(step, run->step_count);
    return run->steps[step].guests;
}

// Arm by arm the same densities in the same rounds and the same order.
Test(system_arms, densities_as_they_are_are_measured_by_all_arms_alike)
{
    struct scenario scenario = small("native");
    cr_assert_eq(scenario_set(&scenario, "densities", "1,3,4", NULL), 0);
    cr_assert_eq(scenario_sweep(&scenario, "load.threads", "1,2", NULL), 0);
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    struct host_run other = host_read_run(run.outcome.runs[1].id);
    cr_assert(run.step_count == 6 && other.step_count == 6);
    for (size_t i = 0; i < 6; i++) {
        cr_expect_eq(guests_of(&run, i), guests_of(&other, i));
        cr_expect_eq(run.steps[i].repeat, i / 3);
    }
    host_expect_clean();
    host_run_done(&other);
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_arms, what_the_host_lacks_is_absent_and_the_others_go_on)
{
    struct scenario scenario = small("native");
    cr_assert_eq(scenario_sweep(&scenario, "memory.backing", "huge,plain", NULL), 0);
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_eq(run.outcome.count, 2);
    cr_expect(run.outcome.runs[0].is_absent && !run.outcome.runs[1].is_absent);
    cr_expect_eq(run.record.state, RECORD_REFUSED);
    cr_expect(strstr(run.record.reason, "native has no guest memory"), "%s", run.record.reason);
    scope_document struct document document = {0};
    load_document(&run, &document);
    cr_expect_eq(document.base, 1, "the first that was measured");
    cr_expect(strstr(document.runs[0].answer, "Absent on this host"), "%s",
              document.runs[0].answer);
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_arms, where_no_arm_can_be_had_nothing_is_stored)
{
    struct scenario scenario = small("native");
    cr_assert_eq(scenario_sweep(&scenario, "memory.backing", "huge,balloon", NULL), 0);
    struct host_run run = host_carry_out(&scenario, "");
    cr_expect_lt(run.result, 0);
    cr_expect(strstr(run.error, "memory.backing=huge: memory backing huge"), "%s", run.error);
    cr_expect_eq(run.outcome.count, 0);
    cr_expect_eq(host_run_count(), 0);
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(system_arms, a_ratio_tells_both)
{
    struct scenario scenario = small("native");
    cr_assert_eq(scenario_set(&scenario, "overcommit", "1", NULL), 0);
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_gt(run.record.usable_cpus, 0);
    double guests = run.record.usable_cpus < 1 ? 1 : run.record.usable_cpus;
    cr_expect_float_eq(run.outcome.runs[0].wanted, guests, 0.51);
    cr_expect(strstr(run.said, "vCPUs a CPU"), "%s", run.said);
    cr_expect(strstr(run.record.scenario, "overcommit:"), "%s", run.record.scenario);
    if (run.outcome.runs[0].maximum > 0)
        cr_expect(strstr(run.record.answer, "vCPUs a CPU"), "%s", run.record.answer);
    host_run_done(&run);
    scenario_done(&scenario);
}

// --- page merging -------------------------------------------------------------------------------

static char *merging_state(void)
{
    char *text = NULL;
    cr_assert_eq(path_read("/sys/kernel/mm/ksm/pages_to_scan", 64, &text, NULL, NULL), 0);
    return text;
}

TestSuite(alone_merging, .init = host_make, .fini = host_remove);

Test(alone_merging, settings_are_put_back_also_after_a_kill)
{
    struct workspace workspace = {.lock_fd = -1};
    struct page_merging merging = {.lock_fd = -1}, second = {.lock_fd = -1};
    struct err err = {0};
    if (page_merging_check(NULL) < 0) {
        host_remove();
        cr_skip_test("no KSM here that we may switch");
    }
    scope_free char *before = merging_state();
    cr_assert_eq(workspace_open(&workspace, &err), 0, "%s", err_text(&err));
    cr_assert_eq(page_merging_begin(&merging, &workspace, &err), 0, "%s", err_text(&err));
    scope_free char *during = merging_state();
    cr_expect_str_eq(during, "1250\n");
    cr_expect_lt(page_merging_begin(&second, &workspace, NULL), 0, "one at a time");
    cr_expect_eq(page_merging_sweep(&workspace), 0, "its run lives");
    close(merging.lock_fd); // as the end of its process does
    cr_expect_eq(page_merging_sweep(&workspace), 1);
    scope_free char *after = merging_state();
    cr_expect_str_eq(after, before);
    cr_expect_eq(page_merging_sweep(&workspace), 0, "once");
    free(merging.note);
    workspace_close(&workspace);
}
