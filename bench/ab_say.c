// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences from contrasts.
#include "bench/ab_say.h"

#include <inttypes.h>
#include <math.h>

#include "bench/ab.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/scenario.h"

// More of them would be a table.
enum { NAMED_MAX = 4 };

static void add_side(struct strbuf *text, const struct ab_plan *plan, int side)
{
    scope_free char *settings = side_settings_format(&plan->sides[side]);
    strbuf_printf(text, "%c: %s", "AB"[side], *settings ? settings : "as the scenario says");
}

char *ab_say_beginning(const struct ab_plan *plan, const struct scenario *scenario)
{
    struct strbuf text = {0};
    size_t densities = scenario->densities.count;
    if (plan->phase != AB_PHASE_B)
        add_side(&text, plan, 0);
    if (plan->phase == AB_TURNS)
        strbuf_add(&text, "; ");
    if (plan->phase != AB_PHASE_A)
        add_side(&text, plan, 1);
    bool has_looks = plan->phase != AB_PHASE_A;
    if (has_looks && scenario->repeats_min < scenario->repeats_max)
        strbuf_printf(&text, "; %" PRIu32 " to %" PRIu32 " blocks", scenario->repeats_min,
                      scenario->repeats_max);
    else
        strbuf_printf(&text, "; %" PRIu32 " blocks", scenario->repeats_max);
    strbuf_printf(&text, ", each of them %zu densit%s of %s", densities,
                  densities == 1 ? "y" : "ies",
                  plan->phase == AB_TURNS ? "both, in turns" : "it, and the reference beside them");
    return strbuf_take(&text);
}

static void add_judgement(struct strbuf *text, const struct judgement *judgement)
{
    strbuf_printf(text, "%s at %" PRIu32 " guest%s %.4gx", judgement->measure, judgement->guests,
                  judgement->guests == 1 ? "" : "s", judgement->ratio.value);
    if (isfinite(judgement->ratio.low) && isfinite(judgement->ratio.high))
        strbuf_printf(text, " [%.4g, %.4g]", judgement->ratio.low, judgement->ratio.high);
}

// The judged ones of that verdict.
static void add_named(struct strbuf *text, const struct contrast *contrast,
                      enum contrast_verdict verdict)
{
    size_t named = 0, all = contrast->counts[verdict];
    for (size_t i = 0; i < contrast->count && named < NAMED_MAX; i++) {
        const struct judgement *judgement = &contrast->list[i];
        if (!judgement->is_judged || judgement->verdict != verdict)
            continue;
        strbuf_add(text, named++ ? "; " : ": ");
        add_judgement(text, judgement);
    }
    if (all > named)
        strbuf_printf(text, "; and %zu more", all - named);
}

static void add_counts(struct strbuf *text, const struct contrast *contrast)
{
    static const enum contrast_verdict order[] = {CONTRAST_WORSE, CONTRAST_BETTER, CONTRAST_SAME,
                                                  CONTRAST_UNDECIDED, CONTRAST_ONE_SIDED};
    const char *between = "";
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (contrast->counts[order[i]] == 0)
            continue;
        strbuf_printf(text, "%s%zu %s", between, contrast->counts[order[i]],
                      contrast_verdict_name(order[i]));
        between = ", ";
    }
}

char *ab_say_look(const struct contrast *contrast, uint32_t blocks)
{
    struct strbuf text = {0};
    strbuf_printf(&text, "%" PRIu32 " block%s: ", blocks, blocks == 1 ? "" : "s");
    add_counts(&text, contrast);
    if (contrast->counts[CONTRAST_UNDECIDED] > 0)
        add_named(&text, contrast, CONTRAST_UNDECIDED);
    return strbuf_take(&text);
}

char *ab_say_answer(const struct ab_result *result)
{
    struct strbuf text = {0};
    const struct contrast *contrast = &result->contrast;
    if (!result->has_contrast)
        return alloc_printf("%" PRIu32 " block%s, nothing judged.", result->blocks,
                            result->blocks == 1 ? "" : "s");
    strbuf_printf(&text, "B against A after %" PRIu32 " block%s: %s", result->blocks,
                  result->blocks == 1 ? "" : "s", contrast_verdict_name(contrast->overall));
    if (contrast->overall != CONTRAST_SAME)
        add_named(&text, contrast, contrast->overall);
    strbuf_add(&text, " (");
    add_counts(&text, contrast);
    strbuf_add(&text, ").");
    return strbuf_take(&text);
}

char *ab_say_ending(const struct ab_result *result, const struct scenario *scenario)
{
    static const char *const reasons[] = {
        [AB_ENDED_DECIDED] = "every judged figure has its verdict",
        [AB_ENDED_REPEATS] = "as many as there were to be",
        [AB_ENDED_BUDGET] = "the budget has no room for another one",
        [AB_ENDED_EARLY] = "it could not go on",
        [AB_ENDED_MEASURED] = "it has been measured",
    };
    return alloc_printf("Ended after %" PRIu32 " of at most %" PRIu32
                        " blocks: %s. Intervals have %.4g %% at this look, so that all looks "
                        "together have %.4g %%.",
                        result->blocks, scenario->repeats_max, reasons[result->ending],
                        100 * result->contrast.confidence, 100 * scenario->confidence);
}
