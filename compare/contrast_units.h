// SPDX-License-Identifier: GPL-3.0-or-later
// What is exchanged in a contrast: boots, or whole runs, of both sides; in blocks where they were
// made in turns. Private to contrast*.c.
#ifndef FULLHOUSE_COMPARE_CONTRAST_UNITS_H
#define FULLHOUSE_COMPARE_CONTRAST_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compare/measure.h"
#include "compare/side.h"

// Both sides with what their runs tell.
struct contrast_sides {
    const struct side *sides[2];
    struct measure_set *sets[2]; // of each run
    char *key;                   // comparable_key of A's first run
    bool is_by_run;              // the units are runs: both sides have several
    bool is_interleaved;         // units were made in turns, block by block
};

// Reads what the runs tell. Release with contrast_sides_done, before the sides.
void contrast_sides_init(struct contrast_sides *sides, const struct side *a, const struct side *b);
void contrast_sides_done(struct contrast_sides *sides);

// What that run of that side tells of the same; NULL where it tells nothing, or a figure of that
// name in another unit or with another way of being better, which is another figure.
const struct measure_series *contrast_sides_find(const struct contrast_sides *sides, int side,
                                                 size_t run, const struct measure_series *like);

// One measure at one density. Where is_paired, values[0][i] and values[1][i] are of one block.
struct contrast_units {
    double *values[2]; // of each unit: a geometric mean over boots where it is a run
    size_t counts[2];
    size_t boots[2]; // behind these
    bool is_paired;
    bool is_positive; // throughout, so that there are ratios
};

void contrast_units_of(const struct contrast_sides *sides, const struct measure_series *like,
                       struct contrast_units *ret_units);
void contrast_units_done(struct contrast_units *units);

#endif
