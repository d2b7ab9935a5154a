// SPDX-License-Identifier: GPL-3.0-or-later
// What happened and when.
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/store/sql.h"
#include "common/store/store.h"

int store_add_event(struct store *store, int64_t run_id, const char *text, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store, "INSERT INTO event(run_id, at_ns, text) VALUES(?, ?, ?)", err);
    if (r < 0)
        return r;
    sql_put_int(&sql, run_id);
    sql_put_int(&sql, clock_realtime_ns());
    sql_put_text(&sql, text);
    return sql_write(&sql, err);
}

int store_read_events(struct store *store, int64_t run_id, struct event_record **ret_events,
                      size_t *ret_count, struct err *err)
{
    struct event_record *events = NULL;
    size_t count = 0;
    scope_sql struct sql sql = {0};
    int r =
        sql_open(&sql, store, "SELECT at_ns, text FROM event WHERE run_id = ? ORDER BY rowid", err);
    if (r == 0)
        sql_put_int(&sql, run_id);
    while (r >= 0 && (r = sql_next(&sql, err)) > 0) {
        events = alloc_resized(events, count + 1, sizeof(events[0]));
        events[count].at_ns = sql_get_int(&sql);
        events[count++].text = sql_get_text(&sql);
    }
    if (r == 0) {
        *ret_events = events;
        *ret_count = count;
        return 0;
    }
    while (count > 0)
        event_record_done(&events[--count]);
    free(events);
    return r;
}

// By their order in the store: clocks go backwards, rows do not.
int store_find_event(struct store *store, const char *label, const char *text, int64_t *ret_id,
                     struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "SELECT run_id FROM event JOIN run ON run.id = run_id"
                     " WHERE label = ? AND text = ? ORDER BY event.rowid DESC LIMIT 1",
                     err);
    if (r < 0)
        return r;
    sql_put_text(&sql, label);
    sql_put_text(&sql, text);
    r = sql_next(&sql, err);
    if (r >= 0)
        *ret_id = r > 0 ? sql_get_int(&sql) : 0;
    return r < 0 ? r : 0;
}
