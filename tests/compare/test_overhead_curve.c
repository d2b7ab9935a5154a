// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of a curve on simulated boots: an interval holds the truth as often as it says,
// and growth is not seen where there is none.
#include "compare/overhead_curve.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "common/base/rng.h"
#include "compare/measure.h"

enum { DENSITIES = 4, BOOTS_MAX = 5, CURVES = 1500 };

// Boots of both sides differ by 5 %, all that is measured in one round by 30 % more.
#define BOOT_SPREAD  0.05
#define ROUND_SPREAD 0.3
#define TRUTH        0.9

// Box and Muller 1958.
static double normal(struct rng *rng)
{
    double u = 1 - rng_unit(rng), v = rng_unit(rng);
    return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

struct simulated {
    double values[BOOTS_MAX], bases[BOOTS_MAX];
    uint32_t repeats[BOOTS_MAX];
};

static void add_density(struct overhead_curve *curve, struct rng *rng, uint32_t guests,
                        size_t boots, double ratio)
{
    struct simulated simulated;
    for (size_t i = 0; i < boots; i++) {
        double round = exp(ROUND_SPREAD * normal(rng));
        simulated.repeats[i] = (uint32_t)i;
        simulated.bases[i] = 1000 * round * exp(BOOT_SPREAD * normal(rng));
        simulated.values[i] = 1000 * round * ratio * exp(BOOT_SPREAD * normal(rng));
    }
    const struct measure_values values = {simulated.values, simulated.repeats, boots};
    const struct measure_values base = {simulated.bases, simulated.repeats, boots};
    overhead_curve_add(curve, guests, &values, &base);
}

// How often, of all curves, the interval at a density held the truth, and a change was seen.
struct shares {
    double held, seen, at_last;
};

// last: the ratio at the largest density.
static struct shares simulate(size_t boots, double last)
{
    struct rng rng;
    struct shares shares = {0};
    rng_init(&rng, 20261126 + boots);
    for (int i = 0; i < CURVES; i++) {
        struct overhead_curve curve = {.higher_is_better = true};
        for (uint32_t d = 0; d < DENSITIES; d++)
            add_density(&curve, &rng, 1u << d, boots, d + 1 < DENSITIES ? TRUTH : last);
        overhead_curve_finish(&curve);
        for (size_t d = 0; d + 1 < curve.cell_count; d++)
            shares.held += curve.cells[d].ratio.low <= TRUTH && curve.cells[d].ratio.high >= TRUTH;
        shares.seen += curve.course_guests > 0;
        shares.at_last += curve.course_guests == 1u << (DENSITIES - 1);
        free(curve.cells);
    }
    shares.held /= CURVES * (DENSITIES - 1);
    shares.seen /= CURVES;
    shares.at_last /= CURVES;
    return shares;
}

Test(compare_overhead_curve, intervals_hold_the_truth_as_often_as_they_say)
{
    for (size_t boots = 2; boots <= BOOTS_MAX; boots++) {
        struct shares shares = simulate(boots, TRUTH);
        cr_expect(shares.held >= 0.93 && shares.held <= 0.985, "%zu boots: %g", boots, shares.held);
    }
}

Test(compare_overhead_curve, no_growth_is_seen_where_there_is_none)
{
    for (size_t boots = 2; boots <= BOOTS_MAX; boots++) {
        struct shares shares = simulate(boots, TRUTH);
        cr_expect_leq(shares.seen, 0.06, "%zu boots: %g", boots, shares.seen);
    }
}

// A third dearer at eight guests: found, and there.
Test(compare_overhead_curve, growth_is_found_at_its_density)
{
    struct shares shares = simulate(BOOTS_MAX, TRUTH * 2 / 3);
    cr_expect_geq(shares.at_last, 0.9, "%g", shares.at_last);
}

Test(compare_overhead_curve, what_was_not_told_is_no_pair)
{
    struct overhead_curve curve = {.higher_is_better = true};
    double values[] = {1, NAN, NAN}, bases[] = {2, 2, 2};
    uint32_t repeats[] = {0, 1, 2};
    const struct measure_values above = {values, repeats, 3}, below = {bases, repeats, 3};
    overhead_curve_add(&curve, 1, &above, &below);
    cr_assert_eq(curve.cell_count, 1);
    cr_expect_eq(curve.cells[0].boots, 1);
    cr_expect_float_eq(curve.cells[0].ratio.value, 0.5, 1e-12);
    const struct measure_values none = {values + 1, repeats + 1, 2};
    overhead_curve_add(&curve, 2, &none, &below);
    cr_expect_eq(curve.cell_count, 1, "no pair, no density");
    overhead_curve_finish(&curve);
    cr_expect_eq(curve.course, OVERHEAD_NOT_KNOWN);
    free(curve.cells);
}

Test(compare_overhead_curve, a_boot_that_came_to_nothing_leaves_no_flattering_ratio)
{
    double values[] = {0, 900, 910}, bases[] = {1000, 1000, 1010};
    uint32_t repeats[] = {0, 1, 2};
    struct overhead_curve curve = {.higher_is_better = true};
    overhead_curve_add(&curve, 1, &(struct measure_values){values, repeats, 3},
                       &(struct measure_values){bases, repeats, 3});
    cr_expect_eq(curve.cell_count, 0);
    values[0] = 890;
    overhead_curve_add(&curve, 1, &(struct measure_values){values, repeats, 3},
                       &(struct measure_values){bases, repeats, 3});
    cr_expect_eq(curve.cell_count, 1);
    free(curve.cells);
}
