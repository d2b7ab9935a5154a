// SPDX-License-Identifier: GPL-3.0-or-later
// Thin words around SQLite's statements. Knows no table. A failed bind cannot go unnoticed: its
// parameter would be NULL, and no column that matters takes that.
#include "common/store/sql.h"

#include <errno.h>
#include <math.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/model/record.h"

static int system_error(const struct store *store, int fallback, struct err *err)
{
    int code = store->db ? sqlite3_system_errno(store->db) : 0;
    return err_system(err, code > 0 ? code : fallback, "%s", store->path);
}

int sql_error(const struct store *store, int code, struct err *err)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return err_system(err, ENOSPC, "%s", store->path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_system(err, EBUSY, "%s: another program keeps it locked", store->path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return err_system(err, EROFS, "%s: it or its folder cannot be written", store->path);
    case SQLITE_NOTADB:
        return err_input(err, "%s: not a SQLite database", store->path);
    case SQLITE_CORRUPT:
        return err_input(err, "%s: the database is damaged (%s)", store->path,
                         sqlite3_errmsg(store->db));
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return system_error(store, EIO, err);
    case SQLITE_CONSTRAINT:
        return err_input(err, "%s: %s", store->path, sqlite3_errmsg(store->db));
    case SQLITE_NOMEM:
        return err_system(err, ENOMEM, "%s", store->path);
    default:
        return err_system(err, EIO, "%s: %s", store->path, sqlite3_errmsg(store->db));
    }
}

int sql_run(struct store *store, const char *text, struct err *err)
{
    int code = sqlite3_exec(store->db, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? 0 : sql_error(store, code, err);
}

int sql_open(struct sql *sql, struct store *store, const char *text, struct err *err)
{
    *sql = (struct sql){.store = store};
    int code = sqlite3_prepare_v2(store->db, text, -1, &sql->statement, NULL);
    return code == SQLITE_OK ? 0 : sql_error(store, code, err);
}

void sql_close(struct sql *sql)
{
    if (!sql)
        return;
    sqlite3_finalize(sql->statement);
    sql->statement = NULL;
}

void sql_put_int(struct sql *sql, int64_t value)
{
    sqlite3_bind_int64(sql->statement, ++sql->bound, value);
}

void sql_put_known(struct sql *sql, int64_t value)
{
    if (value <= RECORD_ABSENT)
        sqlite3_bind_null(sql->statement, ++sql->bound);
    else
        sql_put_int(sql, value);
}

void sql_put_real(struct sql *sql, double value)
{
    sqlite3_bind_double(sql->statement, ++sql->bound, value);
}

void sql_put_known_real(struct sql *sql, double value)
{
    if (value >= 0)
        sql_put_real(sql, value);
    else
        sql_put_known(sql, RECORD_ABSENT);
}

void sql_put_text(struct sql *sql, const char *text)
{
    sqlite3_bind_text(sql->statement, ++sql->bound, text ? text : "", -1, SQLITE_STATIC);
}

void sql_put_bytes(struct sql *sql, const void *bytes, size_t length)
{
    sqlite3_bind_blob64(sql->statement, ++sql->bound, length ? bytes : NULL, length, SQLITE_STATIC);
}

int sql_next(struct sql *sql, struct err *err)
{
    sql->column = 0;
    int code = sqlite3_step(sql->statement);
    if (code == SQLITE_ROW)
        return 1;
    return code == SQLITE_DONE ? 0 : sql_error(sql->store, code, err);
}

void sql_again(struct sql *sql)
{
    // Its result repeats that of the last step, which the caller has seen.
    sqlite3_reset(sql->statement);
    sqlite3_clear_bindings(sql->statement);
    sql->bound = 0;
}

int sql_write(struct sql *sql, struct err *err)
{
    int r = sql_next(sql, err);
    sql_again(sql);
    return r < 0 ? r : 0;
}

int64_t sql_get_int(struct sql *sql)
{
    return sqlite3_column_int64(sql->statement, sql->column++);
}

int64_t sql_get_known(struct sql *sql)
{
    if (sqlite3_column_type(sql->statement, sql->column) != SQLITE_NULL)
        return sql_get_int(sql);
    sql->column++;
    return RECORD_ABSENT;
}

double sql_get_real(struct sql *sql)
{
    bool is_null = sqlite3_column_type(sql->statement, sql->column) == SQLITE_NULL;
    double value = sqlite3_column_double(sql->statement, sql->column++);
    return is_null ? NAN : value;
}

double sql_get_known_real(struct sql *sql)
{
    double value = sql_get_real(sql);
    return value >= 0 ? value : RECORD_ABSENT;
}

char *sql_get_text(struct sql *sql)
{
    const char *text = (const char *)sqlite3_column_text(sql->statement, sql->column++);
    return alloc_copy(text ? text : "");
}

const void *sql_get_bytes(struct sql *sql, size_t *ret_length)
{
    const void *bytes = sqlite3_column_blob(sql->statement, sql->column);
    *ret_length = (size_t)sqlite3_column_bytes(sql->statement, sql->column++);
    return bytes;
}

int sql_single(struct store *store, const char *text, int64_t *ret_value, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store, text, err);
    if (r == 0)
        r = sql_next(&sql, err);
    if (r < 0)
        return r;
    *ret_value = r > 0 ? sql_get_int(&sql) : 0;
    return 0;
}

int sql_begin(struct store *store, struct err *err)
{
    // IMMEDIATE waits for other writers here, where waiting is harmless, not in the middle.
    return sql_run(store, "BEGIN IMMEDIATE", err);
}

int sql_end(struct store *store, int r, struct err *err)
{
    if (r == 0)
        r = sql_run(store, "COMMIT", err);
    // A full disk may have undone the transaction already.
    if (r < 0 && !sqlite3_get_autocommit(store->db))
        sql_run(store, "ROLLBACK", NULL);
    return r;
}
