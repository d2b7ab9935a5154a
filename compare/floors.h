// SPDX-License-Identifier: GPL-3.0-or-later
// The noise floors of a host under one load: what pairs of runs that are alike in everything
// (bench --aa) say of each measure at each density.
#ifndef FULLHOUSE_COMPARE_FLOORS_H
#define FULLHOUSE_COMPARE_FLOORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compare/side.h"

struct floor_entry {
    char *measure;
    uint32_t guests;
    size_t pairs;
    double boots;       // behind each run of a pair: harmonic mean
    double pair_log_sd; // of one pair's ratio, on the logarithm, around 1 (noise_floor.h)
};

struct floors {
    struct floor_entry *list;
    size_t count;
};

// From the runs of one A/A campaign (arms "pair 3 a"). Fewer than two pairs: none.
void floors_of(const struct side_run *runs, size_t count, struct floors *ret_floors);
void floors_done(struct floors *floors);

// What the host makes of nothing in 19 of 20 comparisons of so many boots a side, as 1.02: a ratio
// that is not beyond it is no effect. The pairs' own boots scale it: down only where the sides are
// interleaved as pairs are, since what differs between sessions does not grow less with boots. NAN
// where there is none.
double floors_find(const struct floors *floors, const char *measure, uint32_t guests, double boots,
                   bool is_interleaved);

#endif
