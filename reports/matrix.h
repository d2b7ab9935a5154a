// SPDX-License-Identifier: GPL-3.0-or-later
// The matrix of an interference run: a row for each victim, a column for each aggressor, in words
// and tables that every form of a report shares.
#ifndef FULLHOUSE_REPORTS_MATRIX_H
#define FULLHOUSE_REPORTS_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include "common/inference/interference.h"

struct document_run;
struct strbuf;
struct table;

// How to read it.
#define MATRIX_WORDS                                                                               \
    "A row is a victim, a column its neighbour: what the victim does with that neighbour beside "  \
    "it, over what it does beside an idle one. Below 1x of throughput, or above 1x of latency, "   \
    "the neighbour is felt. [low, high] is the 95 % interval over boots, in each of which all "    \
    "pairs were run."

// What a matrix shows.
struct matrix_figure {
    const char *key;   // for machines: "throughput_ratio"
    const char *title; // for people
    bool more_is_better;
    size_t offset; // of the estimate in struct interference_cell
};
extern const struct matrix_figure matrix_figures[];
extern const size_t matrix_figure_count;

bool document_run_has_matrix(const struct document_run *run);

const struct estimate *matrix_estimate(const struct interference_cell *cell,
                                       const struct matrix_figure *figure);

// False where no cell knows it.
bool matrix_is_known(const struct interference *interference, const struct matrix_figure *figure);

// A row for each victim that was measured, a column for each aggressor.
void matrix_table_fill(struct table *table, const struct interference *interference,
                       const struct matrix_figure *figure, bool intervals);

// A row for each workload: boots, throughput and p99 beside an idle neighbour.
void matrix_alone_fill(struct table *table, const struct interference *interference);

// "os:switch is absent: why", a line each; appended with `before` and `after` around each.
char *matrix_absence(const struct interference_workload *workload);

// How much a cell is felt, for a shade of its ground: 0 not, 1 to 3 a little, clearly, badly; only
// where the whole interval lies on the bad side of 1.
int matrix_shade(const struct estimate *ratio, const struct matrix_figure *figure);

#endif
