// SPDX-License-Identifier: GPL-3.0-or-later
// One run of a document: its records, and what common/inference makes of them.
#ifndef FULLHOUSE_REPORTS_DOCUMENT_RUN_H
#define FULLHOUSE_REPORTS_DOCUMENT_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/density.h"
#include "common/inference/figure_summary.h"
#include "common/inference/interference.h"
#include "common/inference/isolation.h"
#include "common/inference/maximum_terms.h"
#include "common/inference/memory_curve.h"
#include "common/inference/tile_density.h"
#include "common/model/record.h"
#include "common/model/scenario.h"
#include "common/model/telemetry.h"
#include "reports/collection.h"
#include "reports/cost.h"
#include "reports/life.h"
#include "reports/saturation_line.h"

struct err;
struct store;
struct timing;

struct document_run {
    struct run_record run;
    struct scenario scenario;
    struct step_record *steps; // in the order they were made
    size_t step_count;
    struct collection collection; // of a run of fullhouse collect
    struct telemetry *telemetry;  // of each of the first telemetry_count steps
    size_t telemetry_count;
    struct event_record *events;
    size_t event_count;
    // Computed by document_run_compute:
    struct tile_densities computed;
    struct density *densities; // ascending N; those of `computed`
    size_t density_count;
    // Of a run with tiles, each stream of each role as a run of its own: its steps, scenario and
    // densities are what that stream sees, its records this run's.
    struct document_run *streams;
    size_t stream_count;
    const struct tile_stream *of;     // of a stream: which it is; else NULL
    struct interference interference; // of a run that puts workloads beside each other, else empty
    struct isolation isolation;       // of a run in which accidents befall a guest, else empty
    struct timing *timings;           // one for each density, same order
    struct cost *costs;               // likewise
    struct marginal_memory marginal_memory;
    struct maximum maximum;
    struct maximum_terms terms;          // each service-level term's own; of a stream none
    struct memory_curves curves;         // of memory latency; empty for most runs
    struct life life;                    // of runs of lives
    struct saturation_lines saturations; // what gave out first at each density
    struct figure_summaries told;        // beside windows; of a run with tiles by its streams alone
    char *answer;                        // the verdict's sentence, or why there is none; never NULL
};

// Reads one run's records into *run (zeroed) without computing.
int document_run_load(struct store *store, int64_t run_id, struct document_run *ret_run,
                      struct err *err);

// What the host's sources said during a step (from 0); NULL where nothing was kept of it.
const struct telemetry *document_run_telemetry(const struct document_run *run, size_t step);

// Fills in everything computed, from records that are there.
void document_run_compute(struct document_run *run);

// True for a load without operations: its guests only exist, and of its figures only their cost
// means anything.
bool document_run_is_idle(const struct document_run *run);

// An arm that this host cannot do: its record says why.
bool document_run_is_absent(const struct document_run *run);

// What is counted: "guests" or "tiles".
const char *document_run_unit(const struct document_run *run);

// The density of a run with this many guests (or tiles), or NULL.
const struct density *document_density(const struct document_run *run, uint32_t guests);

void document_run_done(struct document_run *run);

#endif
