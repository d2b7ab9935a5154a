// SPDX-License-Identifier: GPL-3.0-or-later
// Telemetry on its way into a store that at times does not take it.
#include "collector/collect_writer.h"

#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"
#include "tests/collector/tree.h"

TestSuite(collector_collect_writer, .init = tree_make, .fini = tree_remove);

static struct step_record step;
static int64_t run_id;

static struct store *open_store(void)
{
    struct err err = {0};
    struct store *store;
    struct run_record run;
    scope_free char *path = tree_path("/fullhouse.db");
    run_record_init(&run);
    step_record_init(&step);
    step.kind = RECORD_STEP_COLLECT;
    cr_assert_eq(store_open(path, STORE_WRITE, &store, &err), 0, "%s", err_text(&err));
    cr_assert_eq(store_add_run(store, &run, &err), 0, "%s", err_text(&err));
    cr_assert_eq(store_add_step(store, run.id, &step, NULL, &err), 0, "%s", err_text(&err));
    run_id = run.id;
    run_record_done(&run);
    return store;
}

static void change(const char *text)
{
    sqlite3 *db;
    scope_free char *path = tree_path("/fullhouse.db");
    cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static int write_point(struct collect_writer *writer, int64_t at_ns, int64_t keep_ns)
{
    scope_telemetry struct telemetry telemetry = {0};
    telemetry_add(&telemetry, "process", "vm a", "cpu_cores", at_ns, 1);
    cr_assert(collect_writer_begin(writer, &telemetry, &step, keep_ns));
    return collect_writer_finish(writer, NULL);
}

static uint64_t stored(struct store *store)
{
    uint64_t points = 0;
    cr_assert_eq(store_count_telemetry(store, step.id, &points, NULL), 0);
    return points;
}

Test(collector_collect_writer, tries_again_with_what_came_since)
{
    struct store *store = open_store();
    struct collect_writer *writer = collect_writer_new(store, run_id, step.id);
    collect_writer_add_event(writer, "vm a came");
    cr_assert_eq(write_point(writer, 1000000, 0), 0);
    cr_expect_null(collect_writer_trouble(writer));
    change("ALTER TABLE series_block RENAME TO away");
    cr_expect_lt(write_point(writer, 2000000, 0), 0);
    change("ALTER TABLE away RENAME TO series_block");
    cr_assert_eq(write_point(writer, 3000000, 0), 0);
    cr_expect_eq(stored(store), 3);
    cr_expect_eq(collect_writer_lost(writer), 0);
    struct event_record *events = NULL;
    size_t count = 0;
    cr_assert_eq(store_read_events(store, run_id, &events, &count, NULL), 0);
    cr_expect_eq(count, 1, "told once");
    while (count > 0)
        event_record_done(&events[--count]);
    free(events);
    collect_writer_free(writer);
    store_close(store);
    step_record_done(&step);
}

Test(collector_collect_writer, drops_what_is_too_old)
{
    struct store *store = open_store();
    struct collect_writer *writer = collect_writer_new(store, run_id, step.id);
    cr_assert_eq(write_point(writer, 1000000, 0), 0);
    cr_assert_eq(write_point(writer, 2000000, 0), 0);
    cr_expect_eq(stored(store), 2);
    cr_assert_eq(write_point(writer, INT64_MAX / 2 / 1000000 * 1000000, 1000000000), 0);
    cr_expect_eq(stored(store), 1);
    collect_writer_free(writer);
    store_close(store);
    step_record_done(&step);
}
