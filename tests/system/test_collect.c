// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse collect over a QEMU that somebody else started: what it keeps, how it ends, and what a
// kill leaves.
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"
#include "tests/collector/qemu.h"
#include "tests/system/host.h"
#include "tests/system/program.h"

TestSuite(system_collect, .init = host_make, .fini = host_remove);

#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})

// Points of a series of the first run's step.
static size_t points_of(const char *object, const char *metric)
{
    struct store *store;
    struct step_record *steps = NULL;
    size_t count = 0, points = 0;
    scope_telemetry struct telemetry telemetry = {0};
    if (store_open(host_store(), STORE_READ, &store, NULL) < 0)
        return 0;
    if (store_read_steps(store, 1, &steps, &count, NULL) == 0 && count == 1 &&
        store_read_telemetry(store, steps[0].id, &telemetry, NULL) == 0) {
        const struct telemetry_series *series = telemetry_find(&telemetry, NULL, object, metric);
        points = series ? series->count : 0;
    }
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    free(steps);
    store_close(store);
    return points;
}

Test(system_collect, watches_a_machine_that_somebody_else_started)
{
    pid_t pid = qemu_start("web", 2);
    scope_free char *said = NULL;
    int code = program_run(ARGUMENTS("collect", "--interval", "50ms", "--slow", "100ms", "--for",
                                     "1s", "--connect", "none", "--label", "mine"),
                           &said);
    qemu_end(pid);
    cr_expect_eq(code, 0, "%s", said);
    cr_expect(strstr(said, "vm web: QEMU without KVM (emulation)"), "%s", said);
    cr_expect(strstr(said, "virtual machine"), "%s", said);
    cr_expect_geq(points_of("vm web", "cpu_cores"), 2);
    cr_expect_geq(points_of("vm web vcpu 1", "wait_ratio"), 2);
    cr_expect_geq(points_of("vm web", "memory_pss_bytes"), 1);
    cr_expect_geq(points_of("host", "watch_missed_count"), 2);
    struct host_run run = host_read_run(1);
    cr_expect_eq(run.record.state, RECORD_DONE);
    cr_expect_str_eq(run.record.platform, "host");
    cr_expect(strstr(run.record.answer, "missed"), "%s", run.record.answer);
    cr_assert_eq(run.step_count, 1);
    cr_expect_eq(run.steps[0].kind, RECORD_STEP_COLLECT);
    host_run_done(&run);
}

static void wait_for_points(void)
{
    uint64_t until_ns = clock_monotonic_ns() + 30 * CLOCK_NS_PER_SECOND;
    while (points_of("host", "memory_available_bytes") < 2 && clock_monotonic_ns() < until_ns)
        usleep(20000);
}

static struct program start_for_ever(void)
{
    return program_start(
        ARGUMENTS("collect", "--interval", "20ms", "--flush", "100ms", "--connect", "none"));
}

Test(system_collect, keeps_what_was_written_when_it_is_killed)
{
    struct program program = start_for_ever();
    wait_for_points();
    program_signal(&program, SIGKILL);
    program_wait(&program, clock_monotonic_ns() + 20 * CLOCK_NS_PER_SECOND);
    program_done(&program);
    scope_free char *said = NULL;
    cr_expect_eq(program_run(ARGUMENTS("runs"), &said), 0, "%s", said);
    cr_expect(strstr(said, "was killed"), "%s", said);
    cr_expect_geq(points_of("host", "memory_available_bytes"), 2);
    struct host_run run = host_read_run(1);
    cr_expect_eq(run.record.state, RECORD_INTERRUPTED);
    host_run_done(&run);
}

Test(system_collect, ends_well_at_ctrl_c_when_it_was_to_go_on_for_ever)
{
    struct program program = start_for_ever();
    wait_for_points();
    program_signal(&program, SIGINT);
    cr_expect_eq(program_wait(&program, clock_monotonic_ns() + 20 * CLOCK_NS_PER_SECOND), 0);
    program_done(&program);
    struct host_run run = host_read_run(1);
    cr_expect_eq(run.record.state, RECORD_DONE);
    cr_expect_eq(run.steps[0].state, RECORD_DONE);
    host_run_done(&run);
}
