// SPDX-License-Identifier: GPL-3.0-or-later
// What gave out first at each density of a run, over its boots: the saturation line of the curve.
// Judges each boot by common/inference/saturation.h and lets the boots vote.
#ifndef FULLHOUSE_REPORTS_SATURATION_LINE_H
#define FULLHOUSE_REPORTS_SATURATION_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/saturation.h"

struct step_record;
struct table;
struct telemetry;

// One density, or one that was refused.
struct saturation_line {
    uint32_t units;               // guests, or tiles
    size_t boots;                 // that were measured to their end; 0: it was refused
    size_t watched;               // of these, the ones of which the store has telemetry
    size_t agreeing;              // of the watched: those that name what most of them name
    struct saturation saturation; // of the first of those
    char *phrase;   // "CPU", "CPU (2 of 3 boots; none by the rules in 1)", "refused: memory: ..."
    char *sentence; // saturation_sentence of that boot, or why there is none
};

// Zero-initialise; release with saturation_lines_done.
struct saturation_lines {
    struct saturation_line *list; // ascending in units
    size_t count;
    size_t watched; // boots of all densities of which the store has telemetry
};

// Of the finished and the refused steps of the ladder; telemetry[i] is of steps[i].
void saturation_lines_init(struct saturation_lines *lines, const struct step_record *steps,
                           size_t step_count, const struct telemetry *telemetry,
                           size_t telemetry_count);
void saturation_lines_done(struct saturation_lines *lines);

// Whether there is anything to tell: some boot was watched.
bool saturation_lines_are_known(const struct saturation_lines *lines);

// Of a density that was measured, or NULL.
const struct saturation_line *saturation_line_of(const struct saturation_lines *lines,
                                                 uint32_t units);

// "CPU (2 of 3 boots; none by the rules in 1): 97 % of the CPUs' time was used and ...". New
// string.
char *saturation_line_text(const struct saturation_line *line);

// "1 guest", "4 guests"; unit is the plural. New string.
char *saturation_line_count(const struct saturation_line *line, const char *unit);

// A row a line: how many, what gave out first, and the figures that decided.
void saturation_table_fill(struct table *table, const struct saturation_lines *lines,
                           const char *unit);

#define SATURATION_WORDS                                                                           \
    "By stated rules over the host's figures in the measured windows: of several resources that "  \
    "gave out, the one that explains the others. Of boots that differ, what most of them name."

// Where nothing was watched.
#define SATURATION_ABSENT                                                                          \
    "What gave out first is not known: the store has no telemetry of this run's steps."

#endif
