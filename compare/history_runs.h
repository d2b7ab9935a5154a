// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of one label, oldest first, and which of them belong into one line: what may be held
// against each other night after night. Reads the store run by run; of each only what its measures
// came to is kept.
#ifndef FULLHOUSE_COMPARE_HISTORY_RUNS_H
#define FULLHOUSE_COMPARE_HISTORY_RUNS_H

#include <stddef.h>
#include <stdint.h>

#include "common/model/record.h"
#include "common/model/scenario.h"
#include "compare/measure.h"

struct err;
struct store;

#define HISTORY_NO_LINE SIZE_MAX

// The text of the event that marks a run up to which changes are accepted: as much as a baseline.
#define HISTORY_ACCEPTED "history: changes up to this run are accepted"

struct history_run {
    struct run_record record; // without topology
    struct scenario scenario;
    struct measure_set set; // empty where it told nothing
    size_t line;            // HISTORY_NO_LINE: it is left out
    char *why_not;          // then, in words that end in no full stop; "" else
};

struct history_runs {
    char *label;
    struct history_run *list; // by number
    size_t count;
    size_t line_count;
    int64_t accepted_id; // the last run that bears the mark; 0 for none
    size_t before_since; // how many were not looked at
};

// What is looked at. Zero: all of it.
struct history_window {
    int64_t like_id;  // the run that others must be comparable with; 0: the newest that came to its
                      // end, and with it all arms of its campaign
    int64_t since_id; // the first run
    int64_t since_ns; // since 1970: the first run that started then or later, and all after it
};

// word is a label, or a run's number or "latest" for the label of that run. 0, or negative errno:
// nothing bears that label, the run has none, nothing is left of it. Release with
// history_runs_done.
int history_runs_load(struct store *store, const char *word, const struct history_window *window,
                      struct history_runs *ret_runs, struct err *err);
void history_runs_done(struct history_runs *runs);

// The two halves of loading, for whoever has runs at hand: sorts runs into lines (record and
// scenario are there); then measures those that have one, on all CPUs, from the store of that path.
int history_runs_sort_out(struct history_runs *runs, const struct history_window *window,
                          struct err *err);
int history_runs_measure(struct history_runs *runs, const char *path, struct err *err);

// Marks a run, so that changes up to it are accepted from now on. 0 or negative errno.
int history_runs_accept(struct store *store, int64_t run_id, struct err *err);

#endif
