// SPDX-License-Identifier: GPL-3.0-or-later
// Runs put side by side.
#include "reports/document.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/model/arm_pair.h"
#include "reports/comparison.h"

static bool is_campaign(const struct document *document)
{
    const char *first = document->runs[0].run.campaign;
    for (size_t i = 0; i < document->run_count; i++) {
        const char *mark = document->runs[i].run.campaign;
        if (!mark || !*mark || strcmp(mark, first) != 0)
            return false;
    }
    return document->run_count > 1;
}

static bool is_measured(const struct document *document, size_t run)
{
    return !document_run_is_absent(&document->runs[run]);
}

static size_t choose_base(const struct document *document)
{
    size_t first = 0;
    while (first + 1 < document->run_count && !is_measured(document, first))
        first++;
    for (size_t i = 0; document->campaign && i < document->run_count; i++)
        if (strcmp(document->runs[i].run.platform, "native") == 0 && is_measured(document, i))
            return i;
    return first;
}

static bool same_platform(const struct run_record *a, const struct run_record *b)
{
    return strcmp(a->platform, b->platform) == 0 && strcmp(a->guest_kind, b->guest_kind) == 0;
}

// What a policy does is told over the first arm of the same platform; that one is put over the base
// of all.
static size_t choose_base_of(const struct document *document, size_t run)
{
    const struct run_record *record = &document->runs[run].run;
    bool is_arm = document->campaign && record->arm && *record->arm, is_second;
    size_t pair;
    // The second of a pair stands behind its first.
    if (is_arm && run > 0 && arm_pair_parse(record->arm, &pair, &is_second) && is_second)
        return run - 1;
    for (size_t i = 0; is_arm && i < run; i++)
        if (is_measured(document, i) && same_platform(&document->runs[i].run, record))
            return i;
    return document->base;
}

// Matrices of neighbours are ratios already: they are read beside each other.
static bool is_first_of_pair(const struct document *document, size_t run)
{
    size_t pair;
    bool is_second;
    return document->campaign && arm_pair_parse(document->runs[run].run.arm, &pair, &is_second) &&
           !is_second;
}

static bool has_densities(const struct document *document, size_t run)
{
    return document->runs[run].interference.count == 0 &&
           document->runs[document->base].interference.count == 0;
}

void document_compute(struct document *document)
{
    for (size_t i = 0; i < document->run_count; i++)
        document_run_compute(&document->runs[i]);
    document->campaign = is_campaign(document);
    document->base = choose_base(document);
    document->comparisons = alloc_zeroed(document->run_count, sizeof(*document->comparisons));
    for (size_t i = 0; i < document->run_count; i++)
        if (i != document->base && is_measured(document, i) && has_densities(document, i) &&
            !is_first_of_pair(document, i))
            document->comparisons[document->comparison_count++] =
                comparison_of(document, i, choose_base_of(document, i));
}

int document_load(struct store *store, const int64_t *run_ids, size_t count,
                  struct document *ret_document, struct err *err)
{
    scope_document struct document document = {
        .runs = alloc_zeroed(count, sizeof(*document.runs)),
    };
    for (size_t i = 0; i < count; i++) {
        int r = document_run_load(store, run_ids[i], &document.runs[i], err);
        if (r < 0)
            return r;
        document.run_count++;
    }
    document_compute(&document);
    *ret_document = document;
    document = (struct document){0};
    return 0;
}

const struct comparison *document_comparison(const struct document *document, size_t run)
{
    for (size_t i = 0; i < document->comparison_count; i++)
        if (document->comparisons[i].run == run)
            return &document->comparisons[i];
    return NULL;
}

void document_done(struct document *document)
{
    if (!document)
        return;
    for (size_t i = 0; i < document->comparison_count; i++)
        comparison_done(&document->comparisons[i]);
    free(document->comparisons);
    for (size_t i = 0; i < document->run_count; i++)
        document_run_done(&document->runs[i]);
    free(document->runs);
    *document = (struct document){0};
}
