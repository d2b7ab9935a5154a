// SPDX-License-Identifier: GPL-3.0-or-later
// A store of an earlier schema: read where it lies without being changed, brought forward by the
// first run stored in it.
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/common/store/store_fixture.h"

static char *folder;
static char *path;

static void set_up(void)
{
    scope_free char *text = NULL;
    sqlite3 *db = NULL;
    folder = store_fixture_folder();
    path = store_fixture_path(folder, "old.db");
    cr_assert_eq(
        path_read(TEST_SOURCE_DIR "/tests/common/store/version-1.sql", 1 << 20, &text, NULL, NULL),
        0);
    cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void tear_down(void)
{
    free(path);
    store_fixture_remove(folder);
}

TestSuite(store_versions, .init = set_up, .fini = tear_down);

static void expect_old_run(struct store *store)
{
    struct run_record run;
    struct err err = {0};
    cr_assert_eq(store_read_run(store, 1, &run, &err), 0, "%s", err_text(&err));
    cr_expect_str_eq(run.label, "version 1");
    cr_expect_str_eq(run.platform, "native");
    cr_expect_str_eq(run.host.name, "lab");
    cr_expect_eq(run.seed, 4);
    cr_expect_str_eq(run.campaign, "");
    cr_expect_eq(store_fixture_count_steps(store, 1), 1);
    run_record_done(&run);
}

Test(store_versions, version_1_is_read_where_it_lies)
{
    struct store *store;
    struct err err = {0};
    scope_free char *before = NULL, *after = NULL;
    size_t length_before = 0, length_after = 0;
    cr_assert_eq(path_read(path, 1 << 20, &before, &length_before, NULL), 0);
    cr_assert_eq(store_open(path, STORE_READ, &store, &err), 0, "%s", err_text(&err));
    expect_old_run(store);
    int64_t id = 0;
    struct run_record *runs = NULL;
    size_t count = 0;
    cr_expect_eq(store_find_run(store, "version 1", &id, &err), 0, "%s", err_text(&err));
    cr_expect_eq(id, 1);
    cr_assert_eq(store_list_runs(store, &runs, &count, &err), 0, "%s", err_text(&err));
    cr_expect_eq(count, 1);
    run_record_done(&runs[0]);
    free(runs);
    store_close(store);
    cr_assert_eq(path_read(path, 1 << 20, &after, &length_after, NULL), 0);
    cr_expect_eq(length_before, length_after);
    cr_expect_eq(memcmp(before, after, length_before), 0, "the file was changed");
}

Test(store_versions, version_1_is_brought_forward_and_takes_a_campaign)
{
    struct store *store = store_fixture_store(path);
    struct run_record run = store_fixture_run("new"), again;
    record_set(&run.campaign, strdup("0123456789abcdef"));
    expect_old_run(store);
    cr_assert_eq(store_add_run(store, &run, NULL), 0);
    cr_expect_eq(run.id, 2, "numbers go on");
    store_close(store);

    cr_assert_eq(store_open(path, STORE_READ, &store, NULL), 0);
    expect_old_run(store);
    cr_assert_eq(store_read_run(store, 2, &again, NULL), 0);
    cr_expect_str_eq(again.campaign, "0123456789abcdef");
    cr_expect_str_eq(again.label, "new");
    cr_expect_str_eq(again.host.cpu_model, "Some CPU");
    run_record_done(&again);
    run_record_done(&run);
    store_close(store);
}
