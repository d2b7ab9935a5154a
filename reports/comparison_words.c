// SPDX-License-Identifier: GPL-3.0-or-later
// The words around a comparison's tables.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/comparison.h"
#include "reports/comparison_columns.h"
#include "reports/describe.h"
#include "reports/document.h"

char *comparison_title(const struct document *document, const struct comparison *comparison)
{
    scope_free char *run = describe_name(&document->runs[comparison->run].run);
    scope_free char *base = describe_name(&document->runs[comparison->base].run);
    return alloc_printf("%s over %s", run, base);
}

static char *maximum_text(const struct comparison *comparison)
{
    if (isnan(comparison->maximum_ratio.value))
        return NULL;
    scope_free char *ratio = quantity_compact(QUANTITY_TIMES, &comparison->maximum_ratio, true);
    return alloc_printf("Maximum density: %s, between what held and what failed on either side.",
                        ratio);
}

static char *alone_text(const struct comparison *comparison)
{
    const struct comparison_alone *alone = &comparison->alone;
    char ours[UNITS_TEXT_SIZE], theirs[UNITS_TEXT_SIZE];
    if (comparison->reason || !isfinite(alone->ratio.value))
        return NULL;
    scope_free char *ratio = quantity_compact(QUANTITY_TIMES, &alone->ratio, true);
    bool one_boot = alone->boots < 2 || alone->base_boots < 2;
    return alloc_printf("One guest alone, closed: %s over %s operations a second is %s%s.",
                        quantity_format(ours, QUANTITY_RATE, alone->hz),
                        quantity_format(theirs, QUANTITY_RATE, alone->base_hz), ratio,
                        one_boot ? " (no interval: one boot)" : "");
}

char *comparison_alone_text(const struct comparison *comparison)
{
    scope_free char *alone = alone_text(comparison), *maximum = maximum_text(comparison);
    if (!alone || !maximum)
        return alone ? scope_take(alone) : scope_take(maximum);
    return alloc_printf("%s %s", maximum, alone);
}

// The densities at which the run (or its base) was booted once, as "1, 2".
static char *single_boots(const struct comparison *comparison, bool of_base)
{
    struct strbuf list = {0};
    for (size_t i = 0; i < comparison->row_count; i++) {
        const struct comparison_row *row = &comparison->rows[i];
        if ((of_base ? row->base_boots : row->boots) < 2)
            strbuf_printf(&list, "%s%" PRIu32, list.length ? ", " : "", row->guests);
    }
    return list.length ? strbuf_take(&list) : NULL;
}

static void add_gaps(struct strbuf *text, const struct document *document,
                     const struct comparison *comparison, bool of_base)
{
    scope_free char *list = single_boots(comparison, of_base);
    if (!list)
        return;
    const struct document_run *run = &document->runs[of_base ? comparison->base : comparison->run];
    scope_free char *name = describe_name(&run->run);
    strbuf_printf(text, "%sNo interval: one boot of %s, at %s guests.", text->length ? " " : "",
                  name, list);
}

char *comparison_gaps_text(const struct document *document, const struct comparison *comparison)
{
    struct strbuf text = {0};
    add_gaps(&text, document, comparison, false);
    add_gaps(&text, document, comparison, true);
    return text.length ? strbuf_take(&text) : NULL;
}

char *comparison_short_name(const struct document *document, size_t number)
{
    char *platform = describe_platform(&document->runs[number].run);
    for (size_t i = 0; i < document->run_count; i++) {
        scope_free char *other = describe_platform(&document->runs[i].run);
        if (i == number || strcmp(platform, other) != 0)
            continue;
        free(platform);
        return describe_name(&document->runs[number].run);
    }
    return platform;
}

static void add_maximum(struct strbuf *text, const struct document *document, size_t number)
{
    const struct maximum *maximum = &document->runs[number].maximum;
    scope_free char *name = comparison_short_name(document, number);
    strbuf_printf(text, "%s: ", name);
    if (document_run_is_absent(&document->runs[number]))
        strbuf_add(text, "absent");
    else if (maximum->guests == 0 && maximum->next == 0)
        strbuf_add(text, "not known");
    else if (maximum->guests == 0)
        strbuf_printf(text, maximum->undecided ? "undecided at %" PRIu32 : "below %" PRIu32,
                      maximum->next);
    else if (maximum->next == 0)
        strbuf_printf(text, "at least %" PRIu32, maximum->guests);
    else if (maximum->undecided)
        strbuf_printf(text, "%" PRIu32 " (%" PRIu32 " undecided)", maximum->guests, maximum->next);
    else if (maximum->exact)
        strbuf_printf(text, "%" PRIu32, maximum->guests);
    else
        strbuf_printf(text, "%" PRIu32 " (%" PRIu32 " fails)", maximum->guests, maximum->next);
}

char *comparison_maxima_text(const struct document *document)
{
    struct strbuf text = {0};
    strbuf_add(&text, "Maximum density. ");
    for (size_t i = 0; i < document->run_count; i++) {
        strbuf_add(&text, i ? "; " : "");
        add_maximum(&text, document, i);
    }
    strbuf_add(&text, ".");
    return strbuf_take(&text);
}

const char *comparison_caution(const struct document *document)
{
    if (document->campaign)
        return "One campaign: steps in turns, so that a drift of the host falls on all alike. "
               "Where "
               "the load is paced, all do what is asked until they cannot; a rate that is a share "
               "is a share of what each platform's own guest can do alone.";
    return "Not one campaign: a host that changed between the runs is in the ratios. Where the "
           "load "
           "is paced, all do what is asked until they cannot; a rate that is a share is a share of "
           "what each platform's own guest can do alone.";
}
