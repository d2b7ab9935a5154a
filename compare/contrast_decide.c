// SPDX-License-Identifier: GPL-3.0-or-later
// From measured contrasts to verdicts: p, adjusted over all of them, what each says, and what they
// say together. What is only told is adjusted among its like, so that it costs the judged nothing.
#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/false_discovery.h"
#include "compare/contrast_case.h"
#include "compare/contrast_verdict.h"

// All judgements that are judged, or all that are only told.
struct family {
    struct contrast_case *cases;
    size_t case_count;
    bool is_judged;
    size_t tests; // that have a ratio
};

static bool is_of(const struct family *family, const struct judgement *judgement)
{
    return judgement->is_judged == family->is_judged && isfinite(judgement->ratio.value);
}

static size_t count_tests(const struct family *family)
{
    size_t tests = 0;
    for (size_t c = 0; c < family->case_count; c++)
        for (size_t i = 0; i < family->cases[c].contrast.count; i++)
            tests += is_of(family, &family->cases[c].contrast.list[i]);
    return tests;
}

// Blocks are exchanged within themselves once they are so many that this can give a p that small.
// Before that, whatever they say, boots are dealt out over the sides as if there were no blocks: as
// valid, since what blocks have in common only makes both sides more alike, and only less sharp
// where something drifts. Which of the two it is follows from numbers of units, never from values.
static void find_p(struct judgement *judgement, const struct contrast_finding *finding,
                   const struct contrast *contrast, size_t tests)
{
    struct permutation found = {.p = NAN, .least_p = 1};
    double wanted = contrast->false_discovery / (double)tests;
    if (judgement->is_paired)
        found = contrast_ratio_blocks(&finding->units, finding->shift, finding->seed);
    if (!judgement->is_paired || found.least_p > wanted)
        found = contrast_ratio_groups(&finding->units, finding->shift, finding->seed);
    judgement->p = found.p;
    judgement->p_least = found.least_p;
}

static void find_all_p(const struct family *family)
{
    scope_free double *p = alloc_zeroed(family->tests + 1, sizeof *p);
    size_t at = 0;
    for (size_t c = 0; c < family->case_count; c++)
        for (size_t i = 0; i < family->cases[c].contrast.count; i++) {
            struct judgement *judgement = &family->cases[c].contrast.list[i];
            if (!is_of(family, judgement))
                continue;
            find_p(judgement, &family->cases[c].findings[i], &family->cases[c].contrast,
                   family->tests);
            p[at++] = judgement->p;
        }
    false_discovery_adjust(p, at, p);
    at = 0;
    for (size_t c = 0; c < family->case_count; c++)
        for (size_t i = 0; i < family->cases[c].contrast.count; i++)
            if (is_of(family, &family->cases[c].contrast.list[i]))
                family->cases[c].contrast.list[i].p_adjusted = p[at++];
}

static const char *unit_of(const struct contrast *contrast)
{
    return contrast->run_counts[0] > 1 && contrast->run_counts[1] > 1 ? "run" : "boot";
}

static void find_verdicts(struct contrast_case *one, const size_t tests[2])
{
    struct contrast *contrast = &one->contrast;
    for (size_t i = 0; i < contrast->count; i++) {
        struct judgement *judgement = &contrast->list[i];
        const struct contrast_rules rules = {
            .threshold = contrast->threshold,
            .confidence = contrast->confidence,
            .false_discovery = contrast->false_discovery,
            .tests = tests[judgement->is_judged],
            .unit = unit_of(contrast),
        };
        contrast_verdict_find(judgement, &one->findings[i], &rules);
        contrast->counts[judgement->verdict] += judgement->is_judged;
    }
    contrast->overall = contrast_overall(contrast->counts);
}

enum contrast_verdict contrast_overall(const size_t counts[CONTRAST_VERDICT_COUNT])
{
    if (counts[CONTRAST_WORSE] > 0)
        return CONTRAST_WORSE;
    if (counts[CONTRAST_UNDECIDED] > 0)
        return CONTRAST_UNDECIDED;
    if (counts[CONTRAST_BETTER] > 0)
        return CONTRAST_BETTER;
    return counts[CONTRAST_SAME] > 0 ? CONTRAST_SAME : CONTRAST_UNDECIDED;
}

void contrast_cases_decide(struct contrast_case *cases, size_t count)
{
    size_t tests[2];
    for (int is_judged = 0; is_judged < 2; is_judged++) {
        struct family family = {cases, count, is_judged, 0};
        family.tests = tests[is_judged] = count_tests(&family);
        find_all_p(&family);
    }
    for (size_t c = 0; c < count; c++)
        find_verdicts(&cases[c], tests);
}
