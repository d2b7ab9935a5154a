// SPDX-License-Identifier: GPL-3.0-or-later
// Boundaries by recursion on a grid, in units in which one boot adds one unit of variance to the
// sum that is looked at.
#include "common/inference/sequential.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/density.h"
#include "common/model/scenario.h"

enum { GRID = 200, BISECTIONS = 40 };
// Beyond so many standard deviations nothing is left.
#define FAR 9.0

static uint32_t at_least(uint32_t value, uint32_t least)
{
    return value < least ? least : value;
}

struct sequential_plan sequential_plan_of(const struct scenario *scenario)
{
    uint32_t first = at_least(scenario->repeats_min, 2);
    return (struct sequential_plan){
        .boots_first = first,
        .boots_max = at_least(scenario->repeats_max, first),
        .confidence = scenario->confidence,
    };
}

// --- the boundary -------------------------------------------------------------------------------

static double spent(const struct sequential_plan *plan, uint32_t boots)
{
    double share = (double)boots / plan->boots_max;
    return (1 - plan->confidence) * log(1 + (M_E - 1) * share);
}

// The density of the sum after some boots where no look has ended it, on [-end, end].
struct walk {
    double density[GRID + 1];
    double end;
    uint32_t boots;
};

static double place(const struct walk *walk, int i)
{
    return walk->end * (2.0 * i / GRID - 1);
}

// Simpson's weights, with the grid's step.
static double weight(const struct walk *walk, int i)
{
    double step = 2 * walk->end / GRID / 3;
    return i == 0 || i == GRID ? step : i % 2 ? 4 * step : 2 * step;
}

// The probability that the sum, `more` boots later, lies beyond +-bound: twice that beyond +bound,
// which cannot be reached from everywhere.
static double crosses(const struct walk *walk, double more, double bound)
{
    double sum = 0, reach = FAR * sqrt(more);
    for (int i = GRID; i >= 0 && place(walk, i) >= bound - reach; i--)
        sum += weight(walk, i) * walk->density[i] *
               gsl_cdf_ugaussian_Q((bound - place(walk, i)) / sqrt(more));
    return 2 * sum;
}

// On to the next look, within +-bound. What lies further off than FAR adds nothing, and both sides
// are alike.
static void go_on(struct walk *walk, double more, double bound)
{
    struct walk next = {.end = bound, .boots = walk->boots + (uint32_t)more};
    double reach = FAR * sqrt(more), step = 2 * walk->end / GRID;
    for (int j = 0; j <= GRID / 2; j++) {
        double here = place(&next, j);
        int first = (int)fmax(0, floor((here - reach + walk->end) / step));
        int last = (int)fmin(GRID, ceil((here + reach + walk->end) / step));
        for (int i = first; i <= last; i++)
            next.density[j] += weight(walk, i) * walk->density[i] *
                               gsl_ran_gaussian_pdf(here - place(walk, i), sqrt(more));
        next.density[GRID - j] = next.density[j];
    }
    *walk = next;
}

// The first look is at a normal sum.
static void begin(struct walk *walk, uint32_t boots, double bound)
{
    *walk = (struct walk){.end = bound, .boots = boots};
    for (int i = 0; i <= GRID; i++)
        walk->density[i] = gsl_ran_gaussian_pdf(place(walk, i), sqrt(boots));
}

// The bound of the sum that is crossed with that probability one boot later.
static double find_bound(const struct walk *walk, double probability)
{
    double low = 0, high = FAR * sqrt(walk->boots + 1);
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = (low + high) / 2;
        *(crosses(walk, 1, middle) > probability ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

double sequential_confidence(const struct sequential_plan *plan, uint32_t boots)
{
    if (boots < plan->boots_first)
        return NAN;
    uint32_t last = boots < plan->boots_max ? boots : plan->boots_max, look = plan->boots_first;
    double confidence = 1 - spent(plan, look);
    double bound = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2) * sqrt(look);
    scope_free struct walk *walk = alloc_zeroed(1, sizeof(*walk));
    begin(walk, look, bound);
    while (look < last) {
        look++;
        bound = find_bound(walk, spent(plan, look) - spent(plan, look - 1));
        confidence = 1 - 2 * gsl_cdf_ugaussian_Q(bound / sqrt(look));
        if (look < last)
            go_on(walk, 1, bound);
    }
    return confidence;
}

// --- is it worth it -----------------------------------------------------------------------------

double sequential_power(const struct sequential_plan *plan, uint32_t boots,
                        const struct sequential_evidence *evidence)
{
    if (boots >= plan->boots_max)
        return 0;
    if (boots < plan->boots_first || isnan(evidence->distance) || isinf(evidence->distance))
        return 1;
    // In standard errors of today: the last look's estimate is spread around today's by what is
    // still to come, and its interval is narrower.
    double share = (double)boots / plan->boots_max;
    double freedom = evidence->freedom + (plan->boots_max - boots);
    double confidence = sequential_confidence(plan, plan->boots_max);
    double reach = gsl_cdf_tdist_Qinv((1 - confidence) / 2, freedom) * sqrt(share);
    double spread = sqrt(1 - share), distance = fabs(evidence->distance);
    return gsl_cdf_ugaussian_Q((reach - distance) / spread) +
           gsl_cdf_ugaussian_P((-reach - distance) / spread);
}

static bool is_worth(const struct sequential_plan *plan, const struct density *density,
                     const struct sequential_evidence *evidence)
{
    return sequential_power(plan, (uint32_t)density->boots, evidence) >= SEQUENTIAL_POWER_LEAST;
}

enum sequential_advice sequential_advise(const struct sequential_plan *plan,
                                         const struct density *density)
{
    bool hopeless = false, may_fail = false;
    if (density->boots >= plan->boots_first && density->verdict != DENSITY_UNDECIDED)
        return SEQUENTIAL_DECIDED;
    if (density->boots >= plan->boots_max)
        return SEQUENTIAL_SPENT;
    for (size_t i = 0; i <= density->term_count; i++) {
        bool is_term = i < density->term_count;
        const struct sequential_evidence *evidence =
            is_term ? &density->terms[i].evidence : &density->rise_evidence;
        if ((is_term ? density->terms[i].verdict : density->rises) != DENSITY_UNDECIDED)
            continue;
        bool worth = is_worth(plan, density, evidence);
        hopeless = hopeless || !worth;
        may_fail = may_fail || (worth && !(evidence->distance > 0));
    }
    return hopeless && !may_fail ? SEQUENTIAL_FUTILE : SEQUENTIAL_BOOT;
}
