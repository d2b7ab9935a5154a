// SPDX-License-Identifier: GPL-3.0-or-later
// The changes of a line by when they came about: one cause moves many metrics, so what changed
// within a few runs stands together.
#ifndef FULLHOUSE_REPORTS_COMPARE_HISTORY_EVENTS_H
#define FULLHOUSE_REPORTS_COMPARE_HISTORY_EVENTS_H

#include <stddef.h>

#include "compare/history.h"

struct table;

struct history_effect {
    const struct history_series *series;
    const struct history_change *change;
    size_t run; // index into the line's runs, the first after it
};

struct history_event {
    struct history_effect *list; // by run, then as series come
    size_t count;
    struct changes with; // what changed from the run before the first to the last of them
    struct changes near; // where nothing did: within HISTORY_NEAR runs around
};

struct history_events {
    struct history_event *list; // the newest first
    size_t count;
};

// Of judged series and of others. Release with history_events_done.
void history_events_of(const struct history_line *line, struct history_events *ret_events);
void history_events_done(struct history_events *events);
#define scope_history_events __attribute__((cleanup(history_events_done)))

// "Run 151 (2024-01-28): 6 worse" or "Runs 151 to 153 (...): 5 worse, 1 better, 2 small". New
// string.
char *history_event_heading(const struct history_line *line, const struct history_event *event);

// What else changed then, or that nothing that is recorded did. New string.
char *history_event_cause(const struct history_event *event);

// A row an effect: metric, guests, from which run on, before, after, change, p, what it is.
void history_event_table(struct table *table, const struct history_line *line,
                         const struct history_event *event);

#endif
