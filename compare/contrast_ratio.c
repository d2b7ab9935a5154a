// SPDX-License-Identifier: GPL-3.0-or-later
// Means and variances of logarithms; permutations are common/inference/permutation.h's business.
#include "compare/contrast_ratio.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/mean_ratio.h"
#include "common/stats/summary.h"

// --- values as they are exchanged ---------------------------------------------------------------

static double first_of(const struct contrast_units *units)
{
    return units->counts[0] > 0 ? units->values[0][0] : units->values[1][0];
}

// Logarithms where there are ratios, over the first of all so that equal values give exactly 0.
static double *scale_of(const struct contrast_units *units, int side, double shift)
{
    double *scaled = alloc_zeroed(units->counts[side] + 1, sizeof *scaled);
    for (size_t i = 0; i < units->counts[side]; i++)
        scaled[i] = units->is_positive
                        ? log(units->values[side][i] / first_of(units)) - shift * side
                        : units->values[side][i];
    return scaled;
}

static double *differences_of(const struct contrast_units *units, double shift)
{
    scope_free double *a = scale_of(units, 0, 0), *b = scale_of(units, 1, shift);
    double *differences = alloc_zeroed(units->counts[0] + 1, sizeof *differences);
    for (size_t i = 0; i < units->counts[0]; i++)
        differences[i] = b[i] - a[i];
    return differences;
}

static struct spread spread_of(const struct summary *summary)
{
    return (struct spread){
        .is_known = summary->count >= 2,
        .is_logarithmic = true,
        .variance = summary->variance / (double)summary->count,
        .freedom = (double)summary->count - 1,
    };
}

// --- the ratio ----------------------------------------------------------------------------------

static struct contrast_ratio ratio_of_blocks(const struct contrast_units *units)
{
    scope_free double *differences = differences_of(units, 0);
    struct summary summary = summary_of(differences, units->counts[0]);
    struct contrast_ratio ratio = {
        .value = exp(summary.mean), .spread = spread_of(&summary), .unit_variance = NAN};
    if (ratio.spread.is_known)
        ratio.unit_variance = summary.variance;
    return ratio;
}

static struct contrast_ratio ratio_of_groups(const struct contrast_units *units)
{
    scope_free double *a = scale_of(units, 0, 0), *b = scale_of(units, 1, 0);
    struct summary ours = summary_of(a, units->counts[0]);
    struct summary theirs = summary_of(b, units->counts[1]);
    const struct spread above = spread_of(&theirs), below = spread_of(&ours);
    struct contrast_ratio ratio = {.value = exp(theirs.mean - ours.mean),
                                   .spread = spread_of_ratio(&above, &below),
                                   .unit_variance = NAN};
    if (ratio.spread.is_known)
        ratio.unit_variance = ours.variance + theirs.variance;
    return ratio;
}

static bool is_constant(const struct contrast_units *units)
{
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < units->counts[s]; i++)
            if (units->values[s][i] != units->values[0][0])
                return false;
    return true;
}

// Nothing lost on either side is no difference, though 0 over 0 is no ratio.
static struct contrast_ratio ratio_of_any(const struct contrast_units *units)
{
    if (is_constant(units))
        return (struct contrast_ratio){
            .value = 1,
            .spread = {.is_known = units->counts[0] >= 2 && units->counts[1] >= 2,
                       .is_logarithmic = true,
                       .freedom = 1},
            .unit_variance = 0,
        };
    const struct mean_ratio ratio =
        units->is_paired
            ? mean_ratio_paired(units->values[1], units->values[0], units->counts[0])
            : mean_ratio_of(units->values[1], units->counts[1], units->values[0], units->counts[0]);
    return (struct contrast_ratio){
        .value = ratio.value, .spread = ratio.spread, .unit_variance = ratio.unit_variance};
}

struct contrast_ratio contrast_ratio_of(const struct contrast_units *units)
{
    if (units->counts[0] == 0 || units->counts[1] == 0)
        return (struct contrast_ratio){.value = NAN, .unit_variance = NAN};
    if (!units->is_positive)
        return ratio_of_any(units);
    return units->is_paired ? ratio_of_blocks(units) : ratio_of_groups(units);
}

struct contrast_ratio contrast_ratio_over(const struct contrast_ratio *ratio,
                                          const struct contrast_ratio *reference)
{
    return (struct contrast_ratio){
        .value = ratio->value / reference->value,
        .spread = spread_of_ratio(&ratio->spread, &reference->spread),
        .unit_variance = ratio->unit_variance,
        .lasting_variance = reference->spread.variance,
    };
}

struct estimate contrast_ratio_interval(const struct contrast_ratio *ratio, double confidence)
{
    const struct mean_ratio mean = {.value = ratio->value, .spread = ratio->spread};
    return mean_ratio_interval(&mean, confidence);
}

void contrast_ratio_values(const struct contrast_units *units, double ret_values[2])
{
    for (int s = 0; s < 2; s++) {
        scope_free double *scaled = scale_of(units, s, 0);
        struct summary summary = summary_of(scaled, units->counts[s]);
        ret_values[s] = units->is_positive ? first_of(units) * exp(summary.mean) : summary.mean;
        if (units->counts[s] == 0)
            ret_values[s] = NAN;
    }
}

// --- exchanged ----------------------------------------------------------------------------------

struct permutation contrast_ratio_blocks(const struct contrast_units *units, double shift,
                                         uint64_t seed)
{
    scope_free double *differences = differences_of(units, shift);
    return permutation_of_pairs(differences, units->counts[0], seed);
}

struct permutation contrast_ratio_groups(const struct contrast_units *units, double shift,
                                         uint64_t seed)
{
    scope_free double *a = scale_of(units, 0, 0), *b = scale_of(units, 1, shift);
    return permutation_of_groups(a, units->counts[0], b, units->counts[1], seed);
}
