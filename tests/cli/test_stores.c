// SPDX-License-Identifier: GPL-3.0-or-later
// Stores that are none, newer or empty, and runs that are not there. And outputs that fail.
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/store/migrations.h"
#include "common/model/record.h"
#include "common/store/store.h"
#include "tests/cli/program.h"

TestSuite(cli_stores, .init = program_set_up, .fini = program_tear_down);

// Reading and writing commands refuse it alike.
static void refuses(const char *path, const char *why)
{
    scope_free char *message = alloc_printf("%s: %s", path, why);
    program_says(2, message, ARGUMENTS("runs", "--store", path));
    program_says(2, message, ARGUMENTS("report", "--store", path));
    program_says(2, message, ARGUMENTS("bench", "--platform", "native", "--store", path));
}

Test(cli_stores, refuses_what_is_no_file)
{
    const char *fifo = program_path("fifo");
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    refuses(program_path(""), "a folder, no file that could be a store");
    refuses(fifo, "a device or a pipe, no file that could be a store");
    program_says(2, "the name of a file for the store is wanted", ARGUMENTS("runs", "--store="));
}

Test(cli_stores, refuses_foreign_files)
{
    refuses(program_file("text.db", "hello\n"), "not a SQLite database");
}

static void make_store(const char *path, const char *label)
{
    struct store *store;
    struct run_record run;
    cr_assert_eq(store_open(path, STORE_WRITE, &store, NULL), 0);
    run_record_init(&run);
    record_set(&run.label, alloc_copy(label));
    record_set(&run.platform, alloc_copy("native"));
    run.started_at_ns = 1;
    run.state = RECORD_INTERRUPTED;
    if (*label)
        cr_assert_eq(store_add_run(store, &run, NULL), 0);
    run_record_done(&run);
    store_close(store);
}

Test(cli_stores, refuses_a_newer_store_and_leaves_it_alone)
{
    const char *path = program_path("newer.db");
    sqlite3 *db;
    make_store(path, "");
    cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(db, "PRAGMA user_version = 999", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    scope_free char *why = alloc_printf("made by a newer Fullhouse (schema 999, this one knows %d)",
                                        store_schema_version);
    refuses(path, why);
}

Test(cli_stores, says_where_the_first_run_goes)
{
    scope_free char *message = alloc_printf("%s: no store there; the first run makes one",
                                            program_path("state/fullhouse.db"));
    program_says(2, message, ARGUMENTS("report"));
    program_says(2, message, ARGUMENTS("runs"));
}

Test(cli_stores, an_empty_store_has_no_runs)
{
    const char *path = program_path("empty.db");
    make_store(path, "");
    program_mentions(0, "", ARGUMENTS("runs", "--store", path));
    program_mentions(2, "no run", ARGUMENTS("report", "--store", path));
    program_mentions(2, "there are no runs yet", ARGUMENTS("report", "7", "--store", path));
}

Test(cli_stores, names_the_runs_there_are)
{
    const char *path = program_path("one.db");
    make_store(path, "tuesday");
    program_mentions(2, "no run 999; there are 1", ARGUMENTS("report", "999", "--store", path));
    program_mentions(2, "(did you mean 'tuesday'?)",
                     ARGUMENTS("runs", "show", "tuseday", "--store", path));
    program_says(2, "runs show: which run? (a number, a label or latest)",
                 ARGUMENTS("runs", "show", "--store", path));
}

Test(cli_stores, removes_all_named_runs_or_none)
{
    const char *path = program_path("one.db");
    make_store(path, "tuesday");
    program_mentions(2, "no run 2; there are 1",
                     ARGUMENTS("runs", "remove", "1", "2", "--store", path));
    program_mentions(0, "tuesday", ARGUMENTS("runs", "--store", path));
    program_mentions(0, "removed run 1", ARGUMENTS("runs", "remove", "1", "--store", path));
}

Test(cli_stores, reports_a_run_without_steps)
{
    const char *path = program_path("one.db");
    make_store(path, "tuesday");
    for (size_t i = 0; i < 6; i++) {
        static const char *const forms[] = {"html", "text",        "markdown",
                                            "csv",  "windows-csv", "json"};
        scope_free char *output =
            program_output(0, ARGUMENTS("report", "-f", forms[i], "--store", path));
        cr_assert_gt(strlen(output), 0);
    }
}

Test(cli_stores, refuses_forms_and_files_before_it_reads)
{
    program_says(2, "no report format 'htlm' (did you mean 'html'?)",
                 ARGUMENTS("report", "-f", "htlm"));
    program_mentions(2, "its suffix names no form of a report",
                     ARGUMENTS("report", "-o", program_path("report.pdf")));
    program_mentions(2, "a folder; the name of a file in it is wanted",
                     ARGUMENTS("report", "-f", "html", "-o", program_path("")));
}

Test(cli_stores, tells_of_a_full_disk)
{
    const char *path = program_path("one.db");
    make_store(path, "tuesday");
    program_says(3, "/dev/full: No space left on device",
                 ARGUMENTS("report", "-f", "html", "-o", "/dev/full", "--store", path));
}
