// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of fullhouse collect saw, summed up: every series by its mean, its 95th percentile and
// its largest value, and the table of virtual machines made of them. Read one series at a time,
// since a week of a host does not fit into memory.
#ifndef FULLHOUSE_REPORTS_COLLECTION_H
#define FULLHOUSE_REPORTS_COLLECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct step_record;
struct store;
struct table;

struct collection_series {
    char *source, *object, *metric;
    double mean, p95, max; // over points, which are a beat apart
    size_t count;
};

// Zero-initialise; release with collection_done.
struct collection {
    struct collection_series *series; // sorted by object
    size_t count;
};

// Adds what a step of the kind "collect" holds. 0 or negative errno.
int collection_load(struct collection *collection, struct store *store, int64_t step_id,
                    struct err *err);
void collection_done(struct collection *collection);

// Whether a step's points are few enough to be held in memory all at once, for the forms of a
// report that have every point. 0 or negative errno.
int collection_is_small(struct store *store, int64_t step_id, bool *ret_is_small, struct err *err);

// The series, or NULL.
const struct collection_series *collection_find(const struct collection *collection,
                                                const char *source, const char *object,
                                                const char *metric);

// A row a virtual machine, the busiest first; no row where there was none.
void collection_machines_fill(struct table *table, const struct collection *collection);
// A row a figure of the host.
void collection_host_fill(struct table *table, const struct collection *collection);

#define COLLECTION_WORDS                                                                           \
    "Each figure is the mean over all samples and, behind the stroke, what 95 % of them stay "     \
    "below. Waiting: share of time in which a vCPU was ready and the host had no CPU for it."

#endif
