// SPDX-License-Identifier: GPL-3.0-or-later
// Judgements as rows of a table, for a terminal, Markdown and the page. Knows which rows a reader
// needs and which can wait.
#ifndef FULLHOUSE_REPORTS_COMPARE_CONTRAST_TABLE_H
#define FULLHOUSE_REPORTS_COMPARE_CONTRAST_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "compare/contrast.h"

struct table;

enum contrast_rows {
    CONTRAST_ROWS_TOLD, // judged worse, undecided or better, in this order, the largest change
                        // first
    CONTRAST_ROWS_REST, // all others, as they come
};

// The judgements of a contrast that are among those; *ret_count of them. New array.
const struct judgement **contrast_rows(const struct contrast *contrast, enum contrast_rows rows,
                                       size_t *ret_count);

// What is left out where room is short, each with those before it.
enum contrast_columns_left_out {
    CONTRAST_COLUMNS_ALL,
    CONTRAST_COLUMNS_NO_NOISE,
    CONTRAST_COLUMNS_NO_P,
    CONTRAST_COLUMNS_LEAST, // nor the figures of both sides
};

struct contrast_columns {
    const struct judgement *const *list;
    size_t count;
    enum contrast_columns_left_out left_out;
    const char *(*mark)(enum contrast_verdict verdict); // before a verdict's word, or NULL
};

// Measure, guests, verdict, change, the figures of both sides, p, boots, what would decide; and
// where they are known, the change without the reference and the host's noise.
void contrast_table_fill(struct table *table, const struct contrast *contrast,
                         const struct contrast_columns *columns);

// What its columns mean, as sentences.
#define CONTRAST_TABLE_WORDS                                                                       \
    "Change: B over A of geometric means, with its interval in brackets; from a factor of two on " \
    "as the factor; [?]: boots too few for one, or too unlike. p: of a permutation test, "         \
    "adjusted over all "                                                                           \
    "judged figures."

#endif
