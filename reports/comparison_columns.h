// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a comparison as one list, so that every form shows the same ones, and the words
// around them.
#ifndef FULLHOUSE_REPORTS_COMPARISON_COLUMNS_H
#define FULLHOUSE_REPORTS_COMPARISON_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "reports/quantity.h"

struct comparison;
struct comparison_row;
struct document;
struct table;

// Which tables of a narrow terminal a figure goes to.
enum comparison_group {
    COMPARISON_GROUP_RATIOS,
    COMPARISON_GROUP_RETAINED,
    COMPARISON_GROUP_COUNT,
    COMPARISON_GROUP_HIDDEN = COMPARISON_GROUP_COUNT // for machines, and for the noise floor
};

// Whose platform a heading names.
enum comparison_side { COMPARISON_BOTH, COMPARISON_RUN, COMPARISON_BASE };

struct comparison_column {
    const char *key;     // for machines: "p99_ratio"
    const char *heading; // for people; comparison_heading adds the side
    enum quantity quantity;
    enum comparison_group group;
    enum comparison_side side;
    size_t offset; // of the estimate in struct comparison_row
};

extern const struct comparison_column comparison_columns[];
extern const size_t comparison_column_count;

const struct estimate *comparison_column_estimate(const struct comparison_column *column,
                                                  const struct comparison_row *row);

// "p99", "retained, KVM" (or "retained, run 12" where both have one platform). New string.
char *comparison_column_heading(const struct comparison_column *column,
                                const struct document *document,
                                const struct comparison *comparison);

// Adds guests and the figures of the groups first..last, a row a density.
void comparison_table_fill(struct table *table, const struct document *document,
                           const struct comparison *comparison, enum comparison_group first,
                           enum comparison_group last, bool intervals);

// "KVM, bare guest (run 12) over native process (run 11)". New string.
char *comparison_title(const struct document *document, const struct comparison *comparison);

// What a run (from 0) of the document is called where its number says little: "KVM, bare guest";
// the full name where another run has the same platform and guest kind. New string.
char *comparison_short_name(const struct document *document, size_t run);

// "Maximum density: 1.33x [1.20, 1.50], ... One guest alone, closed: 95.2k/s over 98.1k/s is 0.971x
// [0.960, 0.982]." What of it is known of both, NULL for nothing. New string.
char *comparison_alone_text(const struct comparison *comparison);

// "No interval: one boot of native process (run 11), at 1, 2 guests." NULL when all have one. New
// string.
char *comparison_gaps_text(const struct document *document, const struct comparison *comparison);

// "Maximum density. native process: 8; KVM, bare guest: at least 4." New string.
char *comparison_maxima_text(const struct document *document);

// How the runs were made, and how to read a ratio where the load is paced.
const char *comparison_caution(const struct document *document);

#endif
