// SPDX-License-Identifier: GPL-3.0-or-later
// A value moves from the right side to the left, one after the other; what it is apart from those
// on the left follows from their count and sum below it and above it.
#include "common/inference/energy_split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

#define REACH_DEVIATIONS 3.0
// Of a normal distribution, over the median of absolute deviations.
#define DEVIATION_OF_MEDIAN 1.4826
#define SQUARES_WEIGHT      2.0

struct placed {
    double value;
    size_t index;
};

static int by_value(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    if (a->value < b->value || a->value > b->value)
        return a->value < b->value ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static double middle(const struct placed *sorted, size_t count)
{
    return (sorted[(count - 1) / 2].value + sorted[count / 2].value) / 2;
}

// From the median, and no further than the reach. Where more than half are the same there is no
// deviation to count in, and all stay where they are.
static void draw_in(struct placed *placed, const double *series, size_t count)
{
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){series[i], i};
    qsort(placed, count, sizeof *placed, by_value);
    double median = middle(placed, count);
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){fabs(series[i] - median), i};
    qsort(placed, count, sizeof *placed, by_value);
    double reach = REACH_DEVIATIONS * DEVIATION_OF_MEDIAN * middle(placed, count);
    if (!(reach > 0))
        reach = INFINITY;
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){fmax(fmin(series[i] - median, reach), -reach), i};
    qsort(placed, count, sizeof *placed, by_value);
}

// Sum of |x - y| over all pairs.
static double pairs_apart(const struct placed *sorted, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += sorted[i].value * (2 * (double)i - (double)(count - 1));
    return sum;
}

// Values added up, and their squares.
struct moments {
    double count, sum, squares;
};

static struct moments moments_of(const struct placed *placed, size_t count)
{
    struct moments sum = {.count = (double)count};
    for (size_t i = 0; i < count; i++) {
        sum.sum += placed[i].value;
        sum.squares += placed[i].value * placed[i].value;
    }
    return sum;
}

// Sum of their squared distances from a value.
static double squares_from(const struct moments *moments, double value)
{
    return moments->count * value * value - 2 * value * moments->sum + moments->squares;
}

static void note_distances(struct energy_stretch *stretch, const struct placed *sorted)
{
    const struct moments all = moments_of(sorted, stretch->count);
    double pairs = all.count * (all.count - 1) / 2, below = 0;
    stretch->square_weight = SQUARES_WEIGHT * pairs / (all.count * all.squares - all.sum * all.sum);
    for (size_t i = 0; i < stretch->count; i++) {
        double value = sorted[i].value, more = 2 * (double)i - (double)(stretch->count - 1);
        double apart = value * more + all.sum - 2 * below - value +
                       stretch->square_weight * squares_from(&all, value);
        stretch->values[sorted[i].index] =
            (struct energy_value){.value = value, .apart = apart, .rank = i + 1};
        stretch->within += apart / 2;
        below += value;
    }
}

void energy_stretch_init(struct energy_stretch *stretch, const double *series, size_t count)
{
    *stretch = (struct energy_stretch){
        .values = alloc_zeroed(count + 1, sizeof *stretch->values),
        .count = count,
        .by_rank = alloc_zeroed(count + 1, sizeof *stretch->by_rank),
    };
    if (count < 2)
        return;
    scope_free struct placed *placed = alloc_zeroed(count, sizeof *placed);
    draw_in(placed, series, count);
    // What is left of equal values by rounding is no distance.
    if (placed[0].value >= placed[count - 1].value)
        return;
    double pairs = (double)count * (double)(count - 1) / 2;
    double mean = pairs_apart(placed, count) / pairs;
    for (size_t i = 0; i < count; i++)
        placed[i].value /= mean;
    note_distances(stretch, placed);
}

void energy_stretch_done(struct energy_stretch *stretch)
{
    free(stretch->values);
    free(stretch->by_rank);
    *stretch = (struct energy_stretch){0};
}

// --- sums over ranks ----------------------------------------------------------------------------

static void sums_add(struct energy_stretch *stretch, const struct energy_value *value)
{
    for (size_t i = value->rank; i <= stretch->count; i += i & -i) {
        stretch->by_rank[i].count += 1;
        stretch->by_rank[i].sum += value->value;
    }
}

static struct energy_sum sums_below(const struct energy_stretch *stretch, size_t rank)
{
    struct energy_sum below = {0};
    for (size_t i = rank; i > 0; i -= i & -i) {
        below.count += stretch->by_rank[i].count;
        below.sum += stretch->by_rank[i].sum;
    }
    return below;
}

// --- distances ----------------------------------------------------------------------------------

// Sums of distances of pairs: on the left, on the right, of one from each side.
struct sides {
    double left, right, between;
    struct moments on_left;
};

static void sides_move(struct sides *sides, struct energy_stretch *stretch,
                       const struct energy_value *value)
{
    const struct energy_sum below = sums_below(stretch, value->rank);
    double from_left = value->value * (2 * below.count - sides->on_left.count) +
                       sides->on_left.sum - 2 * below.sum +
                       stretch->square_weight * squares_from(&sides->on_left, value->value);
    double from_right = value->apart - from_left;
    sides->left += from_left;
    sides->right -= from_right;
    sides->between += from_right - from_left;
    sides->on_left.count += 1;
    sides->on_left.sum += value->value;
    sides->on_left.squares += value->value * value->value;
    sums_add(stretch, value);
}

// As V-statistics, which count a value's distance from itself: they vary less near the ends.
static double distance_of(const struct sides *sides, size_t before, size_t after)
{
    double m = (double)before, n = (double)after, share = m * n / ((m + n) * (m + n));
    double energy = 2 * (sides->between / (m * n) - sides->left / (m * m) - sides->right / (n * n));
    return energy * (m + n) * share * sqrt(4 * share);
}

struct energy_split energy_split_of(struct energy_stretch *stretch, size_t least)
{
    struct energy_split best = {0};
    struct sides sides = {.right = stretch->within};
    size_t count = stretch->count;
    least = least < 2 ? 2 : least;
    if (!(stretch->within > 0))
        return best;
    memset(stretch->by_rank, 0, (count + 1) * sizeof *stretch->by_rank);
    for (size_t before = 1; before + least <= count; before++) {
        sides_move(&sides, stretch, &stretch->values[before - 1]);
        if (before < least)
            continue;
        double distance = distance_of(&sides, before, count - before);
        if (distance > best.distance)
            best = (struct energy_split){before, distance};
    }
    return best;
}
