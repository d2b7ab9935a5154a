// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of lives measured: each verb at each number of guests, with its percentiles, and the
// verbs that could not be done. Knows records; prints nothing.
#ifndef FULLHOUSE_REPORTS_LIFE_H
#define FULLHOUSE_REPORTS_LIFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/bootstrap.h"
#include "common/model/lifecycle.h"

struct document_run;
struct table;

// One verb, done by so many guests at once. Percentiles are of all its durations, interpolated
// between neighbours (summary_quantile).
struct life_row {
    enum lifecycle_verb verb;
    bool is_call; // the hypervisor's call alone
    uint32_t guests;
    size_t boots, count;    // durations, of so many fresh boots
    struct estimate p50_ns; // interval over boots and guests
    double min_ns, p25_ns, p75_ns, p90_ns, p99_ns, max_ns;
    struct estimate over_alone; // median over that of one guest alone; NAN without that, and there
};

struct life_absence {
    enum lifecycle_verb verb;
    const char *why; // the run's event's
};

struct life {
    struct life_row *rows; // by verb, then its call, then ascending guests
    size_t row_count;
    struct life_absence *absences;
    size_t absence_count;
    const char *command; // that makes it again; the run's event's, or NULL
};

// Of a run without such steps it is empty. Release with life_done.
void life_of_run(const struct document_run *run, struct life *ret_life);
void life_done(struct life *life);

// The most guests that were led through a life at once, 0 for none.
uint32_t life_storm(const struct life *life);

// "pause", "resume (call)" as a new string.
char *life_row_name(const struct life_row *row);

// The answer in one sentence: boot and the slowest verb, alone and in the largest storm. NULL for a
// run without lives. New string.
char *life_sentence(const struct life *life);

// What a reader needs to know of the intervals of life, or why there are none, as a sentence.
const char *life_interval_words(const struct life *life);

// The verbs that are absent for the same reason as this one, "save, restore", where it is the first
// of them; else NULL. New string.
char *life_absent_names(const struct life *life, size_t absence);

// Which tables of a narrow terminal a figure goes to.
enum life_group { LIFE_GROUP_MEDIAN, LIFE_GROUP_TAIL, LIFE_GROUP_COUNT };

// A row for each of life's with the figures of the groups first..last.
void life_table_fill(struct table *table, const struct life *life, enum life_group first,
                     enum life_group last, bool intervals);

#endif
