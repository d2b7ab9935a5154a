// SPDX-License-Identifier: GPL-3.0-or-later
// Traces of CPU use in whole microcores, and what one of them comes to by policy: its peak, mean or
// percentile, and the mean of its lowest windows.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "planner/amount/amount_part.h"
#include "planner/estate/estate.h"

// Of one trace, in microcores.
struct trace_figures {
    int64_t peak, mean, quantile, least;
};

// A guest takes nothing in windows in which it was not there.
static int32_t microcores(float cores)
{
    double micro = isnan(cores) || cores < 0 ? 0 : (double)cores * AMOUNT_MICRO;
    return (int32_t)fmin(round(micro), INT32_MAX);
}

static int by_value(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

// Of the `within` lowest of count values; rounded down, so that sums of it stay below.
static int64_t mean_of_lowest(const int32_t *sorted, size_t within)
{
    int64_t sum = 0;
    for (size_t w = 0; w < within; w++)
        sum += sorted[w];
    return within ? sum / (int64_t)within : 0;
}

static int64_t mean_up(const int32_t *sorted, size_t count)
{
    int64_t sum = 0;
    for (size_t w = 0; w < count; w++)
        sum += sorted[w];
    return (sum + (int64_t)count - 1) / (int64_t)count;
}

static struct trace_figures figures_of(const int32_t *values, size_t count, size_t over)
{
    size_t within = count - over;
    scope_free int32_t *sorted = alloc_zeroed(count, sizeof *sorted);
    memcpy(sorted, values, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_value);
    return (struct trace_figures){
        .peak = sorted[count - 1],
        .mean = mean_up(sorted, count),
        .quantile = sorted[within ? within - 1 : 0],
        .least = mean_of_lowest(sorted, within),
    };
}

static void fill_guest(struct amounts *amounts, size_t guest, const struct trace_figures *figures)
{
    int64_t *size = &amounts->size[guest][AMOUNT_CPU], *least = &amounts->least[guest][AMOUNT_CPU];
    *size = amounts->policy == POLICY_CPU_PEAK   ? figures->peak
            : amounts->policy == POLICY_CPU_MEAN ? figures->mean
                                                 : figures->quantile;
    *least = amounts->policy == POLICY_CPU_PERCENTILE ? figures->least : *size;
}

static void round_traces(const struct estate *estate, int32_t *values)
{
    for (size_t t = 0; t < estate->trace_count; t++)
        for (size_t w = 0; w < estate->windows; w++)
            values[t * estate->windows + w] = microcores(estate->traces[t].cores[w]);
}

static void keep_traces(const struct estate *estate, int32_t *values,
                        const struct trace_figures *figures, struct amounts *amounts)
{
    amounts->windows = estate->windows;
    amounts->trace_values = values;
    amounts->trace = alloc_zeroed(amounts->guests, sizeof *amounts->trace);
    amounts->trace_peak = alloc_zeroed(amounts->guests, sizeof *amounts->trace_peak);
    for (size_t g = 0; g < amounts->guests; g++) {
        const struct estate_guest *guest = &estate->guests[g];
        if (guest->trace < 0 || guest->is_off)
            continue;
        amounts->trace[g] = values + (size_t)guest->trace * estate->windows;
        amounts->trace_peak[g] = (int32_t)figures[guest->trace].peak;
    }
}

void amount_traces(const struct estate *estate, const struct policy *policy,
                   struct amounts *amounts)
{
    const double hair = 1e-9; // (1 - 0.9) x 10 is a whole window
    size_t windows = estate->windows;
    if (windows == 0 || estate->trace_count == 0)
        return;
    scope_free int32_t *values = alloc_zeroed(estate->trace_count * windows, sizeof *values);
    scope_free struct trace_figures *figures = alloc_zeroed(estate->trace_count, sizeof *figures);
    amounts->windows_over = (size_t)floor((1 - policy->percentile) * (double)windows + hair);
    round_traces(estate, values);
    for (size_t t = 0; t < estate->trace_count; t++)
        figures[t] = figures_of(values + t * windows, windows, amounts->windows_over);
    for (size_t g = 0; g < amounts->guests; g++)
        if (estate->guests[g].trace >= 0 && !estate->guests[g].is_off)
            fill_guest(amounts, g, &figures[estate->guests[g].trace]);
    if (amounts->policy == POLICY_CPU_PERCENTILE)
        keep_traces(estate, scope_take(values), figures, amounts);
}
