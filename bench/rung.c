// SPDX-License-Identifier: GPL-3.0-or-later
// From a density's figures to what guides a search. A leaning takes a figure at its value, without
// its interval: good enough to choose what is measured next, never an answer.
#include "bench/rung.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"

// Standard errors on either side of an estimate that its 95 % interval is wide.
#define ERRORS_OF_INTERVAL 1.96

static double log_over(double value, const struct slo_term *term)
{
    double log_ratio = log(value / term->value);
    return term->at_most ? log_ratio : -log_ratio;
}

static struct rung_term learn_term(const struct density_term *term)
{
    const struct estimate *estimate = &term->estimate;
    struct rung_term known = {
        .verdict = term->verdict,
        .leaning = term->verdict,
        .excess = log_over(estimate->value, &term->term),
        .error = log(estimate->high / estimate->low) / 2 / ERRORS_OF_INTERVAL,
    };
    if (known.verdict == DENSITY_UNDECIDED && !isnan(known.excess))
        known.leaning = known.excess <= 0 ? DENSITY_HOLDS : DENSITY_FAILS;
    if (!isfinite(known.error))
        known.error = NAN;
    return known;
}

// Total throughput of something that does nothing has no direction.
static enum density_verdict rise_leaning(const struct density *density, const struct density *below)
{
    if (density->rises != DENSITY_UNDECIDED && !isnan(density->total_ratio.value))
        return density->rises;
    if (density->is_silent)
        return DENSITY_UNDECIDED;
    double ratio = density->total_ratio.value;
    if (isnan(ratio) && below)
        ratio = density->total.value / below->total.value;
    return isnan(ratio) || ratio > 1 ? DENSITY_HOLDS : DENSITY_FAILS;
}

// Failing outweighs not knowing, which outweighs holding.
static enum density_verdict worse(enum density_verdict one, enum density_verdict other)
{
    if (one == DENSITY_FAILS || other == DENSITY_FAILS)
        return DENSITY_FAILS;
    return one == DENSITY_UNDECIDED ? one : other;
}

void rung_learn(struct rung *rung, const struct density *density, const struct density *below,
                const struct sequential_plan *plan)
{
    free(rung->terms);
    rung->terms = alloc_zeroed(density->term_count + 1, sizeof *rung->terms);
    rung->term_count = density->term_count;
    rung->verdict = density->verdict;
    rung->is_futile = sequential_advise(plan, density) == SEQUENTIAL_FUTILE;
    rung->leaning = density->is_idle ? DENSITY_HOLDS : rise_leaning(density, below);
    for (size_t i = 0; i < density->term_count; i++) {
        rung->terms[i] = learn_term(&density->terms[i]);
        rung->leaning = worse(rung->leaning, rung->terms[i].leaning);
    }
    if (rung->verdict != DENSITY_UNDECIDED)
        rung->leaning = rung->verdict;
}

void rung_done(struct rung *rung)
{
    free(rung->terms);
    rung->terms = NULL;
    rung->term_count = 0;
}
