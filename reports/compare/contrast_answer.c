// SPDX-License-Identifier: GPL-3.0-or-later
// The answer over all contrasts, and what only shows at density.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/contrasts.h"
#include "reports/compare/contrast_words.h"
#include "reports/compare/effect.h"

// --- emulation ----------------------------------------------------------------------------------

struct emulated {
    size_t sides[2], both, contrasts; // how many have it on A, on B, on both, at all
};

static struct emulated count_emulated(const struct contrasts *contrasts)
{
    struct emulated count = {0};
    for (size_t i = 0; i < contrasts->count; i++) {
        const bool *is_emulated = contrasts->list[i].is_emulated;
        count.sides[0] += is_emulated[0];
        count.sides[1] += is_emulated[1];
        count.both += is_emulated[0] && is_emulated[1];
        count.contrasts += is_emulated[0] || is_emulated[1];
    }
    return count;
}

// "Under emulation"; "" where nothing was.
static const char *emulation_mark(const struct contrasts *contrasts)
{
    struct emulated count = count_emulated(contrasts);
    if (count.contrasts == 0)
        return "";
    if (count.both == contrasts->count)
        return "Under emulation";
    if (count.contrasts < contrasts->count)
        return "In part under emulation";
    if (count.sides[1] == 0)
        return "A under emulation, B not";
    return count.sides[0] == 0 ? "B under emulation, A not" : "In part under emulation";
}

char *contrasts_emulation(const struct contrasts *contrasts)
{
    const char *mark = emulation_mark(contrasts);
    if (!*mark)
        return NULL;
    return alloc_printf("%s: what was emulated tells of the emulator, and no figure of it is one "
                        "of hardware virtualization.",
                        mark);
}

// --- the answer ---------------------------------------------------------------------------------

static size_t judged_count(const struct contrasts *contrasts)
{
    size_t count = 0;
    for (int v = 0; v < CONTRAST_VERDICT_COUNT; v++)
        count += contrasts->counts[v];
    return count;
}

static void add_counts(struct strbuf *text, const struct contrasts *contrasts)
{
    static const struct {
        enum contrast_verdict verdict;
        const char *words;
    } order[] = {
        {CONTRAST_WORSE, "worse"},
        {CONTRAST_BETTER, "better"},
        {CONTRAST_UNDECIDED, "undecided"},
        {CONTRAST_SAME, "the same"},
        {CONTRAST_ONE_SIDED, "on one side only"},
    };
    bool is_first = true;
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        size_t count = contrasts->counts[order[i].verdict];
        if (count == 0)
            continue;
        strbuf_printf(text, "%s%zu %s", is_first ? "" : ", ", count, order[i].words);
        is_first = false;
    }
}

static double effect_size(const struct judgement *judgement)
{
    double size = fabs(log(judgement->ratio.value));
    return isnan(size) ? 0 : size;
}

// One judgement of some contrast.
struct found {
    const struct contrast *contrast;
    const struct judgement *judgement; // NULL: none
};

static bool is_news(const struct contrasts *contrasts, const struct judgement *judgement)
{
    return judgement->is_judged && judgement->verdict == contrasts->overall &&
           (judgement->verdict == CONTRAST_WORSE || judgement->verdict == CONTRAST_BETTER);
}

// The largest change of the overall verdict's kind; of undecided and same nobody asks.
static struct found find_most(const struct contrasts *contrasts)
{
    struct found found = {0};
    for (size_t c = 0; c < contrasts->count; c++)
        for (size_t i = 0; i < contrasts->list[c].count; i++) {
            const struct judgement *judgement = &contrasts->list[c].list[i];
            if (is_news(contrasts, judgement) &&
                (!found.judgement || effect_size(judgement) > effect_size(found.judgement)))
                found = (struct found){&contrasts->list[c], judgement};
        }
    return found;
}

static void add_most(struct strbuf *text, const struct contrasts *contrasts)
{
    const struct found found = find_most(contrasts);
    if (!found.judgement)
        return;
    scope_free char *name = judgement_name(found.contrast, found.judgement);
    scope_free char *change = effect_text(&found.judgement->ratio);
    strbuf_printf(text, " %s: %s, %s.",
                  contrasts->counts[contrasts->overall] > 1 ? "The largest" : "It is", name,
                  change);
}

char *contrasts_claim(const struct contrasts *contrasts)
{
    const char *mark = emulation_mark(contrasts);
    scope_free char *verdict = contrast_verdict_title(contrasts->overall);
    return alloc_printf("%s%s%s: %s against %s", mark, *mark ? ". " : "", verdict,
                        contrasts->names[1], contrasts->names[0]);
}

char *contrasts_reckoning(const struct contrasts *contrasts, bool is_strict)
{
    struct strbuf text = {0};
    size_t judged = judged_count(contrasts);
    if (judged == 0)
        strbuf_add(&text, "Nothing was judged.");
    else {
        strbuf_printf(&text, "Of %zu figure%s ", judged, judged == 1 ? "" : "s");
        add_counts(&text, contrasts);
        strbuf_add(&text, ".");
    }
    add_most(&text, contrasts);
    if (contrasts->overall == CONTRAST_UNDECIDED && is_strict)
        strbuf_add(&text, " Undecided counts as a failure (--strict).");
    return strbuf_take(&text);
}

char *contrasts_answer(const struct contrasts *contrasts, bool is_strict)
{
    scope_free char *claim = contrasts_claim(contrasts);
    scope_free char *reckoning = contrasts_reckoning(contrasts, is_strict);
    return alloc_printf("%s. %s", claim, reckoning);
}

// --- at density only ----------------------------------------------------------------------------

// Judgements of one measure in a contrast's list: they stand together.
static size_t measure_end(const struct contrast *contrast, size_t first)
{
    size_t end = first;
    while (end < contrast->count &&
           strcmp(contrast->list[end].measure, contrast->list[first].measure) == 0)
        end++;
    return end;
}

static void add_guests(struct strbuf *text, const struct judgement *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        strbuf_printf(text, "%s%" PRIu32,
                      i == 0           ? ""
                      : i + 1 == count ? " and "
                                       : ", ",
                      list[i].guests);
}

// Same at all densities up to some, and one verdict at all from there on.
static void add_onset(struct strbuf *text, const struct contrast *contrast,
                      const struct judgement *list, size_t count)
{
    size_t same = 0;
    while (same < count && list[same].is_judged && list[same].verdict == CONTRAST_SAME)
        same++;
    if (same == 0 || same == count)
        return;
    enum contrast_verdict verdict = list[same].verdict;
    if (verdict != CONTRAST_WORSE && verdict != CONTRAST_BETTER)
        return;
    for (size_t i = same; i < count; i++)
        if (list[i].verdict != verdict)
            return;
    strbuf_printf(text, "%sOnly at density: %s is %s %s %" PRIu32 " %ss%s, and the same at ",
                  text->length ? " " : "", list->measure, contrast_verdict_name(verdict),
                  same + 1 == count ? "at" : "from", list[same].guests, contrast_density(contrast),
                  same + 1 == count ? "" : " on");
    add_guests(text, list, same);
    strbuf_add(text, ".");
}

char *contrast_onset_words(const struct contrast *contrast)
{
    struct strbuf text = {0};
    for (size_t first = 0, end; first < contrast->count; first = end) {
        end = measure_end(contrast, first);
        add_onset(&text, contrast, contrast->list + first, end - first);
    }
    return text.length ? strbuf_take(&text) : NULL;
}
