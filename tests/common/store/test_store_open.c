// SPDX-License-Identifier: GPL-3.0-or-later
// Whose file it is, how new, and where it lies: every refusal is one clear line and changes
// nothing.
#include <criterion/criterion.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/store/migrations.h"
#include "tests/common/store/store_fixture.h"

static char *folder;
static char *path;

static void set_up(void)
{
    folder = store_fixture_folder();
    path = store_fixture_path(folder, "s.db");
}

static void tear_down(void)
{
    chmod(folder, 0700);
    free(path);
    store_fixture_remove(folder);
}

TestSuite(store_open, .init = set_up, .fini = tear_down);

static void expect_refused(const char *file, enum store_mode mode, int code, const char *part)
{
    struct err err = {0};
    struct store *store = (struct store *)&err;
    int r = store_open(file, mode, &store, &err);
    cr_expect_eq(r, code, "%s: %d, %s", file, r, err_text(&err));
    cr_expect_eq((void *)store, (void *)&err, "the result was touched");
    cr_expect(strstr(err_text(&err), part), "'%s' lacks '%s'", err_text(&err), part);
    cr_expect(strstr(err_text(&err), file), "'%s' lacks the path", err_text(&err));
    err_done(&err);
}

static void run_sql(const char *file, const char *text)
{
    sqlite3 *db = NULL;
    cr_assert_eq(sqlite3_open(file, &db), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void make_store_with_a_run(void)
{
    struct store *store = store_fixture_store(path);
    struct run_record run = store_fixture_run("a");
    cr_assert_eq(store_add_run(store, &run, NULL), 0);
    run_record_done(&run);
    store_close(store);
}

static void expect_one_run(const char *file)
{
    struct err err = {0};
    struct store *store = NULL;
    int64_t id = 0;
    cr_assert_eq(store_open(file, STORE_READ, &store, &err), 0, "%s", err_text(&err));
    cr_expect_eq(store_find_run(store, "latest", &id, &err), 0, "%s", err_text(&err));
    cr_expect_eq(id, 1);
    store_close(store);
}

// Permissions bind ordinary users only.
static void become_ordinary(void)
{
    if (geteuid() != 0)
        return;
    cr_assert_eq(chown(folder, 65534, 65534), 0);
    if (path_exists(path))
        cr_assert_eq(chown(path, 65534, 65534), 0);
    cr_assert_eq(seteuid(65534), 0);
}

static void become_root_again(void)
{
    if (getuid() == 0)
        cr_assert_eq(seteuid(0), 0);
}

Test(store_open, makes_folders_and_opens_again)
{
    make_store_with_a_run();
    expect_one_run(path);
    struct store *store = store_fixture_store(path);
    cr_expect_str_eq(store_path(store), path);
    store_close(store);
    store_close(NULL);
}

Test(store_open, is_marked_as_ours)
{
    make_store_with_a_run();
    scope_free char *bytes = NULL;
    size_t length = 0;
    cr_assert_eq(path_read(path, 1 << 20, &bytes, &length, NULL), 0);
    cr_expect_eq(memcmp(bytes + 68, "FHSE", 4), 0, "application_id is not ours");
}

Test(store_open, a_missing_one_is_made_for_writing_only)
{
    expect_refused(path, STORE_READ, -ENOENT, "no store there");
    cr_expect_not(path_exists(path));
}

Test(store_open, refuses_what_is_no_database)
{
    char text[8192];
    memset(text, 'x', sizeof(text));
    cr_assert_eq(path_write(path, text, sizeof(text), 0600, NULL), 0);
    expect_refused(path, STORE_READ, -EINVAL, "not a SQLite database");
    expect_refused(path, STORE_WRITE, -EINVAL, "not a SQLite database");
    expect_refused(folder, STORE_WRITE, -EISDIR, "directory");
    struct store *store = NULL;
    cr_expect_eq(store_open("/dev/null/s.db", STORE_WRITE, &store, NULL), -ENOTDIR);
}

Test(store_open, refuses_anothers_database_and_leaves_it_alone)
{
    run_sql(path, "CREATE TABLE mine(x); INSERT INTO mine VALUES(1)");
    scope_free char *before = NULL;
    scope_free char *after = NULL;
    size_t length_before = 0;
    size_t length_after = 0;
    cr_assert_eq(path_read(path, 1 << 20, &before, &length_before, NULL), 0);
    expect_refused(path, STORE_WRITE, -EINVAL, "not a Fullhouse store");
    expect_refused(path, STORE_READ, -EINVAL, "not a Fullhouse store");
    cr_assert_eq(path_read(path, 1 << 20, &after, &length_after, NULL), 0);
    cr_expect_eq(length_before, length_after);
    cr_expect_eq(memcmp(before, after, length_before), 0);
}

Test(store_open, refuses_a_newer_schema)
{
    make_store_with_a_run();
    run_sql(path, "PRAGMA user_version = 700");
    scope_free char *why =
        alloc_printf("newer Fullhouse (schema 700, this one knows %d)", store_schema_version);
    expect_refused(path, STORE_READ, -EINVAL, why);
    expect_refused(path, STORE_WRITE, -EINVAL, why);
}

Test(store_open, an_empty_file_is_filled_for_writing_only)
{
    cr_assert_eq(path_write(path, "", 0, 0600, NULL), 0);
    expect_refused(path, STORE_READ, -EINVAL, "no Fullhouse store");
    make_store_with_a_run();
    expect_one_run(path);
}

Test(store_open, refuses_an_empty_path)
{
    struct store *store = NULL;
    cr_expect_eq(store_open("", STORE_WRITE, &store, NULL), -EINVAL);
}

Test(store_open, refuses_a_truncated_store)
{
    make_store_with_a_run();
    cr_assert_eq(truncate(path, 5000), 0);
    struct err err = {0};
    struct store *store = NULL;
    int64_t id = 0;
    int r = store_open(path, STORE_READ, &store, &err);
    if (r == 0)
        r = store_find_run(store, "latest", &id, &err);
    cr_expect_eq(r, -EINVAL, "%s", err_text(&err));
    cr_expect(strstr(err_text(&err), "damaged"), "%s", err_text(&err));
    store_close(store);
    err_done(&err);
}

Test(store_open, refuses_damaged_contents)
{
    make_store_with_a_run();
    run_sql(path, "UPDATE run SET state = 'weird'");
    struct err err = {0};
    struct store *store = store_fixture_store(path);
    struct run_record run;
    cr_expect_eq(store_read_run(store, 1, &run, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "unknown state 'weird'"), "%s", err_text(&err));
    store_close(store);
    err_done(&err);
}

Test(store_open, refuses_histograms_that_do_not_decode)
{
    struct step_record step = store_fixture_step(1, 2);
    struct step_record *steps = NULL;
    size_t count = 0;
    struct err err = {0};
    make_store_with_a_run();
    struct store *store = store_fixture_store(path);
    cr_assert_eq(store_add_step(store, 1, &step, NULL, &err), 0);
    run_sql(path, "UPDATE sample_window SET latency = x'01ff00' WHERE window_index = 1");
    cr_expect_eq(store_read_steps(store, 1, &steps, &count, &err), -EINVAL);
    cr_expect(strstr(err_text(&err), "histogram"), "%s", err_text(&err));
    cr_expect_null(steps);
    step_record_done(&step);
    store_close(store);
    err_done(&err);
}

Test(store_open, reads_where_nothing_can_be_written)
{
    make_store_with_a_run();
    become_ordinary();
    cr_assert_eq(chmod(path, 0400), 0);
    cr_assert_eq(chmod(folder, 0500), 0);
    expect_one_run(path);
    expect_refused(path, STORE_WRITE, -EROFS, "cannot be written");
    become_root_again();
}

Test(store_open, reads_a_path_with_signs_a_uri_minds)
{
    scope_free char *odd = store_fixture_path(folder, "a?b#c%20d.db");
    make_store_with_a_run();
    cr_assert_eq(rename(path, odd), 0);
    if (geteuid() == 0)
        cr_assert_eq(chown(odd, 65534, 65534), 0);
    become_ordinary();
    cr_assert_eq(chmod(folder, 0500), 0);
    expect_one_run(odd);
    become_root_again();
}

// A copy made while a run went on, -wal file and all.
static void copy_file(const char *from, const char *to)
{
    scope_free char *bytes = NULL;
    size_t length = 0;
    cr_assert_eq(path_read(from, 64 << 20, &bytes, &length, NULL), 0);
    cr_assert_eq(path_write(to, bytes, length, 0644, NULL), 0);
}

Test(store_open, does_not_pretend_to_read_a_wal_it_cannot)
{
    scope_free char *there = store_fixture_path(folder, "copy/s.db");
    scope_free char *there_wal = store_fixture_path(folder, "copy/s.db-wal");
    scope_free char *there_dir = store_fixture_path(folder, "copy");
    scope_free char *here_wal = alloc_printf("%s-wal", path);
    struct store *store = store_fixture_store(path);
    struct run_record run = store_fixture_run("a");
    cr_assert_eq(store_add_run(store, &run, NULL), 0);
    run_record_done(&run);
    cr_assert_eq(path_make_dirs(there_dir, NULL), 0);
    copy_file(path, there);
    copy_file(here_wal, there_wal);
    store_close(store);
    if (geteuid() == 0)
        cr_assert_eq(chown(there_dir, 65534, 65534), 0);
    become_ordinary();
    cr_assert_eq(chmod(there_dir, 0500), 0);
    expect_refused(there, STORE_READ, -EROFS, "-wal file holds the newest");
    cr_assert_eq(chmod(there_dir, 0700), 0);
    become_root_again();
    expect_one_run(there);
}

Test(store_open, refuses_a_folder_that_cannot_be_made)
{
    become_ordinary();
    cr_assert_eq(chmod(folder, 0500), 0);
    scope_free char *inner = store_fixture_path(folder, "sub/s.db");
    struct err err = {0};
    struct store *store = NULL;
    cr_expect_eq(store_open(inner, STORE_WRITE, &store, &err), -EACCES, "%s", err_text(&err));
    cr_expect_eq(err_exit_code(&err), 3);
    err_done(&err);
    cr_assert_lt(store_open(path, STORE_WRITE, &store, &err), 0);
    cr_expect(strstr(err_text(&err), path), "%s", err_text(&err));
    err_done(&err);
    become_root_again();
}

Test(store_open, several_processes_may_make_it_at_once)
{
    enum { PROCESSES = 4 };
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        cr_assert_geq(children[i], 0);
        if (children[i] > 0)
            continue;
        struct store *store = NULL;
        struct run_record run = store_fixture_run("a");
        int r = store_open(path, STORE_WRITE, &store, NULL);
        for (int n = 0; r == 0 && n < 5; n++)
            r = store_add_run(store, &run, NULL);
        store_close(store);
        _exit(r == 0 ? 0 : 1);
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status = -1;
        cr_assert_eq(waitpid(children[i], &status, 0), children[i]);
        cr_expect_eq(status, 0, "a process could not write");
    }
    struct store *store = store_fixture_store(path);
    int64_t id = 0;
    cr_expect_eq(store_find_run(store, "latest", &id, NULL), 0);
    cr_expect_eq(id, PROCESSES * 5);
    store_close(store);
}

Test(store_open, has_a_default_place)
{
    setenv("FULLHOUSE_STATE", "/tmp/some-state", 1);
    scope_free char *place = store_default_path(NULL);
    cr_expect_str_eq(place, "/tmp/some-state/fullhouse.db");
}
