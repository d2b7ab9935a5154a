// SPDX-License-Identifier: GPL-3.0-or-later
// Where a curve rises.
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/memory_curve.h"

#define STEEP_FACTOR 1.2 // of latency, with each doubling of the size
#define WHOLE_FACTOR 1.3 // of latency, from a rise's begin to its end

static double median_of(double a, double b, double c)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

// Logarithms of the latencies without what stands out alone; monotone stretches stay as they are.
static double *smooth(const struct memory_curve *curve)
{
    size_t count = curve->point_count;
    double *levels = alloc_zeroed(count, sizeof *levels);
    for (size_t i = 0; i < count; i++) {
        double here = log(curve->points[i].load_ns.value);
        levels[i] = here;
        if (i > 0 && i + 1 < count)
            levels[i] = median_of(log(curve->points[i - 1].load_ns.value), here,
                                  log(curve->points[i + 1].load_ns.value));
    }
    return levels;
}

// Growth of the logarithm with each doubling, from point i to the next.
static double slope_after(const struct memory_curve *curve, const double *levels, size_t i)
{
    double doublings = log2((double)curve->points[i + 1].bytes / (double)curve->points[i].bytes);
    return (levels[i + 1] - levels[i]) / doublings;
}

// Between the points where the level passes the middle of both ends, on logarithmic scales.
static double half_of(const struct memory_curve *curve, const double *levels, size_t from,
                      size_t to)
{
    double middle = (levels[from] + levels[to]) / 2;
    size_t i = from;
    while (i + 1 < to && levels[i + 1] < middle)
        i++;
    double share = (middle - levels[i]) / (levels[i + 1] - levels[i]);
    double left = log((double)curve->points[i].bytes);
    double right = log((double)curve->points[i + 1].bytes);
    return exp(left + share * (right - left));
}

static void add_rise(struct memory_curve *curve, const double *levels, size_t from, size_t to)
{
    if (levels[to] - levels[from] < log(WHOLE_FACTOR))
        return;
    curve->rises = alloc_resized(curve->rises, curve->rise_count + 1, sizeof *curve->rises);
    curve->rises[curve->rise_count++] = (struct memory_curve_rise){
        .from = from, .to = to, .half_bytes = half_of(curve, levels, from, to)};
}

// The end of the rise that begins at `from`, where the curve is steep.
static size_t end_of(const struct memory_curve *curve, const double *levels, size_t from)
{
    double steepest = 0, before = 0;
    size_t to = from;
    for (; to + 1 < curve->point_count; to++) {
        double slope = slope_after(curve, levels, to);
        bool sets_in_again = before < steepest && slope > 2 * before;
        if (slope < log(STEEP_FACTOR) || sets_in_again)
            break;
        steepest = fmax(steepest, slope);
        before = slope;
    }
    return to;
}

void memory_curve_find_rises(struct memory_curve *curve)
{
    scope_free double *levels = smooth(curve);
    for (size_t i = 0; i + 1 < curve->point_count;) {
        size_t to = end_of(curve, levels, i);
        if (to > i)
            add_rise(curve, levels, i, to);
        i = to > i ? to : i + 1;
    }
}

// The last point that fits into so many bytes; the first one where none does.
static size_t last_fitting(const struct memory_curve *curve, uint64_t bytes)
{
    size_t last = 0;
    for (size_t i = 0; i < curve->point_count; i++)
        if (curve->points[i].bytes <= bytes)
            last = i;
    return last;
}

static double distance(double left, double right)
{
    return fabs(log(left / right));
}

// The point whose size lies nearest on a logarithmic scale.
static size_t nearest_point(const struct memory_curve *curve, double bytes)
{
    size_t nearest = 0;
    for (size_t i = 1; i < curve->point_count; i++)
        if (distance((double)curve->points[i].bytes, bytes) <
            distance((double)curve->points[nearest].bytes, bytes))
            nearest = i;
    return nearest;
}

const struct memory_curve_rise *memory_curve_rise_at(const struct memory_curve *curve,
                                                     uint64_t bytes)
{
    size_t end = last_fitting(curve, bytes);
    const struct memory_curve_rise *found = NULL;
    for (size_t i = 0; memory_curve_spans(curve, bytes) && i < curve->rise_count; i++) {
        const struct memory_curve_rise *rise = &curve->rises[i];
        if (end + 1 < rise->from || end > nearest_point(curve, rise->half_bytes) + 1)
            continue;
        if (!found ||
            distance(rise->half_bytes, (double)bytes) < distance(found->half_bytes, (double)bytes))
            found = rise;
    }
    return found;
}

bool memory_curve_spans(const struct memory_curve *curve, uint64_t bytes)
{
    return curve->point_count > 1 && curve->points[0].bytes <= bytes &&
           curve->points[curve->point_count - 1].bytes > bytes;
}
