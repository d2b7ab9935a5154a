// SPDX-License-Identifier: GPL-3.0-or-later
// From a density curve to latency by load. Points without a busy figure or an interval are passed
// over.
#include "planner/risk/risk_latency.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "planner/amount/policy.h"
#include "planner/curve/curve.h"
#include "planner/estate/estate.h"

// --- one curve -----------------------------------------------------------------------------------

static bool is_known(const struct curve_point *point)
{
    return !isnan(point->busy_cores.value) && point->inflation.value > 0;
}

// One boot gives no interval: then the value stands for its ends.
static double end_of(double end, double value)
{
    return end > 0 ? end : value;
}

static int compare(const void *a, const void *b)
{
    const struct latency_point *one = a, *other = b;
    return (one->load > other->load) - (one->load < other->load);
}

static void read_points(const struct density_curve *from, struct latency_curve *curve)
{
    curve->points = alloc_zeroed(from->point_count + 1, sizeof *curve->points);
    curve->points[curve->count++] = (struct latency_point){0, 1, 1, 1};
    for (size_t i = 0; i < from->point_count; i++) {
        const struct curve_point *point = &from->points[i];
        if (!is_known(point))
            continue;
        double value = point->inflation.value;
        curve->points[curve->count++] = (struct latency_point){
            .load = point->busy_cores.value / from->cores,
            .inflation = value,
            .low = end_of(point->inflation.low, value),
            .high = end_of(point->inflation.high, value),
        };
    }
    qsort(curve->points, curve->count, sizeof *curve->points, compare);
}

// The run's curve on hardware where there is one, else under emulation.
static const struct density_curve *find(const struct curves *curves, const char *word)
{
    const struct density_curve *found = NULL;
    for (size_t i = 0; i < curves->count; i++) {
        const struct density_curve *curve = &curves->list[i];
        if (strcmp(curve->word, word) == 0 &&
            (!found || (found->run.emulated && !curve->run.emulated)))
            found = curve;
    }
    return found;
}

// --- all -----------------------------------------------------------------------------------------

static int32_t index_of(struct latency_curves *all, const struct curves *curves, const char *word)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->list[i].word, word) == 0)
            return all->list[i].count > 1 ? (int32_t)i : -1;
    const struct density_curve *from = find(curves, word);
    if (!from)
        return -1;
    all->list = alloc_resized(all->list, all->count + 1, sizeof *all->list);
    struct latency_curve *curve = &all->list[all->count++];
    *curve = (struct latency_curve){.word = from->word};
    read_points(from, curve);
    return curve->count > 1 ? (int32_t)all->count - 1 : -1;
}

struct latency_curves latency_curves_of(const struct estate *estate, const struct policy *policy,
                                        const struct curves *curves)
{
    struct latency_curves all = {.of_guest =
                                     alloc_zeroed(estate->guest_count + 1, sizeof *all.of_guest)};
    for (size_t g = 0; g < estate->guest_count; g++) {
        const char *word = estate->guests[g].run ? estate->guests[g].run : policy->run;
        all.of_guest[g] = curves && word ? index_of(&all, curves, word) : -1;
    }
    return all;
}

void latency_curves_done(struct latency_curves *curves)
{
    for (size_t i = 0; i < curves->count; i++)
        free(curves->list[i].points);
    free(curves->list);
    free(curves->of_guest);
    *curves = (struct latency_curves){0};
}

static double between(double one, double other, double share)
{
    return exp(log(one) + share * (log(other) - log(one)));
}

struct uncertain latency_at(const struct latency_curve *curve, double load, bool *ret_is_beyond)
{
    const struct latency_point *last = &curve->points[curve->count - 1], *above = curve->points;
    if (load >= last->load) {
        *ret_is_beyond = *ret_is_beyond || load > last->load;
        return (struct uncertain){last->inflation, last->low, last->high, ORIGIN_SCALED};
    }
    while (above->load <= load)
        above++;
    const struct latency_point *below = above - 1;
    double share = (load - below->load) / (above->load - below->load);
    return (struct uncertain){between(below->inflation, above->inflation, share),
                              between(below->low, above->low, share),
                              between(below->high, above->high, share), ORIGIN_SCALED};
}
