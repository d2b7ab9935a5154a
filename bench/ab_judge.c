// SPDX-License-Identifier: GPL-3.0-or-later
// One look. All looks together are to be wrong no more often than one of the stated confidence: the
// interval has the confidence of its look (common/inference/sequential.h), and the false discovery
// rate is what that leaves, so that p is spent look by look as the interval's error is.
#include "bench/ab_judge.h"

#include "bench/ab.h"
#include "common/base/err.h"
#include "common/base/rng.h"
#include "common/inference/sequential.h"
#include "common/model/scenario.h"
#include "compare/measure.h"

// Unlike any stream that steps or turns draw from the same seed.
static const uint64_t STREAM = UINT64_C(0x6a75646765);

static double confidence_of(const struct scenario *scenario, uint32_t blocks)
{
    const struct sequential_plan looks = sequential_plan_of(scenario);
    return sequential_confidence(&looks, blocks < looks.boots_first ? looks.boots_first : blocks);
}

static bool is_told(const struct contrast *contrast, const char *wanted)
{
    for (size_t i = 0; i < contrast->count; i++)
        if (measure_name_means(wanted, contrast->list[i].measure))
            return true;
    return false;
}

// What nobody tells would be decided for ever.
static int check_measures(const struct ab_plan *plan, const struct contrast *contrast,
                          struct err *err)
{
    for (size_t i = 0; i < plan->measure_count; i++)
        if (!is_told(contrast, plan->measures[i]))
            return err_input(err, "metrics: neither side tells '%s'", plan->measures[i]);
    return 0;
}

int ab_judge(const struct ab_plan *plan, const struct scenario *scenario,
             const struct ab_sides *sides, uint32_t blocks, struct contrast *ret_contrast,
             struct err *err)
{
    double confidence = confidence_of(scenario, blocks);
    const struct contrast_options options = {
        .threshold = plan->threshold,
        .confidence = confidence,
        .false_discovery = 1 - confidence,
        .measures = (const char *const *)plan->measures,
        .measure_count = plan->measure_count,
        .floors = sides->floors,
        .reference = {sides->references[0], sides->references[1]},
        .seed = rng_derive(scenario->seed, STREAM),
    };
    struct contrast contrast;
    int result = contrast_of(&sides->a, &sides->b, &options, &contrast, err);
    if (result == 0) {
        result = check_measures(plan, &contrast, err);
        if (result < 0)
            contrast_done(&contrast);
        else
            *ret_contrast = contrast;
    }
    return result;
}

bool ab_judge_is_decided(const struct contrast *contrast)
{
    size_t judged = 0;
    for (int v = 0; v < CONTRAST_VERDICT_COUNT; v++)
        judged += contrast->counts[v];
    return judged > 0 && contrast->counts[CONTRAST_UNDECIDED] == 0;
}
