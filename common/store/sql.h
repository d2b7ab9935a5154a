// SPDX-License-Identifier: GPL-3.0-or-later
// One prepared statement and its cursor: values are bound in the order of the question marks and
// columns read in the order of the SELECT, so that a statement reads like its record. Private to
// the store.
#ifndef FULLHOUSE_COMMON_STORE_SQL_H
#define FULLHOUSE_COMMON_STORE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

struct err;

struct store {
    sqlite3 *db;
    char *path;
};

struct sql {
    struct store *store;
    sqlite3_stmt *statement;
    int bound;  // values bound so far
    int column; // columns read so far of this row
};

// What SQLite says of its last call, as "path: ..." in our words. Returns negative errno.
int sql_error(const struct store *store, int code, struct err *err);

// Runs texts without parameters or rows.
int sql_run(struct store *store, const char *text, struct err *err);

int sql_open(struct sql *sql, struct store *store, const char *text, struct err *err);
void sql_close(struct sql *sql);
#define scope_sql __attribute__((cleanup(sql_close)))

void sql_put_int(struct sql *sql, int64_t value);
void sql_put_known(struct sql *sql, int64_t value); // RECORD_ABSENT and below become NULL
void sql_put_real(struct sql *sql, double value);
void sql_put_known_real(struct sql *sql, double value); // the same for reals
void sql_put_text(struct sql *sql, const char *text);   // borrowed until the next step; NULL: ""
// Borrowed until the next step; no bytes become NULL.
void sql_put_bytes(struct sql *sql, const void *bytes, size_t length);

// 1 when there is a row, 0 at the end, negative errno on failure.
int sql_next(struct sql *sql, struct err *err);
// Ready for another round of values.
void sql_again(struct sql *sql);
// For statements without rows: one round. 0 or negative errno.
int sql_write(struct sql *sql, struct err *err);

int64_t sql_get_int(struct sql *sql);
int64_t sql_get_known(struct sql *sql);                         // NULL gives RECORD_ABSENT
double sql_get_real(struct sql *sql);                           // NULL gives NAN
double sql_get_known_real(struct sql *sql);                     // NULL gives RECORD_ABSENT
char *sql_get_text(struct sql *sql);                            // new string, never NULL
const void *sql_get_bytes(struct sql *sql, size_t *ret_length); // valid until the next step

// The single integer of a query without parameters.
int sql_single(struct store *store, const char *text, int64_t *ret_value, struct err *err);

// A write transaction. sql_end commits when r is 0, else (or when that fails) undoes everything;
// it returns r or the commit's failure.
int sql_begin(struct store *store, struct err *err);
int sql_end(struct store *store, int r, struct err *err);

#endif
