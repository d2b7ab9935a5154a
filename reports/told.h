// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that guests told beside their windows (what a program printed, lost datagrams) as a table
// and in words. Drawings are figure.h's business.
#ifndef FULLHOUSE_REPORTS_TOLD_H
#define FULLHOUSE_REPORTS_TOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "common/inference/figure_summary.h"
#include "reports/quantity.h"

struct document_run;
struct table;

// How they are summed up, in two sentences.
#define TOLD_WORDS                                                                                 \
    "Each guest counts with the median of what it told in a boot; the mean is over guests and "    \
    "boots. Worst is the worst guest of any boot, alone is one guest alone."

// An estimate of a line, under the same name everywhere.
struct told_column {
    const char *key;     // for machines: "figure_mean"
    const char *heading; // for people: "mean"
    const char *help;
    enum quantity quantity;
    size_t offset; // in struct figure_summary
};

extern const struct told_column told_columns[];
extern const size_t told_column_count;

const struct estimate *told_column_estimate(const struct told_column *column,
                                            const struct figure_summary *summary);

// "higher" or "lower".
const char *told_better(const struct figure_summary *summary);

// How an interval was taken: "ratio" (on the logarithm) or "difference"; "" where there is none.
const char *told_scale(const struct figure_summary *summary);

// "2 of 2": how many guests told it, of how many were there. New string.
char *told_by(const struct figure_summary *summary);

// "guest 1, boot 3" as a new string.
char *told_worst_guest(const struct figure_summary *summary);

// Of whose intervals are of differences, and that a ratio to one alone is missing there; NULL where
// all are of ratios. New string.
char *told_scale_text(const struct document_run *run);

// Which tables of a narrow terminal a figure goes to.
enum told_group { TOLD_GROUP_MEAN, TOLD_GROUP_WORST, TOLD_GROUP_COUNT };

// A row for each name and density with the columns of the groups first..last.
void told_table_fill(struct table *table, const struct document_run *run, enum told_group first,
                     enum told_group last, bool intervals);

#endif
