// SPDX-License-Identifier: GPL-3.0-or-later
// Two sides with real agents and real guests: in turns, stopped as soon as it is decided, in two
// phases, killed and resumed.
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/arm_side.h"
#include "tests/kill/steps.h"
#include "tests/system/host.h"
#include "tests/system/program.h"

TestSuite(system_ab, .init = host_make, .fini = host_remove);

#define SHORT          "--windows", "1", "--window", "50ms", "--warmup", "0", "-q"
#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, SHORT, "--store", host_store(), NULL})
// A change that nothing reaches: whatever the host does, all is the same.
#define COARSE "--threshold", "50%", "--metrics", "memory"

static char *run(int code, const char *const *arguments)
{
    char *said;
    int result = program_run(arguments, &said);
    cr_assert_eq(result, code, "%d: %s", result, said);
    return said;
}

// Which side made each step, in the order in which they were made: "ABBA".
static char *read_order(void)
{
    sqlite3 *db;
    sqlite3_stmt *query;
    char *order = alloc_zeroed(200, 1);
    cr_assert_eq(sqlite3_open(host_store(), &db), SQLITE_OK);
    cr_assert_eq(sqlite3_prepare_v2(db,
                                    "SELECT arm FROM step JOIN run ON run.id = run_id ORDER BY "
                                    "step.id",
                                    -1, &query, NULL),
                 SQLITE_OK);
    for (size_t i = 0; i < 199 && sqlite3_step(query) == SQLITE_ROW; i++)
        order[i] = *(const char *)sqlite3_column_text(query, 0);
    sqlite3_finalize(query);
    sqlite3_close(db);
    return order;
}

Test(system_ab, ends_as_soon_as_it_is_decided)
{
    scope_free char *said =
        run(0, ARGUMENTS("ab", "--platform", "native", "--workload", "null", "--b",
                         "boot.timeout=121s", "--repeats", "4..20", "--densities", "1,2", "--rate",
                         "1k/s", "--threshold", "50%", "--metrics", "achieved"));
    cr_expect(strstr(said, "A: as the scenario says; B: boot.timeout=121s; 4 to 20 blocks"), "%s",
              said);
    cr_expect(strstr(said, "every judged figure has its verdict"), "%s", said);
    scope_free char *order = read_order();
    cr_assert_lt(strlen(order), 2 * 2 * 20, "%s", order);
    for (size_t i = 0; i < strlen(order); i += 2)
        cr_expect_neq(order[i], order[i + 1], "%s", order);
    struct host_run a = host_read_run(1), b = host_read_run(2);
    cr_expect_str_eq(a.record.arm, "A");
    cr_expect_str_eq(b.record.arm, "B: boot.timeout=121s");
    cr_expect_eq(a.record.state, RECORD_DONE);
    cr_expect(strstr(a.record.answer, "B against A after"), "%s", a.record.answer);
    cr_expect_str_eq(a.record.campaign, b.record.campaign);
    host_run_done(&a);
    host_run_done(&b);
    host_expect_clean();
}

Test(system_ab, compare_says_the_same_of_its_runs_later)
{
    scope_free char *said = run(0, ARGUMENTS("ab", "--platform", "native", "--workload", "null",
                                             "--b", "load.threads=2", "--repeats", "2..2", COARSE));
    char *later;
    int code =
        program_run((const char *const[]){"compare", "1", "2", "--threshold", "50%", "--metrics",
                                          "memory", "--store", host_store(), NULL},
                    &later);
    cr_expect_eq(code, 0, "%s", later);
    cr_expect(strstr(later, "in turns"), "%s", later);
    free(later);
}

Test(system_ab, both_are_offered_what_a_can_do)
{
    scope_free char *said =
        run(0, ARGUMENTS("ab", "--platform", "native", "--workload", "null", "--rate", "1%", "--b",
                         "load.threads=1", "--repeats", "2..2", COARSE));
    struct host_run a = host_read_run(1), b = host_read_run(2);
    cr_assert(a.step_count == 3 && b.step_count == 2, "A alone calibrates");
    cr_expect_gt(a.steps[1].rate_hz, 0);
    cr_expect_eq(a.steps[1].rate_hz, b.steps[0].rate_hz);
    cr_expect_eq(a.steps[2].rate_hz, b.steps[1].rate_hz);
    host_run_done(&a);
    host_run_done(&b);
}

// A job that took this for fine would never notice.
Test(system_ab, sides_that_finish_no_block_are_not_fine)
{
    char path[] = "/tmp/fullhouse-ab-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    cr_assert_not_null(file);
    fputs("load: {workload: exec, exec: {program: /bin/false}}\n", file);
    fclose(file);
    scope_free char *said =
        run(2, ARGUMENTS("ab", "--scenario", path, "--platform", "native", "--b",
                         "shape.memory=1GiB", "--repeats", "2", "--densities", "1"));
    cr_expect(strstr(said, "no block was finished: there is nothing to judge"), "%s", said);
    unlink(path);
}

Test(system_ab, a_budget_begins_no_block_that_would_overrun_it)
{
    scope_free char *said =
        run(0, ARGUMENTS("ab", "--platform", "native", "--workload", "null", "--b",
                         "load.threads=1", "--repeats", "90..100", "--budget", "2s", COARSE));
    scope_free char *order = read_order();
    cr_expect(strlen(order) < 200 && strlen(order) % 2 == 0, "%s", order);
    cr_expect(strstr(said, "the budget has no room"), "%s", said);
    host_expect_clean();
}

Test(system_ab, two_phases_are_corrected_by_their_reference)
{
    scope_free char *first = run(0, ARGUMENTS("ab", "--phase", "a", "--platform", "native",
                                              "--workload", "null", "--repeats", "2..3", COARSE));
    cr_expect(strstr(first, "Phase A is run 1, with its reference in run 2: 3 blocks"), "%s",
              first);
    char *second;
    int code = program_run((const char *const[]){"ab", "--phase", "b", "-q", "--threshold", "50%",
                                                 "--metrics", "memory,throughput", "--store",
                                                 host_store(), NULL},
                           &second);
    cr_assert(code == 0 || code == 1, "%d: %s", code, second);
    cr_expect(strstr(second, "The reference, which nothing should have changed"), "%s", second);
    struct host_run a = host_read_run(1), b = host_read_run(3), reference = host_read_run(4);
    cr_expect_str_eq(b.record.arm, "B");
    cr_expect_str_eq(reference.record.arm, "B reference");
    cr_expect_str_eq(reference.record.platform, "native");
    cr_expect_eq(a.record.seed, b.record.seed, "the same load");
    cr_expect_str_neq(a.record.campaign, b.record.campaign);
    host_run_done(&a);
    host_run_done(&b);
    host_run_done(&reference);
    free(second);
    host_expect_clean();
}

Test(system_ab, phase_b_wants_a_phase_a)
{
    scope_free char *said = run(0, ARGUMENTS("ab", "--platform", "native", "--workload", "null",
                                             "--b", "load.threads=2", "--repeats", "2..2", COARSE));
    char *second;
    int code = program_run(
        (const char *const[]){"ab", "--phase", "b", "--store", host_store(), NULL}, &second);
    cr_expect_eq(code, 2, "%s", second);
    cr_expect(strstr(second, "there is no phase A yet"), "%s", second);
    free(second);
}

// --- killed and resumed -------------------------------------------------------------------------

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
        "UPDATE run SET state = 'interrupted', reason = 'its process was killed', answer = ''",
        steps);
    change_store(text);
}

Test(system_ab, goes_on_in_its_order_after_a_kill)
{
    scope_free char *first =
        run(0, ARGUMENTS("ab", "--platform", "native", "--workload", "null", "--rate", "1%", "--b",
                         "load.threads=1", "--repeats", "3..3", "--densities", "1,2", COARSE));
    scope_free char *calm = read_order();
    for (size_t kept = 0; kept < strlen(calm); kept += 5) {
        cut_after(kept);
        char *said;
        int code = program_run(
            (const char *const[]){"ab", "--resume", "-q", "--store", host_store(), NULL}, &said);
        cr_assert_eq(code, 0, "%d: %s", code, said);
        cr_expect(strstr(said, "Of 2 figures"), "judged as it was begun: %s", said);
        free(said);
        scope_free char *again = read_order();
        cr_assert_str_eq(again, calm, "after %zu steps", kept);
    }
    host_expect_clean();
}

Test(system_ab, resumes_nothing_of_another_command)
{
    char *first; // whatever it came to
    program_run(ARGUMENTS("bench", "--platform", "native", "--workload", "null", "--densities", "1",
                          "--repeats", "1"),
                &first);
    free(first);
    change_store("UPDATE run SET state = 'interrupted', reason = 'its process was killed', "
                 "answer = ''");
    scope_free char *said =
        run(2, (const char *const[]){"ab", "--resume", "-q", "--store", host_store(), NULL});
    cr_expect(strstr(said, "run 1 is none of an ab"), "%s", said);
}

// --- guests -------------------------------------------------------------------------------------

Test(system_ab, two_machines_of_qemu_are_told_apart_in_what_is_recorded)
{
    host_need_emulation();
    scope_free char *said =
        run(0, ARGUMENTS("ab", "--platform", "tcg", "--guest", "bare", "--workload", "null",
                         "--memory", "16MiB", "--a", "machine=pc", "--b", "machine=q35",
                         "--repeats", "2..2", COARSE));
    struct host_run a = host_read_run(1), b = host_read_run(2);
    cr_expect(strstr(a.record.hypervisor, ", machine pc, "), "%s", a.record.hypervisor);
    cr_expect(strstr(b.record.hypervisor, ", machine q35, "), "%s", b.record.hypervisor);
    cr_expect(strstr(said, "machine: pc -> q35"), "%s", said);
    host_run_done(&a);
    host_run_done(&b);
    host_expect_clean();
}
