// SPDX-License-Identifier: GPL-3.0-or-later
// When a term, a rise and a density hold. Comparisons with NAN are false, so what is absent falls
// through to undecided.
#include "common/inference/verdict.h"

#include "common/inference/sample.h"

static const int statistics[] = {
    [SLO_P50] = SAMPLE_P50,
    [SLO_P90] = SAMPLE_P90,
    [SLO_P99] = SAMPLE_P99,
    [SLO_P999] = SAMPLE_P999,
    [SLO_MEAN] = SAMPLE_MEAN,
    [SLO_ACHIEVED] = SAMPLE_ACHIEVED,
    [SLO_RETAINED] = SAMPLE_THROUGHPUT,
    [SLO_THROUGHPUT] = SAMPLE_THROUGHPUT,
    [SLO_FAIRNESS] = SAMPLE_FAIRNESS,
    [SLO_WORST] = SAMPLE_WORST,
};
_Static_assert(sizeof(statistics) / sizeof(statistics[0]) == SLO_METRIC_COUNT,
               "every metric has its statistic");

int verdict_statistic(enum slo_metric metric)
{
    return statistics[metric];
}

bool verdict_is_relative(const struct slo_term *term)
{
    return term->bound == SLO_TIMES_SOLO || term->metric == SLO_RETAINED;
}

enum density_verdict verdict_of_term(const struct slo_term *term, const struct estimate *estimate)
{
    bool holds = term->at_most ? estimate->high <= term->value : estimate->low >= term->value;
    bool fails = term->at_most ? estimate->low > term->value : estimate->high < term->value;
    if (holds)
        return DENSITY_HOLDS;
    return fails ? DENSITY_FAILS : DENSITY_UNDECIDED;
}

enum density_verdict verdict_of_rise(const struct estimate *ratio)
{
    if (ratio->low > 1)
        return DENSITY_HOLDS;
    return ratio->high <= 1 ? DENSITY_FAILS : DENSITY_UNDECIDED;
}

enum density_verdict verdict_of_density(const struct density *density)
{
    bool holds = density->rises == DENSITY_HOLDS;
    bool fails = density->rises == DENSITY_FAILS;
    for (size_t i = 0; i < density->term_count; i++) {
        holds = holds && density->terms[i].verdict == DENSITY_HOLDS;
        fails = fails || density->terms[i].verdict == DENSITY_FAILS;
    }
    if (fails)
        return DENSITY_FAILS;
    return holds ? DENSITY_HOLDS : DENSITY_UNDECIDED;
}
