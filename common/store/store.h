// SPDX-License-Identifier: GPL-3.0-or-later
// The one meeting place: a SQLite file of open facts. bench and collector write it, planner and
// reports read it. WAL, foreign keys on, schema numbered by user_version and migrated forward. A
// step is written in one transaction when it ends, so a killed run keeps every finished step.
//
// Door: SQLite, for an embedded, crash-safe, single-file store any tool can read.
#ifndef FULLHOUSE_COMMON_STORE_STORE_H
#define FULLHOUSE_COMMON_STORE_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "common/model/record.h"

struct err;
struct store;
struct telemetry;

// "FHSE": PRAGMA application_id of a store of ours.
enum { STORE_APPLICATION_ID = 0x46485345 };

enum store_mode {
    STORE_WRITE, // made when missing (folders too), migrated forward
    STORE_READ,  // must exist; a read-only file or folder is fine, and so is an older schema
};

// <state>/fullhouse.db as a new string, or NULL with err set.
char *store_default_path(struct err *err);

// Opens. Refuses, with one clear line: a file that is no SQLite database, one that is not ours, one
// of a newer schema, a read-only one for writing. 0 and *ret_store, or negative errno.
int store_open(const char *path, enum store_mode mode, struct store **ret_store, struct err *err);
void store_close(struct store *store);
const char *store_path(const struct store *store);

// Writes; each is a transaction of its own: all of it is there afterwards or, on a full disk,
// nothing, and err says so. Ids are put into the records.
int store_add_run(struct store *store, struct run_record *run, struct err *err);
// The same of several, all or none.
int store_add_runs(struct store *store, struct run_record *const *runs, size_t count,
                   struct err *err);
// State, reason, answer, ended_at_ns, guest_kernel, hypervisor and limits of run->id.
int store_update_run(struct store *store, const struct run_record *run, struct err *err);
// telemetry may be NULL.
int store_add_step(struct store *store, int64_t run_id, struct step_record *step,
                   const struct telemetry *telemetry, struct err *err);
// Adds points and absences to a step that goes on; absences that it has already stay one.
int store_append_telemetry(struct store *store, int64_t step_id, const struct telemetry *telemetry,
                           struct err *err);
// Drops what a step's telemetry holds of before that time, whole blocks only; what they took is
// used anew.
int store_trim_telemetry(struct store *store, int64_t step_id, int64_t before_ns, struct err *err);
// Guests, state, reason, verdict, tool_cpu_ns and measured_ns of step->id.
int store_update_step(struct store *store, const struct step_record *step, struct err *err);
int store_set_verdict(struct store *store, int64_t step_id, const char *verdict, struct err *err);
int store_add_event(struct store *store, int64_t run_id, const char *text, struct err *err);
int store_remove_run(struct store *store, int64_t run_id, struct err *err);

// Runs whose process is gone stay "running" until someone notices: marks this one interrupted with
// the reason. 0 also when it was not running.
int store_mark_interrupted(struct store *store, int64_t run_id, const char *reason,
                           struct err *err);

// A run that stopped goes on: running again, without an end, a reason or an answer. -EBUSY when it
// is running already: of two that try at once, one gets it.
int store_resume_run(struct store *store, int64_t run_id, struct err *err);

// Reads. Arrays are new and the caller's; counts may be 0.
int store_read_run(struct store *store, int64_t run_id, struct run_record *ret_run,
                   struct err *err); // -ENOENT, with the ids there are
int store_list_runs(struct store *store, struct run_record **ret_runs, size_t *ret_count,
                    struct err *err); // oldest first; without topology and scenario
// The same of one label alone, with scenarios: none where nothing bears it.
int store_list_label(struct store *store, const char *label, struct run_record **ret_runs,
                     size_t *ret_count, struct err *err);
// A run by number, by label (the newest that has it), or "latest". -ENOENT with a hint.
int store_find_run(struct store *store, const char *word, int64_t *ret_id, struct err *err);
// The runs that a word stands for, in the order they were made: a number is one run; a label and
// "latest" are the whole campaign of the run they name, or that run alone. New array.
int store_select_runs(struct store *store, const char *word, int64_t **ret_ids, size_t *ret_count,
                      struct err *err);
// All steps in the order they were made, with guests, windows and histograms.
int store_read_steps(struct store *store, int64_t run_id, struct step_record **ret_steps,
                     size_t *ret_count, struct err *err);
// The same of several runs, one after another: the steps are only lent. 0 or negative errno,
// visit's too.
int store_visit_steps(struct store *store, const int64_t *run_ids, size_t run_count,
                      int (*visit)(void *context, size_t run, const struct step_record *steps,
                                   size_t count, struct err *err),
                      void *context, struct err *err);
int store_read_events(struct store *store, int64_t run_id, struct event_record **ret_events,
                      size_t *ret_count, struct err *err);
// The run of a label that got an event of just that text last; *ret_id 0 for none.
int store_find_event(struct store *store, const char *label, const char *text, int64_t *ret_id,
                     struct err *err);
// What the host's sources said during a step; release with telemetry_done.
int store_read_telemetry(struct store *store, int64_t step_id, struct telemetry *ret_telemetry,
                         struct err *err);
// How many points there are. 0 or negative errno.
int store_count_telemetry(struct store *store, int64_t step_id, uint64_t *ret_points,
                          struct err *err);
// The same, one series at a time, sorted by object: a week of a host does not fit into memory. The
// telemetry that visit gets holds one series, and is only lent. 0 or negative errno, visit's too.
int store_visit_telemetry(struct store *store, int64_t step_id,
                          int (*visit)(void *context, const struct telemetry *one, struct err *err),
                          void *context, struct err *err);

#endif
