// SPDX-License-Identifier: GPL-3.0-or-later
// Medians, their ratio, and what varies.
#include "tests/fidelity/result.h"

#include <math.h>
#include <stdlib.h>

#include "common/stats/summary.h"

double result_our_median(const struct result *result)
{
    return summary_quantile(result->our_values, result->runs, 0.5);
}

double result_their_median(const struct result *result)
{
    return summary_quantile(result->their_values, result->runs, 0.5);
}

static double cv_of(const double *values, size_t count)
{
    struct summary summary = summary_of(values, count);

    return count > 1 ? sqrt(summary.variance) / summary.mean : NAN;
}

double result_our_cv(const struct result *result)
{
    return cv_of(result->our_values, result->runs);
}

double result_their_cv(const struct result *result)
{
    return cv_of(result->their_values, result->runs);
}

static double ratio_of_draws(const struct bootstrap_draw *draws, size_t drawn, void *context)
{
    const struct result *result = context;
    double ours[RESULT_RUNS_MAX], theirs[RESULT_RUNS_MAX];

    for (size_t i = 0; i < drawn; i++) {
        ours[i] = result->our_values[draws[i].boot];
        theirs[i] = result->their_values[draws[i].boot];
    }
    return summary_quantile(ours, drawn, 0.5) / summary_quantile(theirs, drawn, 0.5);
}

struct estimate result_ratio(const struct result *result)
{
    uint32_t ones[RESULT_RUNS_MAX];
    const struct bootstrap_plan plan = {.boots = ones, .boot_count = result->runs, .seed = 1};

    for (size_t i = 0; i < RESULT_RUNS_MAX; i++)
        ones[i] = 1;
    return bootstrap_estimate(&plan, ratio_of_draws, (void *)result);
}

enum result_verdict result_verdict(const struct result *result)
{
    const double low = 1 - RESULT_AIM_RATIO, high = 1 + RESULT_AIM_RATIO;
    struct estimate ratio;

    if (!result->pair->same || result->absent || result->runs < 2)
        return RESULT_NO_AIM;
    ratio = result_ratio(result);
    if (ratio.low >= low && ratio.high <= high)
        return RESULT_KEPT;
    return ratio.high < low || ratio.low > high ? RESULT_MISSED : RESULT_UNDECIDED;
}

const char *result_verdict_name(enum result_verdict verdict)
{
    static const char *const names[] = {
        [RESULT_KEPT] = "kept",
        [RESULT_MISSED] = "MISSED",
        [RESULT_UNDECIDED] = "undecided",
        [RESULT_NO_AIM] = "-",
    };

    return names[verdict];
}

void result_done(struct result *result)
{
    if (!result)
        return;
    free(result->ours);
    free(result->theirs);
    free(result->absent);
    *result = (struct result){0};
}
