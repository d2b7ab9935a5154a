// SPDX-License-Identifier: GPL-3.0-or-later
// Runs put side by side.
#include "reports/document.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "reports/comparison.h"

void document_compute(struct document *document)
{
    for (size_t i = 0; i < document->run_count; i++)
        document_run_compute(&document->runs[i]);
    if (document->run_count < 2)
        return;
    document->comparison_count = document->run_count - 1;
    document->comparisons =
        alloc_zeroed(document->comparison_count, sizeof(*document->comparisons));
    for (size_t i = 0; i < document->comparison_count; i++)
        document->comparisons[i] = comparison_of(&document->runs[0], &document->runs[i + 1]);
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
