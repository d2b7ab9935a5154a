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
#include "common/model/telemetry.h"
#include "tests/common/store/store_fixture.h"

static char *folder;
static char *path;

static void make_old(const char *dump)
{
    scope_free char *text = NULL;
    sqlite3 *db = NULL;
    cr_assert_eq(path_read(dump, 1 << 20, &text, NULL, NULL), 0);
    cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void set_up(void)
{
    folder = store_fixture_folder();
    path = store_fixture_path(folder, "old.db");
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
    make_old(TEST_SOURCE_DIR "/tests/common/store/version-1.sql");
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
    make_old(TEST_SOURCE_DIR "/tests/common/store/version-1.sql");
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

// Its telemetry is rows, a point each.
static void expect_telemetry(struct store *store, int64_t step_id)
{
    scope_telemetry struct telemetry telemetry = {0};
    struct err err = {0};
    cr_assert_eq(store_read_telemetry(store, step_id, &telemetry, &err), 0, "%s", err_text(&err));
    const struct telemetry_series *available =
        telemetry_find(&telemetry, "proc", "host", "memory_available_bytes");
    cr_assert_not_null(available);
    cr_expect_eq(available->points[0].value, 24423604224.0);
    cr_expect_eq(telemetry.absence_count, 0);
}

// Two steps, of one guest and of two, with a warm-up window and two measured ones each.
static void expect_version_3(struct store *store)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    struct err err = {0};
    cr_assert_eq(store_read_steps(store, 1, &steps, &count, &err), 0, "%s", err_text(&err));
    cr_assert_eq(count, 2);
    expect_telemetry(store, steps[0].id);
    cr_expect_eq(steps[1].guests, 2);
    cr_expect_eq(steps[1].tiles, 0);
    cr_expect_eq(step_record_units(&steps[1]), 2);
    cr_assert_eq(steps[1].guest_count, 2);
    cr_assert_eq(steps[1].figure_count, 1);
    cr_expect_eq(steps[1].figures[0].stream, 0);
    for (size_t g = 0; g < 2; g++) {
        const struct guest_record *guest = &steps[1].guest_list[g];
        cr_expect_str_eq(guest->role, "");
        cr_expect_str_eq(guest->load, "");
        cr_assert_eq(guest->window_count, 3);
        cr_expect_eq(guest->windows[2].index, 2);
        cr_expect_eq(guest->windows[2].stream, 0);
        cr_expect_not_null(guest->windows[2].histogram);
    }
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
    free(steps);
}

// Two roles; the second guest runs two loads.
static struct step_record step_of_a_tile(void)
{
    struct step_record step = store_fixture_step(2, 2);
    struct guest_record *db = &step.guest_list[1];
    step.tiles = 1;
    record_set(&step.guest_list[0].role, strdup("web"));
    record_set(&db->role, strdup("db"));
    record_set(&db->load, strdup("cpu:float"));
    for (uint32_t i = 0; i < 2; i++) {
        const struct window_record second = {.index = i, .stream = 1, .operations = 7};
        guest_record_add_window(db, &second);
    }
    return step;
}

static void expect_tile(struct store *store, int64_t run_id)
{
    struct step_record *steps = NULL;
    size_t count = 0;
    cr_assert_eq(store_read_steps(store, run_id, &steps, &count, NULL), 0);
    cr_assert_eq(count, 1);
    const struct guest_record *web = &steps[0].guest_list[0], *db = &steps[0].guest_list[1];
    cr_expect_eq(steps[0].tiles, 1);
    cr_expect_eq(step_record_units(&steps[0]), 1);
    cr_expect_str_eq(web->role, "web");
    cr_expect_str_eq(db->role, "db");
    cr_expect_str_eq(db->load, "cpu:float");
    cr_assert_eq(web->window_count, 2);
    cr_assert_eq(db->window_count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        cr_expect_eq(db->windows[i].index, i / 2);
        cr_expect_eq(db->windows[i].stream, i % 2);
    }
    step_record_done(&steps[0]);
    free(steps);
}

Test(store_versions, version_3_is_read_where_it_lies)
{
    struct store *store;
    make_old(TEST_SOURCE_DIR "/tests/common/store/version-3.sql");
    cr_assert_eq(store_open(path, STORE_READ, &store, NULL), 0);
    expect_version_3(store);
    store_close(store);
}

Test(store_versions, version_3_is_brought_forward_and_takes_roles_and_streams)
{
    make_old(TEST_SOURCE_DIR "/tests/common/store/version-3.sql");
    struct store *store = store_fixture_store(path);
    struct run_record run = store_fixture_run("tiles");
    struct step_record step = step_of_a_tile();
    expect_version_3(store);
    cr_assert_eq(store_add_run(store, &run, NULL), 0);
    cr_assert_eq(store_add_step(store, run.id, &step, NULL, NULL), 0);
    store_close(store);

    cr_assert_eq(store_open(path, STORE_READ, &store, NULL), 0);
    expect_version_3(store);
    expect_tile(store, run.id);
    step_record_done(&step);
    run_record_done(&run);
    store_close(store);
}
