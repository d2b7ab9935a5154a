// SPDX-License-Identifier: GPL-3.0-or-later
// Puts telemetry into the store beside the watching: on a thread of its own, so that a slow disk
// makes no beat late. What a full disk refuses is tried again with what came since.
#ifndef FULLHOUSE_COLLECTOR_COLLECT_WRITER_H
#define FULLHOUSE_COLLECTOR_COLLECT_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/model/record.h"

struct collect_writer;
struct err;
struct store;
struct telemetry;

// From now on the store is the writer's alone, until it is freed.
struct collect_writer *collect_writer_new(struct store *store, int64_t run_id, int64_t step_id);
// Accepts NULL; waits for what is being written.
void collect_writer_free(struct collect_writer *writer);

// What is to be written beside telemetry the next time (copied).
void collect_writer_add_event(struct collect_writer *writer, const char *text);

// Copies the telemetry and begins to write: its points and absences, the events, the step as it
// stands, and of what is older than keep_ns (0: nothing) nothing stays. False while the last is
// still being written: then nothing was copied.
bool collect_writer_begin(struct collect_writer *writer, const struct telemetry *telemetry,
                          const struct step_record *step, int64_t keep_ns);

// Waits until all is written. 0 or negative errno, err says why the last writing failed.
int collect_writer_finish(struct collect_writer *writer, struct err *err);

// Why the writing that ended last failed, NULL when it did not; points lost for good so far.
const char *collect_writer_trouble(struct collect_writer *writer);
uint64_t collect_writer_lost(struct collect_writer *writer);

#endif
