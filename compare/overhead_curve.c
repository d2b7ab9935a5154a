// SPDX-License-Identifier: GPL-3.0-or-later
// Means and variances of logarithms of paired boots. Until a curve is finished its cells keep the
// spread of their ratio in the interval's place.
#include "compare/overhead_curve.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "compare/measure.h"

// Logarithms of the boots that both have.
struct pairs {
    size_t count;
    double value, base, ratio; // means
    double squares;            // of the ratio's distances from its mean (Welford 1962)
};

static bool is_positive(double value)
{
    return isfinite(value) && value > 0;
}

static void add_pair(struct pairs *pairs, double value, double base)
{
    double ratio = log(value) - log(base), before = ratio - pairs->ratio;
    double n = (double)++pairs->count;
    pairs->value += (log(value) - pairs->value) / n;
    pairs->base += (log(base) - pairs->base) / n;
    pairs->ratio += before / n;
    pairs->squares += before * (ratio - pairs->ratio);
}

// None at all where a boot came to nothing: the others alone would flatter.
static struct pairs pairs_of(const struct measure_values *values, const struct measure_values *base)
{
    struct pairs pairs = {0};
    for (size_t i = 0; i < values->count; i++)
        for (size_t b = 0; b < base->count; b++) {
            if (values->repeats[i] != base->repeats[b] || !isfinite(values->values[i]) ||
                !isfinite(base->values[b]))
                continue;
            if (!is_positive(values->values[i]) || !is_positive(base->values[b]))
                return (struct pairs){0};
            add_pair(&pairs, values->values[i], base->values[b]);
        }
    return pairs;
}

// Variance of the mean, which overhead_curve_finish makes an interval of.
static double variance_of(const struct pairs *pairs)
{
    double n = (double)pairs->count;
    return pairs->count < 2 ? NAN : pairs->squares / (n - 1) / n;
}

void overhead_curve_add(struct overhead_curve *curve, uint32_t guests,
                        const struct measure_values *values, const struct measure_values *base)
{
    struct pairs pairs = pairs_of(values, base);
    if (pairs.count == 0)
        return;
    curve->cells = alloc_resized(curve->cells, curve->cell_count + 1, sizeof *curve->cells);
    curve->cells[curve->cell_count++] = (struct overhead_cell){
        .guests = guests,
        .boots = pairs.count,
        .value = exp(pairs.value),
        .base = exp(pairs.base),
        .ratio = {exp(pairs.ratio), variance_of(&pairs), NAN},
        .growth = {NAN, NAN, NAN},
    };
}

static struct spread spread_of(const struct overhead_cell *cell)
{
    return (struct spread){
        .is_known = isfinite(cell->ratio.low),
        .is_logarithmic = true,
        .variance = cell->ratio.low,
        .freedom = (double)cell->boots - 1,
    };
}

static enum overhead_course course_of(const struct overhead_curve *curve,
                                      const struct estimate *growth)
{
    double size = fmax(growth->value, 1 / growth->value);
    if (!isfinite(growth->low))
        return OVERHEAD_NOT_KNOWN;
    if (size < OVERHEAD_LEAST || (growth->low <= 1 && growth->high >= 1))
        return OVERHEAD_STEADY;
    return overhead_cost(curve, growth->value) > 1 ? OVERHEAD_GROWS : OVERHEAD_SHRINKS;
}

static void find_growth(struct overhead_curve *curve, const struct spread *spreads)
{
    const struct overhead_cell *first = &curve->cells[0];
    double confidence = 1 - (1 - OVERHEAD_CONFIDENCE) / (double)(curve->cell_count - 1);
    for (size_t i = 1; i < curve->cell_count; i++) {
        struct overhead_cell *cell = &curve->cells[i];
        struct spread spread = spread_of_ratio(&spreads[i], &spreads[0]);
        cell->growth = spread_interval(cell->ratio.value / first->ratio.value, &spread, confidence);
        cell->course = course_of(curve, &cell->growth);
    }
}

// The first density that is another; none was seen where at least one could have been.
static void find_course(struct overhead_curve *curve)
{
    curve->course = OVERHEAD_NOT_KNOWN;
    curve->course_guests = 0;
    for (size_t i = 1; i < curve->cell_count; i++) {
        enum overhead_course course = curve->cells[i].course;
        if (course == OVERHEAD_NOT_KNOWN)
            continue;
        curve->course = course;
        if (course == OVERHEAD_STEADY)
            continue;
        curve->course_guests = curve->cells[i].guests;
        return;
    }
}

void overhead_curve_finish(struct overhead_curve *curve)
{
    size_t count = curve->cell_count;
    if (count == 0)
        return;
    scope_free struct spread *spreads = alloc_zeroed(count, sizeof *spreads);
    scope_free struct spread_place *places = alloc_zeroed(count, sizeof *places);
    for (size_t i = 0; i < count; i++) {
        spreads[i] = spread_of(&curve->cells[i]);
        places[i] =
            (struct spread_place){&spreads[i], curve->cells[i].boots, curve->cells[i].guests};
    }
    spread_moderate(places, count);
    for (size_t i = 0; i < count; i++)
        curve->cells[i].ratio =
            spread_interval(curve->cells[i].ratio.value, &spreads[i], OVERHEAD_CONFIDENCE);
    if (count > 1)
        find_growth(curve, spreads);
    find_course(curve);
}
