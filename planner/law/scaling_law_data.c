// SPDX-License-Identifier: GPL-3.0-or-later
// Which points can be fitted at all, and how much each counts.
#include "planner/law/scaling_law_data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static bool is_known(double error)
{
    return isfinite(error) && error > 0;
}

static bool are_sound(const struct law_point *points, size_t count, char *ret_why)
{
    double top = 0;
    for (size_t i = 0; i < count; i++) {
        const struct law_point *point = &points[i];
        if (!isfinite(point->load) || point->load <= 0)
            snprintf(ret_why, LAW_WHY, "point %zu: a load must be a number above 0, not %g", i + 1,
                     point->load);
        else if (!isfinite(point->throughput) || point->throughput < 0)
            snprintf(ret_why, LAW_WHY, "point %zu: a throughput must be a number from 0 up, not %g",
                     i + 1, point->throughput);
        else
            top = fmax(top, point->throughput);
        if (ret_why[0])
            return false;
    }
    if (count == 0)
        snprintf(ret_why, LAW_WHY, "no density was measured");
    else if (!(top > 0))
        snprintf(ret_why, LAW_WHY, "nothing was done at any density");
    return !ret_why[0];
}

static int by_load(const void *a, const void *b)
{
    const struct law_point *one = a, *other = b;
    if (one->load < other->load || one->load > other->load)
        return one->load < other->load ? -1 : 1;
    return (one->throughput > other->throughput) - (one->throughput < other->throughput);
}

static void weigh(struct law_data *data, const struct law_point *sorted)
{
    bool all = true;
    for (size_t i = 0; i < data->count; i++)
        all = all && is_known(sorted[i].error);
    for (size_t i = 0; all && i < data->count; i++)
        data->measured += pow(sorted[i].error / data->unit, 2) / (double)data->count;
    for (size_t i = 0; i < data->count; i++) {
        double own = all ? pow(sorted[i].error / data->unit, 2) : 0;
        data->variance[i] = data->measured > 0 ? (own / data->measured + 1) / 2 : 1;
        data->weight[i] = 1 / data->variance[i];
    }
}

bool law_data_init(struct law_data *data, const struct law_point *points, size_t count,
                   char *ret_why)
{
    *data = (struct law_data){.count = count};
    ret_why[0] = '\0';
    if (!are_sound(points, count, ret_why))
        return false;
    scope_free struct law_point *sorted = alloc_zeroed(count, sizeof(*sorted));
    memcpy(sorted, points, count * sizeof(*sorted));
    qsort(sorted, count, sizeof(*sorted), by_load);
    data->load = alloc_zeroed(4 * count, sizeof(double));
    data->throughput = data->load + count;
    data->variance = data->load + 2 * count;
    data->weight = data->load + 3 * count;
    for (size_t i = 0; i < count; i++)
        data->unit = fmax(data->unit, sorted[i].throughput);
    for (size_t i = 0; i < count; i++) {
        data->load[i] = sorted[i].load;
        data->throughput[i] = sorted[i].throughput / data->unit;
        data->places += i == 0 || sorted[i].load > sorted[i - 1].load;
    }
    data->least = sorted[0].load;
    data->most = sorted[count - 1].load;
    weigh(data, sorted);
    return true;
}

void law_data_done(struct law_data *data)
{
    free(data->load);
    *data = (struct law_data){0};
}

double law_data_variance_at(const struct law_data *data, double load)
{
    size_t last = data->count - 1, i = 0;
    if (load >= data->most)
        return data->variance[last] * pow(load / data->most, 2);
    while (i < last && data->load[i + 1] <= load)
        i++;
    if (load <= data->least)
        return data->variance[0];
    double share = (load - data->load[i]) / (data->load[i + 1] - data->load[i]);
    return data->variance[i] + share * (data->variance[i + 1] - data->variance[i]);
}
