// SPDX-License-Identifier: GPL-3.0-or-later
// A step's telemetry read series by series.
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/store/sql.h"
#include "common/store/store.h"
#include "common/store/store_telemetry.h"

struct series_ids {
    int64_t *ids;
    size_t count;
};

static int list_series(struct store *store, int64_t step_id, struct series_ids *ids,
                       struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "SELECT DISTINCT series.id FROM series_block JOIN series"
                     " ON series.id = series_id WHERE step_id = ? ORDER BY object, series.id",
                     err);
    if (r == 0)
        sql_put_int(&sql, step_id);
    while (r >= 0 && (r = sql_next(&sql, err)) > 0) {
        ids->ids = alloc_resized(ids->ids, ids->count + 1, sizeof *ids->ids);
        ids->ids[ids->count++] = sql_get_int(&sql);
    }
    return r;
}

static int read_series(struct store *store, int64_t step_id, int64_t series_id,
                       struct telemetry *telemetry, struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "SELECT source, object, metric, first_at_ns, count, data FROM series_block"
                     " JOIN series ON series.id = series_id WHERE step_id = ? AND series_id = ?"
                     " ORDER BY series_block.id",
                     err);
    if (r == 0) {
        sql_put_int(&sql, step_id);
        sql_put_int(&sql, series_id);
    }
    while (r >= 0 && (r = sql_next(&sql, err)) > 0)
        r = store_read_telemetry_block(&sql, telemetry, err);
    return r;
}

int store_count_telemetry(struct store *store, int64_t step_id, uint64_t *ret_points,
                          struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "SELECT coalesce(sum(count), 0) FROM series_block WHERE step_id = ?", err);
    if (r == 0) {
        sql_put_int(&sql, step_id);
        r = sql_next(&sql, err);
    }
    if (r > 0)
        *ret_points = (uint64_t)sql_get_int(&sql);
    return r < 0 ? r : 0;
}

int store_visit_telemetry(struct store *store, int64_t step_id,
                          int (*visit)(void *context, const struct telemetry *one, struct err *err),
                          void *context, struct err *err)
{
    struct series_ids ids = {0};
    int r = list_series(store, step_id, &ids, err);
    for (size_t i = 0; r == 0 && i < ids.count; i++) {
        scope_telemetry struct telemetry one = {0};
        r = read_series(store, step_id, ids.ids[i], &one, err);
        if (r == 0)
            r = visit(context, &one, err);
    }
    free(ids.ids);
    return r;
}
