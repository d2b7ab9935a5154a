// SPDX-License-Identifier: GPL-3.0-or-later
// What a report is made of: one run, or several side by side, read from the store and computed with
// common/inference. Every emitter gets this and nothing else, so that all of them tell the same
// numbers.
#ifndef FULLHOUSE_REPORTS_DOCUMENT_H
#define FULLHOUSE_REPORTS_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reports/document_run.h"

struct err;
struct store;
struct comparison;

// Zero-initialise; release with document_done.
struct document {
    struct document_run *runs;
    size_t run_count;
    bool campaign; // all of them were made in turns
    size_t base;   // the run that the others are put over; arms of one platform over its first one
    struct comparison *comparisons; // each other run over the base, in the order of the runs
    size_t comparison_count;
};

// Reads and computes the runs with these ids; count >= 1. -ENOENT for an unknown run, -EINVAL for a
// stored scenario that cannot be read (a verdict without its objective would be a wrong one).
int document_load(struct store *store, const int64_t *run_ids, size_t count,
                  struct document *ret_document, struct err *err);

// Fills in everything computed, from records that are there. The base is the first run, of a
// campaign the native one where there is one.
void document_compute(struct document *document);

// What a run (from 0) does over the base; NULL for the base.
const struct comparison *document_comparison(const struct document *document, size_t run);

void document_done(struct document *document);
#define scope_document __attribute__((cleanup(document_done)))

#endif
