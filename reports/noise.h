// SPDX-License-Identifier: GPL-3.0-or-later
// The noise of a host, from a document of pairs of runs that are alike in everything (A/A).
#ifndef FULLHOUSE_REPORTS_NOISE_H
#define FULLHOUSE_REPORTS_NOISE_H

#include <stddef.h>
#include <stdint.h>

#include "common/inference/noise_floor.h"

struct comparison_column;
struct document;
struct table;

// One figure at one density.
struct noise_row {
    uint32_t guests;
    const struct comparison_column *column;
    struct noise_floor floor;
};

struct noise {
    size_t pairs;
    struct noise_row *rows; // ascending N, in each the order of comparison_columns
    size_t row_count;
    size_t judged, alarms; // of all rows
    double expected;       // alarms at the stated rate
    struct estimate share; // of alarms, with an interval over pairs
};

// No rows for a document of no pairs. Release with noise_done.
void noise_of(const struct document *document, struct noise *ret_noise);
void noise_done(struct noise *noise);
#define scope_noise __attribute__((cleanup(noise_done)))

// guests, figure, ratio of the two of a pair, smallest effect that could be told apart, false
// alarms of pairs judged, as many as are expected with their range by chance.
void noise_table_fill(struct table *table, const struct noise *noise);

// "1.0 [0, 3]". New string.
char *noise_expected_text(const struct noise_row *row);

// "20 pairs of runs that are alike in everything. Noise was taken for an effect in 9 of 180
// judgements: 5.0% [2.1%, 9.8%], where 5 % are stated. ...". New string.
char *noise_sentence(const struct noise *noise);

#endif
