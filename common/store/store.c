// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and closing the store: whose file it is, how new, and whether it can be read or written
// where it lies. The tables are the business of store_*.c.
#include "common/store/store.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/store/migrations.h"
#include "common/store/sql.h"

enum { BUSY_TIMEOUT_MS = 10000 };

char *store_default_path(struct err *err)
{
    scope_free char *dir = path_state_dir(err);
    return dir ? path_join(dir, "fullhouse.db") : NULL;
}

const char *store_path(const struct store *store)
{
    return store->path;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    sqlite3_close(store->db);
    free(store->path);
    free(store);
}

static void close_scope(struct store **store)
{
    store_close(*store);
}

static int refuse_foreign(const struct store *store, struct err *err)
{
    return err_input(err, "%s: a SQLite database, but not a Fullhouse store", store->path);
}

// 0 when the file is ours or, for *ret_fresh, still empty; refuses before anything is changed.
static int check_owner(struct store *store, bool *ret_fresh, struct err *err)
{
    int64_t application = 0;
    int64_t tables = 0;
    // In this order: another process may be making the tables, and its mark comes with them.
    int r = sql_single(store, "SELECT count(*) FROM sqlite_master", &tables, err);
    if (r == 0)
        r = sql_single(store, "PRAGMA application_id", &application, err);
    if (r < 0)
        return r;
    *ret_fresh = application == 0 && tables == 0;
    if (application != STORE_APPLICATION_ID && !*ret_fresh)
        return refuse_foreign(store, err);
    return 0;
}

static int read_version(struct store *store, int64_t *ret_version, struct err *err)
{
    int64_t version = 0;
    int r = sql_single(store, "PRAGMA user_version", &version, err);
    if (r < 0)
        return r;
    if (version > store_schema_version)
        return err_input(err, "%s: made by a newer Fullhouse (schema %lld, this one knows %d)",
                         store->path, (long long)version, store_schema_version);
    if (version < 0)
        return refuse_foreign(store, err);
    *ret_version = version;
    return 0;
}

static int apply_migrations(struct store *store, struct err *err)
{
    // Read again inside the transaction: another process may have been faster.
    int64_t version;
    int r = read_version(store, &version, err);
    for (; r == 0 && version < store_schema_version; version++)
        r = sql_run(store, store_migrations[version], err);
    if (r < 0)
        return r;
    scope_free char *marks = alloc_printf("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                          STORE_APPLICATION_ID, store_schema_version);
    return sql_run(store, marks, err);
}

static int migrate(struct store *store, struct err *err)
{
    int64_t version;
    int r = read_version(store, &version, err);
    if (r < 0 || version == store_schema_version)
        return r;
    r = sql_begin(store, err);
    return r < 0 ? r : sql_end(store, apply_migrations(store, err), err);
}

static int connect_to(struct store *store, const char *name, int flags, struct err *err)
{
    sqlite3_close(store->db);
    store->db = NULL;
    int code = sqlite3_open_v2(name, &store->db, flags, NULL);
    if (code != SQLITE_OK)
        return sql_error(store, code, err);
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
    return 0;
}

static int make_folder(const char *path, struct err *err)
{
    scope_free char *copy = alloc_copy(path);
    return path_make_dirs(dirname(copy), err);
}

// WAL: readers never wait for the writer. FULL: what was committed outlives a power cut, too; a
// sync of a few milliseconds stands against steps of many seconds.
static int set_writing_manners(struct store *store, struct err *err)
{
    return sql_run(store,
                   "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                   "PRAGMA foreign_keys = ON",
                   err);
}

static int open_for_writing(struct store *store, struct err *err)
{
    bool fresh;
    // SQLite takes "" for a database that vanishes when it is closed.
    if (!*store->path)
        return err_input(err, "a path for the store is wanted");
    int r = make_folder(store->path, err);
    if (r == 0)
        r = connect_to(store, store->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    if (r == 0)
        r = check_owner(store, &fresh, err);
    // SQLite opens a read-only file without a word and fails at the first write.
    if (r == 0 && sqlite3_db_readonly(store->db, "main") == 1)
        r = sql_error(store, SQLITE_READONLY, err);
    if (r == 0)
        r = set_writing_manners(store, err);
    return r < 0 ? r : migrate(store, err);
}

// "file:/path?immutable=1", for a folder in which the WAL's shared memory cannot be made.
static char *immutable_uri(const char *path)
{
    struct strbuf uri = {0};
    strbuf_add(&uri, "file:");
    for (const char *at = path; *at; at++)
        strbuf_printf(&uri, strchr("%?#", *at) ? "%%%02X" : "%c", (unsigned char)*at);
    strbuf_add(&uri, "?immutable=1");
    return strbuf_take(&uri);
}

// True when transactions wait in the -wal file, which an immutable reader does not see.
static bool has_pending_wal(const char *path)
{
    scope_free char *wal = alloc_printf("%s-wal", path);
    struct stat status;
    return stat(wal, &status) == 0 && status.st_size > 0;
}

static int open_immutable(struct store *store, bool *ret_fresh, struct err *err)
{
    if (has_pending_wal(store->path))
        return err_system(err, EROFS,
                          "%s: its folder cannot be written and its -wal file holds the newest "
                          "data; copy both to a folder that can",
                          store->path);
    scope_free char *uri = immutable_uri(store->path);
    int r = connect_to(store, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
    return r < 0 ? r : check_owner(store, ret_fresh, err);
}

static bool needs_immutable(int code)
{
    int primary = code & 0xff;
    return primary == SQLITE_CANTOPEN || primary == SQLITE_READONLY || primary == SQLITE_PERM;
}

static int open_for_reading(struct store *store, struct err *err)
{
    bool fresh = false;
    int64_t version = 0;
    struct err first = {0};
    if (!path_exists(store->path)) {
        err_input(err, "%s: no store there; the first run makes one", store->path);
        return -ENOENT;
    }
    int r = connect_to(store, store->path, SQLITE_OPEN_READONLY, &first);
    if (r == 0)
        r = check_owner(store, &fresh, &first);
    if (r < 0 && store->db && needs_immutable(sqlite3_errcode(store->db))) {
        err_done(&first);
        r = open_immutable(store, &fresh, &first);
    }
    err_move(err, &first);
    if (r == 0)
        r = read_version(store, &version, err);
    if (r == 0 && fresh)
        r = err_input(err, "%s: empty, no Fullhouse store", store->path);
    // An old store may lie where nobody can write, and stays what it was.
    if (r == 0 && version > 0 && version < store_schema_version)
        r = sql_run(store, store_views[version], err);
    return r;
}

int store_open(const char *path, enum store_mode mode, struct store **ret_store, struct err *err)
{
    __attribute__((cleanup(close_scope))) struct store *store = alloc_zeroed(1, sizeof(*store));
    store->path = alloc_copy(path);
    int r = mode == STORE_WRITE ? open_for_writing(store, err) : open_for_reading(store, err);
    if (r < 0)
        return r;
    *ret_store = scope_take(store);
    return 0;
}
