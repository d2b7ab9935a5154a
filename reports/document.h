// SPDX-License-Identifier: GPL-3.0-or-later
// What a report is made of: one run, or several side by side, read from the store and computed with
// common/inference. Every emitter gets this and nothing else, so that all of them tell the same
// numbers.
#ifndef FULLHOUSE_REPORTS_DOCUMENT_H
#define FULLHOUSE_REPORTS_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "reports/document_run.h"

struct err;
struct store;
struct comparison;

// Zero-initialise; release with document_done.
struct document {
    struct document_run *runs; // the first is the subject, the others are put beside it
    size_t run_count;
    struct comparison *comparisons; // runs[0] over runs[i + 1]; run_count - 1 of them
    size_t comparison_count;
};

// Reads and computes the runs with these ids; count >= 1. -ENOENT for an unknown run, -EINVAL for a
// stored scenario that cannot be read (a verdict without its objective would be a wrong one).
int document_load(struct store *store, const int64_t *run_ids, size_t count,
                  struct document *ret_document, struct err *err);

// Fills in everything computed, from records that are there.
void document_compute(struct document *document);

void document_done(struct document *document);
#define scope_document __attribute__((cleanup(document_done)))

#endif
