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
    struct noise_floor sum; // alarms of all rows
};

// No rows for a document of no pairs. Release with noise_done.
void noise_of(const struct document *document, struct noise *ret_noise);
void noise_done(struct noise *noise);
#define scope_noise __attribute__((cleanup(noise_done)))

// guests, figure, ratio of the two of a pair, smallest effect that could be told apart, pairs
// judged, false alarms.
void noise_table_fill(struct table *table, const struct noise *noise);

// "20 pairs of runs that are alike: noise was taken for an effect 9 times of 180, where 9 are
// expected ([4, 15] with 95 %)." New string.
char *noise_sentence(const struct noise *noise);

#endif
