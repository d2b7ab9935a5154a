// SPDX-License-Identifier: GPL-3.0-or-later
// The rule of maximum.c, term by term.
#include "common/inference/maximum_terms.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// --- a term -------------------------------------------------------------------------------------

static bool is_same(const struct density_term *one, const struct density_term *other)
{
    const char *stream = one->stream ? one->stream : "";
    return one->term.metric == other->term.metric && one->term.bound == other->term.bound &&
           one->term.value == other->term.value &&
           strcmp(stream, other->stream ? other->stream : "") == 0;
}

static enum density_verdict verdict_of(const struct density *density,
                                       const struct density_term *term)
{
    for (size_t i = 0; i < density->term_count; i++)
        if (is_same(&density->terms[i], term))
            return density->terms[i].verdict;
    return DENSITY_UNDECIDED;
}

static uint32_t low_of(const struct density *densities, size_t count,
                       const struct density_term *term)
{
    uint32_t low = 0;
    for (size_t i = 0; i < count && verdict_of(&densities[i], term) == DENSITY_HOLDS; i++)
        low = densities[i].guests;
    return low;
}

static uint32_t high_of(const struct density *densities, size_t count,
                        const struct density_term *term)
{
    for (size_t i = 0; i < count; i++)
        if (verdict_of(&densities[i], term) == DENSITY_FAILS)
            return densities[i].guests - 1;
    return UINT32_MAX;
}

// With its bound where the metric alone would not tell two terms apart.
static char *name_of(const struct density *density, const struct density_term *term)
{
    const char *stream = term->stream ? term->stream : "";
    bool is_ambiguous = false;
    for (size_t i = 0; i < density->term_count; i++) {
        const struct density_term *other = &density->terms[i];
        is_ambiguous = is_ambiguous || (other != term && other->term.metric == term->term.metric &&
                                        strcmp(other->stream ? other->stream : "", stream) == 0);
    }
    scope_free char *whole = slo_term_format(&term->term);
    return alloc_printf("%s%s%s", stream, *stream ? " " : "",
                        is_ambiguous ? whole : slo_metric_name(term->term.metric));
}

static struct maximum_term *add(struct maximum_terms *terms, enum maximum_kind kind, char *taken)
{
    terms->list = alloc_resized(terms->list, terms->count + 1, sizeof(terms->list[0]));
    struct maximum_term *term = &terms->list[terms->count++];
    *term = (struct maximum_term){.kind = kind, .name = taken, .high = UINT32_MAX};
    return term;
}

// A density whose streams all told something has all terms.
static const struct density *fullest(const struct density *densities, size_t count)
{
    const struct density *fullest = &densities[0];
    for (size_t i = 1; i < count; i++)
        if (densities[i].term_count > fullest->term_count)
            fullest = &densities[i];
    return fullest;
}

static void add_terms(struct maximum_terms *terms, const struct density *densities, size_t count,
                      const struct maximum *maximum)
{
    const struct density *full = fullest(densities, count);
    for (size_t i = 0; i < full->term_count; i++) {
        const struct density_term *of = &full->terms[i];
        struct maximum_term *term = add(terms, MAXIMUM_OF_TERM, name_of(full, of));
        term->low = low_of(densities, count, of);
        term->high = high_of(densities, count, of);
        term->binds = maximum->broken && is_same(maximum->broken, of);
    }
}

// --- what is no term ----------------------------------------------------------------------------

static void add_total(struct maximum_terms *terms, const struct maximum *maximum)
{
    if (!maximum->breaking || maximum->broken)
        return;
    struct maximum_term *term = add(terms, MAXIMUM_OF_TOTAL, alloc_copy("total throughput"));
    term->low = maximum->guests;
    term->high = maximum->undecided ? UINT32_MAX : maximum->next - 1;
    term->binds = true;
}

static const struct limit_record *tightest(const struct limit_record *limits, size_t count)
{
    const struct limit_record *tightest = NULL;
    for (size_t i = 0; i < count; i++)
        if (!tightest || limits[i].guests < tightest->guests)
            tightest = &limits[i];
    return tightest;
}

static void add_limits(struct maximum_terms *terms, const struct maximum *maximum,
                       const struct limit_record *limits, size_t count)
{
    bool bind = !maximum->breaking && maximum->refused;
    for (size_t i = 0; i < count; i++) {
        if (limits[i].guests == UINT32_MAX)
            continue;
        struct maximum_term *term = add(terms, MAXIMUM_OF_LIMIT, alloc_copy(limits[i].name));
        term->low = term->high = limits[i].guests;
        term->is_measured = limits[i].measured > 0;
        term->binds = bind && &limits[i] == tightest(limits, count);
    }
}

void maximum_terms_init(struct maximum_terms *terms, const struct density *densities, size_t count,
                        const struct maximum *maximum, const struct limit_record *limits,
                        size_t limit_count)
{
    *terms = (struct maximum_terms){0};
    if (count == 0)
        return;
    add_terms(terms, densities, count, maximum);
    add_total(terms, maximum);
    add_limits(terms, maximum, limits, limit_count);
}

void maximum_terms_done(struct maximum_terms *terms)
{
    if (!terms)
        return;
    for (size_t i = 0; i < terms->count; i++)
        free(terms->list[i].name);
    free(terms->list);
    *terms = (struct maximum_terms){0};
}

// --- words --------------------------------------------------------------------------------------

char *maximum_term_format(const struct maximum_term *term)
{
    if (term->high == 0)
        return alloc_copy("none");
    if (term->high == UINT32_MAX)
        return term->low ? alloc_printf("at least %" PRIu32, term->low) : alloc_copy("undecided");
    if (term->low == term->high)
        return alloc_printf("%s%" PRIu32,
                            term->kind == MAXIMUM_OF_LIMIT && !term->is_measured ? "about " : "",
                            term->low);
    return alloc_printf("%" PRIu32 " to %" PRIu32, term->low, term->high);
}

// Of the limits the one that would stop first.
static bool is_told(const struct maximum_terms *terms, const struct maximum_term *term)
{
    for (size_t i = 0; i < terms->count; i++)
        if (term->kind == MAXIMUM_OF_LIMIT && terms->list[i].kind == MAXIMUM_OF_LIMIT &&
            (terms->list[i].low < term->low ||
             (terms->list[i].low == term->low && &terms->list[i] < term)))
            return false;
    return true;
}

char *maximum_terms_sentence(const struct maximum_terms *terms)
{
    struct strbuf text = {0};
    const struct maximum_term *binding = NULL;
    size_t told = 0, other_than_limits = 0;
    strbuf_add(&text, "By itself each would allow: ");
    for (size_t i = 0; i < terms->count; i++) {
        const struct maximum_term *term = &terms->list[i];
        if (!is_told(terms, term))
            continue;
        scope_free char *value = maximum_term_format(term);
        strbuf_printf(&text, "%s%s: %s", told++ ? ", " : "", term->name, value);
        other_than_limits += term->kind != MAXIMUM_OF_LIMIT;
        binding = term->binds ? term : binding;
    }
    strbuf_printf(&text, "; binding: %s.", binding ? binding->name : "none of them was reached");
    scope_free char *sentence = strbuf_take(&text);
    return told < 2 || other_than_limits == 0 ? NULL : scope_take(sentence);
}

char *maximum_terms_answer(const struct maximum_terms *terms, const struct maximum *maximum,
                           bool emulated)
{
    scope_free char *sentence = maximum_sentence(maximum, emulated);
    scope_free char *each = maximum_terms_sentence(terms);
    return each ? alloc_printf("%s %s", sentence, each) : scope_take(sentence);
}
