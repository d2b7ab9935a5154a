// SPDX-License-Identifier: GPL-3.0-or-later
// Segments share the columns by their points; no mean is over a change.
#include "reports/compare/history_spark.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/history.h"

static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
enum { BLOCKS = sizeof blocks / sizeof *blocks };

struct spark {
    double *means; // NAN: a rule
    size_t count;
};

static double mean_of(const struct history_series *series, size_t from, size_t to)
{
    double sum = 0;
    for (size_t i = from; i < to; i++)
        sum += series->points[i].value.value;
    return sum / (double)(to - from);
}

static void add_segment(struct spark *spark, const struct history_series *series,
                        const struct history_segment *segment, size_t columns)
{
    size_t cells = segment->count;
    if (series->point_count > columns)
        cells = segment->count * columns / series->point_count;
    if (cells == 0)
        cells = 1;
    for (size_t c = 0; c < cells; c++)
        spark->means[spark->count++] = mean_of(series, segment->from + c * segment->count / cells,
                                               segment->from + (c + 1) * segment->count / cells);
}

static const char *block_of(double value, double low, double high)
{
    double share = high > low ? (value - low) / (high - low) : 0.5;
    size_t index = (size_t)(share * BLOCKS);
    return blocks[index < BLOCKS ? index : BLOCKS - 1];
}

char *history_spark(const struct history_series *series, size_t columns)
{
    struct strbuf text = {0};
    struct spark spark = {
        alloc_zeroed(series->point_count + 2 * series->change_count + 1, sizeof *spark.means), 0};
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; series->point_count > 0 && i <= series->change_count; i++) {
        if (i > 0)
            spark.means[spark.count++] = NAN;
        add_segment(&spark, series, &series->segments[i], columns);
    }
    for (size_t i = 0; i < spark.count; i++) {
        low = fmin(low, spark.means[i]); // NAN gives way
        high = fmax(high, spark.means[i]);
    }
    for (size_t i = 0; i < spark.count; i++)
        strbuf_add(&text, isnan(spark.means[i]) ? "│" : block_of(spark.means[i], low, high));
    free(spark.means);
    return strbuf_take(&text);
}
