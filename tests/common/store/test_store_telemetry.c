// SPDX-License-Identifier: GPL-3.0-or-later
// Telemetry goes into the store with its step or while that goes on, and comes out the same; rows
// of older stores are read, too.
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/store/sql.h"
#include "tests/common/store/store_fixture.h"

static char *folder;
static char *path;
static struct store *store;
static struct err err;

static void set_up(void)
{
    folder = store_fixture_folder();
    path = store_fixture_path(folder, "fullhouse.db");
    store = store_fixture_store(path);
}

static void tear_down(void)
{
    err_done(&err);
    store_close(store);
    free(path);
    store_fixture_remove(folder);
}

TestSuite(store_telemetry, .init = set_up, .fini = tear_down);

// A step of a new run with this telemetry; its id.
static int64_t add_step(const struct telemetry *telemetry)
{
    struct run_record run = store_fixture_run("a");
    struct step_record step = store_fixture_step(1, 1);
    cr_assert_eq(store_add_run(store, &run, &err), 0, "%s", err_text(&err));
    cr_assert_eq(store_add_step(store, run.id, &step, telemetry, &err), 0, "%s", err_text(&err));
    int64_t id = step.id;
    step_record_done(&step);
    run_record_done(&run);
    return id;
}

static struct telemetry read_back(int64_t step_id)
{
    struct telemetry telemetry;
    cr_assert_eq(store_read_telemetry(store, step_id, &telemetry, &err), 0, "%s", err_text(&err));
    return telemetry;
}

static int64_t count_rows(const char *query)
{
    int64_t count = -1;
    cr_assert_eq(sql_single(store, query, &count, &err), 0, "%s", err_text(&err));
    return count;
}

Test(store_telemetry, keeps_points_and_absences)
{
    scope_telemetry struct telemetry in = {0};
    telemetry_add(&in, "cpu", "host", "cpu_busy_ratio", 1000, 0.25);
    telemetry_add(&in, "process", "guest 3", "cpu_cores", 1000, 0.1);
    telemetry_add(&in, "cpu", "host", "cpu_busy_ratio", 2001, 0.5);
    telemetry_series_of(&in, "cpu", "cpu 0", "cpu_busy_ratio"); // has no point
    telemetry_add_absence(&in, "pressure", "host", "the kernel was built without it");
    scope_telemetry struct telemetry out = read_back(add_step(&in));
    cr_assert_eq(out.count, 2);
    cr_assert_eq(telemetry_point_count(&out), 3);
    const struct telemetry_series *busy = telemetry_find(&out, "cpu", "host", "cpu_busy_ratio");
    cr_assert_eq(busy->count, 2);
    cr_expect_eq(busy->points[1].at_ns, 2001);
    cr_expect_eq(busy->points[1].value, 0.5);
    cr_assert_eq(out.absence_count, 1);
    cr_expect_str_eq(out.absences[0].source, "pressure");
    cr_expect_str_eq(out.absences[0].why, "the kernel was built without it");
}

Test(store_telemetry, is_added_to_a_step_that_goes_on)
{
    scope_telemetry struct telemetry in = {0};
    int64_t step = add_step(NULL), other = add_step(NULL);
    telemetry_add_absence(&in, "pressure", "host", "not there");
    for (int64_t flush = 0; flush < 3; flush++) {
        for (int64_t i = 0; i < 5000; i++)
            telemetry_add(&in, "cpu", "host", "cpu_busy_ratio", flush * 5000 + i, (double)i);
        cr_assert_eq(store_append_telemetry(store, step, &in, &err), 0, "%s", err_text(&err));
        telemetry_drop_points(&in);
    }
    scope_telemetry struct telemetry out = read_back(step), none = read_back(other);
    cr_assert_eq(out.count, 1);
    cr_assert_eq(out.series[0].count, 15000);
    for (int64_t i = 0; i < 15000; i++)
        cr_assert_eq(out.series[0].points[i].at_ns, i);
    cr_expect_eq(out.absence_count, 1);
    cr_expect_eq(none.count + none.absence_count, 0);
}

Test(store_telemetry, names_a_series_once_for_all_steps)
{
    scope_telemetry struct telemetry in = {0};
    telemetry_add(&in, "cpu", "host", "cpu_busy_ratio", 1, 1);
    add_step(&in);
    add_step(&in);
    cr_expect_eq(count_rows("SELECT count(*) FROM series"), 1);
    cr_expect_eq(count_rows("SELECT count(*) FROM series_block"), 2);
    cr_assert_eq(store_remove_run(store, 1, &err), 0, "%s", err_text(&err));
    cr_expect_eq(count_rows("SELECT count(*) FROM series_block"), 1);
}

Test(store_telemetry, reads_rows_of_older_stores)
{
    int64_t step = add_step(NULL);
    scope_free char *rows =
        alloc_printf("INSERT INTO telemetry VALUES(%lld, 5, 'proc', 'host', 'cpu_busy_ratio', 0.5),"
                     "(%lld, 6, 'proc', 'host', 'cpu_busy_ratio', NULL)",
                     (long long)step, (long long)step);
    cr_assert_eq(sql_run(store, rows, &err), 0, "%s", err_text(&err));
    scope_telemetry struct telemetry out = read_back(step);
    cr_assert_eq(out.count, 1);
    cr_assert_eq(out.series[0].count, 1, "what was not told is no point");
    cr_expect_eq(out.series[0].points[0].at_ns, 5);
}

Test(store_telemetry, refuses_a_damaged_block)
{
    scope_telemetry struct telemetry in = {0}, out = {0};
    telemetry_add(&in, "cpu", "host", "cpu_busy_ratio", 1, 1);
    int64_t step = add_step(&in);
    static const char *const damages[] = {
        "data = x''", "data = x'10'",          "count = -1",
        "count = 2",  "count = 1099511627776", "data = zeroblob(9)"};
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        scope_free char *damage = alloc_printf("UPDATE series_block SET %s", damages[i]);
        cr_assert_eq(sql_run(store, damage, &err), 0);
        cr_assert_lt(store_read_telemetry(store, step, &out, &err), 0, "%s", damages[i]);
        cr_expect_not_null(strstr(err_text(&err), "damaged"), "%s", err_text(&err));
        cr_expect_eq(out.count, 0);
        err_done(&err);
    }
}

Test(store_telemetry, updates_a_step_that_went_on)
{
    struct step_record *steps = NULL, ended = store_fixture_step(0, 0);
    size_t count = 0;
    ended.id = add_step(NULL);
    ended.state = RECORD_INTERRUPTED;
    ended.measured_ns = 77;
    record_set(&ended.reason, alloc_copy("the user said stop"));
    cr_assert_eq(store_update_step(store, &ended, &err), 0, "%s", err_text(&err));
    cr_assert_eq(store_read_steps(store, 1, &steps, &count, &err), 0);
    cr_assert_eq(count, 1);
    cr_expect_eq(steps[0].state, RECORD_INTERRUPTED);
    cr_expect_eq(steps[0].measured_ns, 77);
    cr_expect_str_eq(steps[0].reason, "the user said stop");
    step_record_done(&steps[0]);
    free(steps);
    step_record_done(&ended);
}
