// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of every kind that stopped somewhere and go on: the steps are those of a run that was left
// in peace, none is made twice, the pace is the old one, and who may not go on is told why.
#include <criterion/criterion.h>
#include <inttypes.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"
#include "tests/kill/rounds.h"
#include "tests/kill/steps.h"
#include "tests/system/host.h"
#include "tests/system/program.h"

TestSuite(system_resume, .init = host_make, .fini = host_remove);

#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, "--store", host_store(), NULL})

static void change_store(const char *text)
{
    sqlite3 *db;
    char *why = NULL;
    cr_assert_eq(sqlite3_open(host_store(), &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    cr_assert_eq(sqlite3_exec(db, text, NULL, NULL, &why), SQLITE_OK, "%s", why);
    sqlite3_close(db);
}

// As a process leaves it that was killed after so many steps.
static void cut_after(size_t steps)
{
    scope_free char *text = alloc_printf(
        "DELETE FROM step WHERE id > (SELECT max(id) FROM (SELECT id FROM step ORDER BY id "
        "LIMIT %zu));"
        "UPDATE step SET verdict = '' WHERE id = (SELECT max(id) FROM step);"
        "UPDATE run SET state = 'interrupted', reason = 'its process was killed', answer = ''",
        steps);
    change_store(text);
}

// Whether the host was good enough (1) is not what is asked here.
static char *resume(int code, const char *const *arguments)
{
    char *said;
    int result = program_run(arguments, &said);
    cr_assert(result == code || (code == 0 && result == 1), "%d: %s", result, said);
    return said;
}

static char *read_steps(size_t *ret_count)
{
    struct err err = {0};
    char *steps = NULL;
    int result = kill_steps_read(host_store(), &steps, ret_count, &err);
    cr_assert_eq(result, 0, "%s", err_text(&err));
    return steps;
}

// The first step of its ladder is offered what the last is.
static void expect_one_pace(void)
{
    struct host_run run = host_read_run(1);
    double rate_hz = 0;
    for (size_t i = 0; i < run.step_count; i++) {
        if (run.steps[i].kind != RECORD_STEP_LADDER || run.steps[i].rate_hz <= 0)
            continue;
        cr_assert(rate_hz == 0 || run.steps[i].rate_hz == rate_hz, "%g, %g", rate_hz,
                  run.steps[i].rate_hz);
        rate_hz = run.steps[i].rate_hz;
    }
    host_run_done(&run);
}

static void expect_goes_on(const char *const *arguments, size_t kept)
{
    size_t count = 0, again = 0;
    scope_free char *first = resume(0, arguments);
    scope_free char *calm = read_steps(&count);
    cr_assert_gt(count, kept, "%s", calm);
    cut_after(kept);
    scope_free char *said = resume(0, ARGUMENTS("bench", "--resume"));
    scope_free char *reused = alloc_printf("resumed run 1: %zu step%s", kept, kept == 1 ? "" : "s");
    cr_assert(kept == 0 || strstr(said, reused), "%s", said);
    scope_free char *resumed = read_steps(&again);
    scope_free char *difference = kill_steps_differ(calm, resumed);
    cr_assert_null(difference, "%s", difference);
    expect_one_pace();
    host_expect_clean();
}

Test(system_resume, a_ladder_goes_on_from_any_step)
{
    for (size_t kept = 0; kept < 4; kept++) { // one guest calibrates, then boots three times
        expect_goes_on(ARGUMENTS("bench", "--platform", "native", "--workload", "cpu", "--rate",
                                 "5%", "--guests", "1..1", "--repeats", "3..3", "--windows", "1",
                                 "--window", "100ms", "--warmup", "1", "--slo", "throughput>=1"),
                       kept);
        unlink(host_store());
    }
}

Test(system_resume, densities_as_they_are_go_on_within_a_round)
{
    expect_goes_on(ARGUMENTS("bench", "--platform", "native", "--workload", "null", "--rate",
                             "500/s", "--densities", "1,2,3", "--repeats", "2..2", "--windows", "1",
                             "--window", "50ms", "--warmup", "0"),
                   4);
}

Test(system_resume, neighbours_go_on_within_a_boot)
{
    expect_goes_on(ARGUMENTS("interference", "--workloads", "null,os:timer", "--platform", "native",
                             "--rate", "5%", "--repeats", "1..1", "--windows", "1", "--window",
                             "100ms", "--warmup", "1"),
                   4);
}

Test(system_resume, a_curve_goes_on_with_the_sizes_that_are_left)
{
    expect_goes_on(ARGUMENTS("curve", "--platform", "native", "--sizes", "16KiB..64KiB",
                             "--repeats", "2..2", "--windows", "1", "--window", "50ms", "--warmup",
                             "0"),
                   7);
}

static void finish_one(void)
{
    scope_free char *said = resume(
        0, ARGUMENTS("bench", "--platform", "native", "--workload", "null", "--rate", "500/s",
                     "--guests", "1..1", "--repeats", "2..2", "--windows", "1", "--window", "50ms",
                     "--warmup", "0", "--slo", "throughput>=1", "--label", "mine"));
}

Test(system_resume, what_has_ended_is_left_alone)
{
    finish_one();
    scope_free char *said = resume(0, ARGUMENTS("bench", "--resume=mine"));
    cr_assert_not_null(strstr(said, "run 1 is done: there is nothing to resume"), "%s", said);
}

Test(system_resume, what_has_changed_is_told_and_passed_over_only_when_asked)
{
    finish_one();
    cut_after(1);
    change_store("UPDATE run SET tool_version = '0.0.1'; UPDATE host SET kernel = '2.0.40'");
    scope_free char *said = resume(3, ARGUMENTS("bench", "--resume", "1"));
    cr_assert_not_null(strstr(said, "kernel: 2.0.40 then, "), "%s", said);
    cr_assert_not_null(strstr(said, "fullhouse: 0.0.1 then, "), "%s", said);
    struct host_run run = host_read_run(1);
    cr_assert_eq(run.record.state, RECORD_INTERRUPTED, "untouched");
    cr_assert_eq(run.step_count, 1);
    host_run_done(&run);
    scope_free char *anyway = resume(0, ARGUMENTS("bench", "--resume", "1", "--resume-anyway"));
    cr_assert_not_null(strstr(anyway, "goes on although this has changed: kernel: 2.0.40 then"),
                       "%s", anyway);
}

Test(system_resume, a_living_run_is_nobody_elses)
{
    struct program program = program_start(
        ARGUMENTS("bench", "--platform", "native", "--workload", "null", "--guests", "1..1",
                  "--repeats", "1..1", "--windows", "100", "--window", "100ms", "--warmup", "0"));
    uint64_t deadline_ns = clock_monotonic_ns() + 20 * CLOCK_NS_PER_SECOND;
    while (host_run_count() == 0 && program_wait(&program, clock_monotonic_ns()) == -1)
        cr_assert_lt(clock_monotonic_ns(), deadline_ns);
    scope_free char *said = resume(3, ARGUMENTS("bench", "--resume"));
    cr_assert_not_null(strstr(said, "run 1 is still under way in another process"), "%s", said);
    program_signal(&program, SIGINT);
    cr_assert_eq(program_wait(&program, deadline_ns), 130);
    program_done(&program);
    // What the user interrupted goes on, too; this one has no step yet.
    struct program again = program_start(ARGUMENTS("bench", "--resume"));
    while (!strstr(said, "no step had been finished")) {
        cr_assert_lt(clock_monotonic_ns(), deadline_ns, "%s", said);
        free(said);
        said = program_said(&again);
    }
    program_signal(&again, SIGINT);
    cr_assert_eq(program_wait(&again, deadline_ns), 130);
    program_done(&again);
}

Test(system_resume, lives_begin_anew)
{
    scope_free char *life = resume(0, ARGUMENTS("lifecycle", "--platform", "native", "--guests",
                                                "1", "--repeats", "1", "--rounds", "1"));
    change_store("UPDATE run SET state = 'interrupted'");
    scope_free char *said = resume(2, ARGUMENTS("bench", "--resume"));
    cr_assert_not_null(strstr(said, "run 1 is one of lives, which begin anew: fullhouse lifecycle"),
                       "%s", said);
}

Test(system_resume, killed_at_random_moments_it_makes_the_steps_of_one_left_in_peace)
{
    struct kill_score score;
    struct err err = {0};
    const struct kill_plan plan = {
        .build = TEST_BUILD_DIR,
        .folder = tree_root(),
        .platforms = "native",
        .workload = "idle",
        .guests_max = "4",
        .window = "100ms",
        .kills = 3,
        .seed = clock_monotonic_ns(),
    };
    int result = kill_rounds(&plan, &score, &err);
    cr_assert_eq(result, 0, "moments from seed %" PRIu64 ": %s", plan.seed, err_text(&err));
    cr_assert_eq(score.kills, 3);
}
