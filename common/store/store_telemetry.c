// SPDX-License-Identifier: GPL-3.0-or-later
// What the host's sources said during a step: blocks of series (common/model/telemetry_block.h),
// whose names stand once for all steps, and what was absent. Rows of the table telemetry are of
// older stores, a row a point, and read as well.
#include "common/store/store_telemetry.h"

#include <errno.h>
#include <stdbool.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/model/telemetry_block.h"
#include "common/store/sql.h"
#include "common/store/store.h"

// Points of one block at the most: a damaged one costs no more of its series.
enum { BLOCK_POINTS_MAX = 4096 };

// --- write -------------------------------------------------------------------------------------

// The statements that series repeat, prepared once.
struct series_writer {
    struct store *store;
    int64_t step_id;
    struct sql find, name, block;
};

static int open_writer(struct series_writer *writer, struct err *err)
{
    struct store *store = writer->store;
    int r = sql_open(&writer->find, store,
                     "SELECT id FROM series WHERE source = ? AND object = ? AND metric = ?", err);
    if (r == 0)
        r = sql_open(&writer->name, store,
                     "INSERT INTO series(source, object, metric) VALUES(?, ?, ?)", err);
    if (r == 0)
        r = sql_open(&writer->block, store,
                     "INSERT INTO series_block(step_id, series_id, first_at_ns, count, data)"
                     " VALUES(?, ?, ?, ?, ?)",
                     err);
    return r;
}

static void close_writer(struct series_writer *writer)
{
    sql_close(&writer->find);
    sql_close(&writer->name);
    sql_close(&writer->block);
}

static void put_names(struct sql *sql, const struct telemetry_series *series)
{
    sql_put_text(sql, series->source);
    sql_put_text(sql, series->object);
    sql_put_text(sql, series->metric);
}

static int name_series(struct series_writer *writer, const struct telemetry_series *series,
                       int64_t *ret_id, struct err *err)
{
    put_names(&writer->find, series);
    int r = sql_next(&writer->find, err);
    int64_t id = r > 0 ? sql_get_int(&writer->find) : 0;
    sql_again(&writer->find);
    if (r == 0) {
        put_names(&writer->name, series);
        r = sql_write(&writer->name, err);
        id = sqlite3_last_insert_rowid(writer->store->db);
    }
    if (r >= 0)
        *ret_id = id;
    return r < 0 ? r : 0;
}

static int insert_block(struct series_writer *writer, int64_t id,
                        const struct telemetry_point *points, size_t count, struct err *err)
{
    scope_free uint8_t *bytes = NULL;
    size_t length = 0;
    if (telemetry_block_pack(points, count, &bytes, &length) < 0)
        return err_input(err, "telemetry holds a value that is no number");
    sql_put_int(&writer->block, writer->step_id);
    sql_put_int(&writer->block, id);
    sql_put_int(&writer->block, points[0].at_ns);
    sql_put_int(&writer->block, (int64_t)count);
    sql_put_bytes(&writer->block, bytes, length);
    return sql_write(&writer->block, err);
}

static int insert_series(struct series_writer *writer, const struct telemetry_series *series,
                         struct err *err)
{
    int64_t id = 0;
    int r = series->count ? name_series(writer, series, &id, err) : 0;
    for (size_t at = 0; r == 0 && at < series->count; at += BLOCK_POINTS_MAX) {
        size_t left = series->count - at;
        r = insert_block(writer, id, series->points + at,
                         left < BLOCK_POINTS_MAX ? left : BLOCK_POINTS_MAX, err);
    }
    return r;
}

static int insert_absences(struct store *store, int64_t step_id, const struct telemetry *telemetry,
                           struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "INSERT OR IGNORE INTO telemetry_absent(step_id, source, object, why)"
                     " VALUES(?, ?, ?, ?)",
                     err);
    for (size_t i = 0; r == 0 && i < telemetry->absence_count; i++) {
        const struct telemetry_absence *absence = &telemetry->absences[i];
        sql_put_int(&sql, step_id);
        sql_put_text(&sql, absence->source);
        sql_put_text(&sql, absence->object);
        sql_put_text(&sql, absence->why);
        r = sql_write(&sql, err);
    }
    return r;
}

int store_insert_telemetry(struct store *store, int64_t step_id, const struct telemetry *telemetry,
                           struct err *err)
{
    struct series_writer writer = {.store = store, .step_id = step_id};
    int r = open_writer(&writer, err);
    for (size_t i = 0; r == 0 && i < telemetry->count; i++)
        r = insert_series(&writer, &telemetry->series[i], err);
    close_writer(&writer);
    return r < 0 ? r : insert_absences(store, step_id, telemetry, err);
}

int store_append_telemetry(struct store *store, int64_t step_id, const struct telemetry *telemetry,
                           struct err *err)
{
    int r = sql_begin(store, err);
    if (r < 0)
        return r;
    return sql_end(store, store_insert_telemetry(store, step_id, telemetry, err), err);
}

// Blocks are written in the order of time: those before the first that is young enough are old.
// Looked up this way, trimming costs what it removes and not what it leaves.
static int first_to_keep(struct store *store, int64_t step_id, int64_t before_ns, int64_t *ret_id,
                         struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "SELECT id FROM series_block WHERE step_id = ? AND first_at_ns >= ?"
                     " ORDER BY id LIMIT 1",
                     err);
    if (r < 0)
        return r;
    sql_put_int(&sql, step_id);
    sql_put_int(&sql, before_ns);
    r = sql_next(&sql, err);
    *ret_id = r > 0 ? sql_get_int(&sql) : INT64_MAX;
    return r < 0 ? r : 0;
}

int store_trim_telemetry(struct store *store, int64_t step_id, int64_t before_ns, struct err *err)
{
    scope_sql struct sql sql = {0};
    int64_t id = 0;
    int r = first_to_keep(store, step_id, before_ns, &id, err);
    if (r == 0)
        r = sql_open(&sql, store, "DELETE FROM series_block WHERE step_id = ? AND id < ?", err);
    if (r < 0)
        return r;
    sql_put_int(&sql, step_id);
    sql_put_int(&sql, id);
    return sql_write(&sql, err);
}

// --- read --------------------------------------------------------------------------------------

// Calls read for every row of a query whose only value is the step. 0 or negative errno.
static int each_row(struct store *store, const char *query, int64_t step_id,
                    int (*read)(struct sql *sql, struct telemetry *telemetry, struct err *err),
                    struct telemetry *telemetry, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store, query, err);
    if (r == 0)
        sql_put_int(&sql, step_id);
    while (r >= 0 && (r = sql_next(&sql, err)) > 0)
        r = read(&sql, telemetry, err);
    return r;
}

static size_t read_names(struct sql *sql, struct telemetry *telemetry)
{
    scope_free char *source = sql_get_text(sql);
    scope_free char *object = sql_get_text(sql);
    scope_free char *metric = sql_get_text(sql);
    return telemetry_series_of(telemetry, source, object, metric);
}

static int read_row(struct sql *sql, struct telemetry *telemetry, struct err *err)
{
    (void)err;
    size_t series = read_names(sql, telemetry);
    int64_t at_ns = sql_get_int(sql);
    telemetry_append(telemetry, series, at_ns, sql_get_real(sql));
    return 0;
}

int store_read_telemetry_block(struct sql *sql, struct telemetry *telemetry, struct err *err)
{
    scope_free struct telemetry_point *points = NULL;
    size_t series = read_names(sql, telemetry), length = 0;
    int64_t first_at_ns = sql_get_int(sql), count = sql_get_int(sql);
    const void *bytes = sql_get_bytes(sql, &length);
    if (count < 0 || telemetry_block_unpack(bytes, length, first_at_ns, (size_t)count, &points) < 0)
        return err_input(err, "%s: damaged: a block of %s of %s cannot be read", sql->store->path,
                         telemetry->series[series].metric, telemetry->series[series].object);
    for (int64_t i = 0; i < count; i++)
        telemetry_append(telemetry, series, points[i].at_ns, points[i].value);
    return 0;
}

static int read_absence(struct sql *sql, struct telemetry *telemetry, struct err *err)
{
    (void)err;
    scope_free char *source = sql_get_text(sql);
    scope_free char *object = sql_get_text(sql);
    scope_free char *why = sql_get_text(sql);
    telemetry_add_absence(telemetry, source, object, why);
    return 0;
}

int store_read_telemetry(struct store *store, int64_t step_id, struct telemetry *ret_telemetry,
                         struct err *err)
{
    scope_telemetry struct telemetry telemetry = {0};
    int r = each_row(store,
                     "SELECT source, object, metric, at_ns, value FROM telemetry"
                     " WHERE step_id = ? ORDER BY rowid",
                     step_id, read_row, &telemetry, err);
    if (r == 0)
        r = each_row(store,
                     "SELECT source, object, metric, first_at_ns, count, data FROM series_block"
                     " JOIN series ON series.id = series_id WHERE step_id = ?"
                     " ORDER BY series_block.id",
                     step_id, store_read_telemetry_block, &telemetry, err);
    if (r == 0)
        r = each_row(store,
                     "SELECT source, object, why FROM telemetry_absent WHERE step_id = ?"
                     " ORDER BY id",
                     step_id, read_absence, &telemetry, err);
    if (r < 0)
        return r;
    *ret_telemetry = telemetry;
    telemetry = (struct telemetry){0};
    return 0;
}
