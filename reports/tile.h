// SPDX-License-Identifier: GPL-3.0-or-later
// A run with tiles in words and tables that every form of a report shares.
#ifndef FULLHOUSE_REPORTS_TILE_H
#define FULLHOUSE_REPORTS_TILE_H

#include <stdbool.h>

#include "common/inference/bootstrap.h"

struct density;
struct document_run;
struct table;

// What a tile's score is, in one sentence.
#define TILE_SCORE_WORDS                                                                           \
    "A tile's score is the geometric mean, over its streams, of throughput a guest over that in "  \
    "one tile alone (the scoring of VMmark, Makhija et al. 2006); the total is the score times "   \
    "the number of tiles."

bool document_run_has_tiles(const struct document_run *run);

// "a tile of 3 guests: 2 web (1 vCPU, 128 MiB; cpu, paced 10% (constant)), db (...)". New string.
char *tile_describe(const struct document_run *run);

// "web: cpu, paced 10% (constant); 2 guests of 1 vCPU, 128 MiB a tile". New string; of a stream.
char *tile_describe_stream(const struct document_run *stream);

// The score times the number of tiles.
struct estimate tile_total_score(const struct density *density);

// What decides: "db/cpu p99<=3x" or "db total throughput"; "" where all hold. New string.
char *tile_binding(const struct density *density);

// A row for each number of tiles: boots, verdict, score, total score, what decides.
void tile_table_fill(struct table *table, const struct document_run *run, bool intervals);

#endif
