// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse overhead with real guests: every form of one session, one that goes on, what is passed
// over, a budget.
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/system/host.h"
#include "tests/system/program.h"

TestSuite(system_overhead, .init = host_make, .fini = host_remove);

#define OVERHEAD(...)                                                                              \
    ((const char *const[]){"overhead", "--windows", "2", "--window", "50ms", "--warmup", "1",      \
                           "--store", host_store(), __VA_ARGS__, NULL})

// Two platforms that any host of a test has, and quickly.
static const char *two_platforms(void)
{
    const char *processes = host_processes();
    if (strchr(processes, ','))
        return processes;
    host_need_emulation();
    return "native,tcg/bare";
}

static char *run(int code, const char *const *arguments)
{
    char *said;
    int result = program_run(arguments, &said);
    cr_assert_eq(result, code, "%d: %s", result, said);
    return said;
}

static void expect(const char *text, const char *part)
{
    cr_expect_not_null(strstr(text, part), "'%s' is not in:\n%s", part, text);
}

// Rows of throughput with that many boots.
static size_t count_rows(const char *csv, const char *boots)
{
    size_t rows = 0;
    for (const char *row = csv; (row = strstr(row, ",throughput,1/s,1,")); row++) {
        const char *at = row + strlen(",throughput,1/s,1,");
        at += strcspn(at, ",") + 1;
        rows += strncmp(at, boots, strlen(boots)) == 0;
    }
    return rows;
}

static void change_store(const char *text)
{
    sqlite3 *db;
    char *why = NULL;
    cr_assert_eq(sqlite3_open(host_store(), &db), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    cr_assert_eq(sqlite3_exec(db, text, NULL, NULL, &why), SQLITE_OK, "%s", why);
    sqlite3_close(db);
}

Test(system_overhead, a_session_is_told_in_every_form_and_told_again)
{
    const char *platforms = two_platforms();
    scope_free char *page = alloc_printf("%s.html", host_store());
    scope_free char *said = run(0, OVERHEAD("--platforms", platforms, "--workloads", "null,cpu",
                                            "--densities", "1,2", "--repeats", "2"));
    expect(said, "load 2 of 2, cpu:integer: ");
    expect(said, "Of native's throughput with 1 guest, over 2 loads: ");
    scope_free char *csv = run(0, OVERHEAD("--from", "latest", "-f", "csv"));
    cr_expect_eq(count_rows(csv, "2,"), 4, "%s", csv);
    scope_free char *json = run(0, OVERHEAD("--from", "overhead", "--json"));
    expect(json, "\"load\": \"null:empty\"");
    scope_free char *markdown = run(0, OVERHEAD("--from", "1", "-f", "markdown"));
    expect(markdown, "| cpu:integer |");
    scope_free char *told = run(0, OVERHEAD("--from", "latest", "--html", page));
    expect(told, "Platforms");
    cr_expect(path_exists(page));
    host_expect_clean();
}

// As a process leaves it that was killed within the first of two workloads.
Test(system_overhead, one_that_was_stopped_goes_on)
{
    const char *platforms = two_platforms();
    scope_free char *first = run(0, OVERHEAD("--platforms", platforms, "--workloads", "null,cpu",
                                             "--densities", "1,2", "--repeats", "2", "-q"));
    change_store("DELETE FROM run WHERE id > 2;"
                 "DELETE FROM step WHERE id > (SELECT max(id) FROM (SELECT id FROM step ORDER BY "
                 "id LIMIT 3));"
                 "UPDATE run SET state = 'interrupted', reason = 'its process was killed'");
    scope_free char *said = run(0, OVERHEAD("--platforms", platforms, "--workloads", "null,cpu",
                                            "--densities", "1,2", "--repeats", "2", "--resume"));
    expect(said, "load 1 of 2, null:empty: goes on");
    expect(said, "load 2 of 2, cpu:integer: ");
    scope_free char *csv = run(0, OVERHEAD("--from", "latest", "-f", "csv"));
    cr_expect_eq(count_rows(csv, "2,"), 4, "%s", csv);
    scope_free char *again = run(0, OVERHEAD("--platforms", platforms, "--workloads", "null,cpu",
                                             "--densities", "1,2", "--repeats", "2", "--resume"));
    expect(again, "load 1 of 2, null:empty: was measured before");
    expect(again, "load 2 of 2, cpu:integer: was measured before");
    scope_free char *other = run(
        2, OVERHEAD("--platforms", platforms, "--workloads", "null", "--vcpus", "2", "--resume"));
    expect(other, "--resume: it was begun with 1 vCPUs, 128 MiB, 2 windows of 50.0 ms and closed");
    host_expect_clean();
}

Test(system_overhead, native_alone_is_no_success)
{
    scope_free char *said = run(3, OVERHEAD("--platforms", "native,xen", "--workloads", "null",
                                            "--densities", "1", "--repeats", "2"));
    expect(said, "xen: absent: ");
    expect(said, "Nothing was measured on two platforms.");
    expect(said, "so there is no overhead to tell");
    cr_expect_null(strstr(said, "0 of them at once"), "%s", said);
    scope_free char *told = run(0, OVERHEAD("--from", "latest"));
    expect(told, "xen was not measured with null:empty: ");
}

Test(system_overhead, a_budget_leaves_out_densities_before_boots)
{
    const char *platforms = two_platforms();
    scope_free char *said = run(0, OVERHEAD("--platforms", platforms, "--workloads", "null",
                                            "--densities", "1,2,3,4", "--budget", "8s"));
    expect(said, "all densities would want ");
    scope_free char *csv = run(0, OVERHEAD("--from", "latest", "-f", "csv"));
    cr_expect_gt(count_rows(csv, "2,"), 0, "%s", csv);
    cr_expect_eq(count_rows(csv, "1,"), 0, "%s", csv);
}
