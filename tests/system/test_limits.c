// SPDX-License-Identifier: GPL-3.0-or-later
// Open ladders with real processes, up to a limit of this host that the test has made small.
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "tests/system/host.h"

TestSuite(alone_limits, .init = host_make, .fini = host_remove);

static void idle_scenario(struct scenario *scenario)
{
    host_scenario(scenario, "native", SCENARIO_GUESTS_LIMIT);
    record_set(&scenario->load.workload, alloc_copy("idle"));
    scenario->warmup_max_windows = 0;
}

// The last of them: what was refused before may have been tried since.
static const struct step_record *find_refused(const struct host_run *run)
{
    for (size_t i = run->step_count; i > 0; i--)
        if (run->steps[i - 1].state == RECORD_REFUSED)
            return &run->steps[i - 1];
    return NULL;
}

// So many beside what is open now and what Fullhouse holds back; for good.
static void leave_descriptors(uint64_t count)
{
    const struct procfs here = {.root = ""};
    uint64_t used = 0;
    cr_assert_eq(procfs_count(&here, "/proc/self/fd", &used, NULL), 0);
    const struct rlimit limit = {used + 64 + count, used + 64 + count};
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

Test(alone_limits, descriptors_come_first_when_they_are_few)
{
    struct scenario scenario;
    leave_descriptors(200); // a guest that is watched takes several
    idle_scenario(&scenario);
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_eq(run.record.state, RECORD_DONE);
    uint32_t maximum = run.outcome.runs[0].maximum;
    cr_assert(maximum > 8 && maximum <= 200, "%u", maximum);
    const struct step_record *refused = find_refused(&run);
    cr_assert_not_null(refused);
    cr_assert_eq(strncmp(refused->reason, "descriptors: ", 13), 0, "%s", refused->reason);
    cr_assert_not_null(strstr(refused->reason, "(measured)"), "%s", refused->reason);
    cr_assert_not_null(strstr(refused->reason, "RLIMIT_NOFILE"), "%s", refused->reason);
    cr_assert_not_null(strstr(run.record.answer, refused->reason), "%s; %s", run.record.answer,
                       refused->reason);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(alone_limits, memory_comes_first_when_most_of_it_is_held_back)
{
    struct scenario scenario;
    idle_scenario(&scenario);
    scenario.reserve_bytes = UINT64_C(1) << 60;
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_lt(run.result, 0);
    cr_assert_not_null(strstr(run.error, "no room for 1 guest: memory: "), "%s", run.error);
    const struct step_record *refused = find_refused(&run);
    cr_assert_not_null(refused);
    cr_assert_eq(refused->guest_count, 0);
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(alone_limits, a_ladder_of_idle_guests_needs_no_service_level)
{
    struct scenario scenario;
    leave_descriptors(60);
    idle_scenario(&scenario);
    cr_assert_eq(scenario_set(&scenario, "slo", "p99<=3x", NULL), 0);
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    cr_assert_not_null(strstr(run.said, "the service levels do not apply"), "%s", run.said);
    cr_assert_not_null(strstr(run.record.answer, "idle"), "%s", run.record.answer);
    cr_assert_geq(run.outcome.runs[0].maximum, 2);
    host_run_done(&run);
    scenario_done(&scenario);
}
