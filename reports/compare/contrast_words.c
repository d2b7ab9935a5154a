// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences about one judgement and one contrast.
#include "reports/compare/contrast_words.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/contrasts.h"
#include "reports/compare/effect.h"

bool contrast_verdict_fails(enum contrast_verdict verdict, bool is_strict)
{
    return verdict == CONTRAST_WORSE || (verdict == CONTRAST_UNDECIDED && is_strict);
}

char *contrast_verdict_title(enum contrast_verdict verdict)
{
    char *title = alloc_copy(contrast_verdict_name(verdict));
    title[0] = (char)toupper((unsigned char)title[0]);
    return title;
}

const char *contrast_density(const struct contrast *contrast)
{
    return contrast->has_tiles ? "tile" : "guest";
}

const char *contrast_unit(const struct contrast *contrast)
{
    return contrast->run_counts[0] > 1 && contrast->run_counts[1] > 1 ? "runs" : "boots";
}

bool contrast_has_reference(const struct contrast *contrast)
{
    for (size_t i = 0; i < contrast->count; i++) {
        const struct judgement *judgement = &contrast->list[i];
        if (isfinite(judgement->raw.value) && judgement->raw.value != judgement->ratio.value)
            return true;
    }
    return false;
}

// --- one judgement ------------------------------------------------------------------------------

char *judgement_name(const struct contrast *contrast, const struct judgement *judgement)
{
    return alloc_printf("%s at %" PRIu32 " %s%s", judgement->measure, judgement->guests,
                        contrast_density(contrast), judgement->guests == 1 ? "" : "s");
}

bool judgement_has_more(const struct judgement *judgement)
{
    return judgement->is_judged && judgement->verdict == CONTRAST_UNDECIDED &&
           judgement->more_units > 0;
}

char *judgement_more(const struct contrast *contrast, const struct judgement *judgement)
{
    const char *unit = contrast_unit(contrast);
    if (!judgement_has_more(judgement))
        return alloc_copy("");
    if (judgement->more_units >= CONTRAST_UNITS_MAX)
        return alloc_printf("%d or more %s a side", CONTRAST_UNITS_MAX, unit);
    return alloc_printf("%" PRIu32 " more %.*s a side", judgement->more_units,
                        (int)strlen(unit) - (judgement->more_units == 1), unit);
}

char *judgement_more_short(const struct contrast *contrast, const struct judgement *judgement)
{
    const char *unit = contrast_unit(contrast);
    if (!judgement_has_more(judgement))
        return alloc_copy("");
    return judgement->more_units < CONTRAST_UNITS_MAX
               ? alloc_printf("+%" PRIu32 " %s", judgement->more_units, unit)
               : alloc_printf("too many %s", unit);
}

char *judgement_noise(const struct judgement *judgement)
{
    scope_free char *change = effect_change(judgement->floor);
    return alloc_copy(*change == '+' ? change + 1 : change);
}

char *judgement_words(const struct contrast *contrast, const struct judgement *judgement)
{
    const char *verdict = contrast_verdict_name(judgement->verdict);
    const char *why = judgement->why ? judgement->why : "";
    if (judgement->verdict == CONTRAST_ONE_SIDED)
        return alloc_printf("%s%s%s", verdict, *why ? ". " : "", why);
    scope_free char *change = effect_text(&judgement->ratio);
    scope_free char *more = judgement_more(contrast, judgement);
    scope_free char *p = effect_p(judgement->p_adjusted);
    scope_free char *a = effect_value(judgement->unit, judgement->values[0]);
    scope_free char *b = effect_value(judgement->unit, judgement->values[1]);
    struct strbuf text = {0};
    strbuf_printf(&text, "%s, %s (%s to %s), ", verdict, change, a, b);
    if (isfinite(judgement->p_adjusted))
        strbuf_printf(&text, "p %s%s, ", *p == '<' ? "" : "= ", p);
    strbuf_printf(&text, "%zu and %zu boots", judgement->boots[0], judgement->boots[1]);
    if (*more)
        strbuf_printf(&text, "; %s would decide", more);
    if (*why)
        strbuf_printf(&text, ". %s", why);
    return strbuf_take(&text);
}

// --- lists --------------------------------------------------------------------------------------

// The name of one more judgement: a measure once, with all its guests.
void contrast_list_add(struct strbuf *text, const struct judgement *last,
                       const struct judgement *next)
{
    if (last && strcmp(last->measure, next->measure) == 0)
        strbuf_printf(text, ", %" PRIu32, next->guests);
    else
        strbuf_printf(text, "%s%s at %" PRIu32, last ? "; " : "", next->measure, next->guests);
}

static char *list_words(const struct contrast *contrast, bool is_judged,
                        enum contrast_verdict verdict)
{
    struct strbuf text = {0};
    const struct judgement *last = NULL;
    for (size_t i = 0; i < contrast->count; i++) {
        const struct judgement *next = &contrast->list[i];
        if (next->is_judged != is_judged || (is_judged && next->verdict != verdict))
            continue;
        contrast_list_add(&text, last, next);
        last = next;
    }
    return text.length ? strbuf_take(&text) : NULL;
}

char *contrast_list_words(const struct contrast *contrast, enum contrast_verdict verdict)
{
    return list_words(contrast, true, verdict);
}

char *contrast_unjudged_words(const struct contrast *contrast)
{
    return list_words(contrast, false, CONTRAST_SAME);
}

// --- the contrast -------------------------------------------------------------------------------

char *contrast_heading(const struct contrast *contrast)
{
    if (contrast->alike && *contrast->alike)
        return alloc_copy(contrast->alike);
    return alloc_printf("%s against %s", contrast->names[1], contrast->names[0]);
}

char *contrast_side_words(const struct contrast *contrast, size_t side)
{
    struct strbuf text = {0};
    size_t count = contrast->run_counts[side];
    strbuf_add(&text, contrast->names[side]);
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&text, "%s%" PRId64,
                      i           ? ", "
                      : count > 1 ? ": runs "
                                  : ": run ",
                      contrast->run_ids[side][i]);
    if (contrast->subjects[side] && *contrast->subjects[side])
        strbuf_printf(&text, ": %s", contrast->subjects[side]);
    return strbuf_take(&text);
}

static char *contrast_method_words(const struct contrast *contrast)
{
    return alloc_printf(
        "%s A change counts from %g %% on, with a %.3g %% interval over %s; false discoveries over "
        "all "
        "figures are held at %.3g %% (Benjamini and Hochberg).",
        contrast->is_interleaved
            ? "Both were measured in turns, and boots of one turn are held against each other."
            : "The two were measured one after the other, so that what drifted between them is in "
              "the change.",
        100 * contrast->threshold, 100 * contrast->confidence, contrast_unit(contrast),
        100 * contrast->false_discovery);
}

char *contrasts_method_words(const struct contrasts *contrasts)
{
    struct strbuf text = {0};
    for (size_t i = 0; i < contrasts->count; i++) {
        scope_free char *words = contrast_method_words(&contrasts->list[i]);
        if (!strstr(strbuf_text(&text), words))
            strbuf_printf(&text, "%s%s", i ? " " : "", words);
    }
    return strbuf_take(&text);
}
