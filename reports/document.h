// SPDX-License-Identifier: GPL-3.0-or-later
// What a report is made of: one run, or several side by side, read from the store and computed with
// common/inference. Every emitter gets this and nothing else, so that all of them tell the same
// numbers.
#ifndef FULLHOUSE_REPORTS_DOCUMENT_H
#define FULLHOUSE_REPORTS_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/density.h"
#include "common/inference/maximum.h"
#include "common/model/record.h"
#include "common/model/scenario.h"

struct err;
struct store;
struct timing;
struct comparison;

struct document_run {
    struct run_record run;
    struct scenario scenario;
    struct step_record *steps; // in the order they were made
    size_t step_count;
    struct event_record *events;
    size_t event_count;
    // Computed by document_compute:
    struct density *densities; // ascending N
    size_t density_count;
    struct timing *timings; // one for each density, same order
    struct maximum maximum;
    char *answer; // the verdict's sentence, or why there is none; never NULL
};

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

// Reads one run's records into *run (zeroed) without computing.
int document_run_load(struct store *store, int64_t run_id, struct document_run *ret_run,
                      struct err *err);

// Fills in everything computed, from records that are there.
void document_compute(struct document *document);

// The density of a run with this many guests, or NULL.
const struct density *document_density(const struct document_run *run, uint32_t guests);

void document_done(struct document *document);
#define scope_document __attribute__((cleanup(document_done)))

#endif
