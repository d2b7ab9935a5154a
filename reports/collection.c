// SPDX-License-Identifier: GPL-3.0-or-later
// Sums series up as they come from the store.
#include "reports/collection.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "common/stats/summary.h"
#include "common/store/store.h"

// Points that a report may hold: 128 MiB of them.
enum { POINTS_MAX = 8 << 20 };

static void add_series(struct collection *collection, const struct telemetry_series *series)
{
    scope_free double *values = alloc_zeroed(series->count, sizeof *values);
    for (size_t i = 0; i < series->count; i++)
        values[i] = series->points[i].value;
    const struct summary summary = summary_of(values, series->count);
    collection->series =
        alloc_resized(collection->series, collection->count + 1, sizeof *collection->series);
    collection->series[collection->count++] = (struct collection_series){
        .source = alloc_copy(series->source),
        .object = alloc_copy(series->object),
        .metric = alloc_copy(series->metric),
        .mean = summary.mean,
        .p95 = summary_quantile(values, series->count, 0.95),
        .max = summary.max,
        .count = series->count,
    };
}

static int visit(void *context, const struct telemetry *one, struct err *err)
{
    (void)err;
    for (size_t i = 0; i < one->count; i++)
        if (one->series[i].count > 0)
            add_series(context, &one->series[i]);
    return 0;
}

int collection_load(struct collection *collection, struct store *store, int64_t step_id,
                    struct err *err)
{
    return store_visit_telemetry(store, step_id, visit, collection, err);
}

void collection_done(struct collection *collection)
{
    for (size_t i = 0; i < collection->count; i++) {
        free(collection->series[i].source);
        free(collection->series[i].object);
        free(collection->series[i].metric);
    }
    free(collection->series);
    *collection = (struct collection){0};
}

int collection_is_small(struct store *store, int64_t step_id, bool *ret_is_small, struct err *err)
{
    uint64_t points = 0;
    int result = store_count_telemetry(store, step_id, &points, err);
    if (result == 0)
        *ret_is_small = points <= POINTS_MAX;
    return result;
}

const struct collection_series *collection_find(const struct collection *collection,
                                                const char *source, const char *object,
                                                const char *metric)
{
    for (size_t i = 0; i < collection->count; i++) {
        const struct collection_series *series = &collection->series[i];
        if (strcmp(series->object, object) == 0 && strcmp(series->metric, metric) == 0 &&
            strcmp(series->source, source) == 0)
            return series;
    }
    return NULL;
}
