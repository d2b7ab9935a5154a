// SPDX-License-Identifier: GPL-3.0-or-later
// The noise floors of a host under one load: what pairs of runs that are alike in everything
// (bench --aa) say of each measure at each density.
#ifndef FULLHOUSE_COMPARE_FLOORS_H
#define FULLHOUSE_COMPARE_FLOORS_H

#include <stddef.h>
#include <stdint.h>

#include "compare/side.h"

struct floor_entry {
    char *measure;
    uint32_t guests;
    size_t pairs;
    double detectable; // as 1.02; noise_floor's detectable_ratio
};

struct floors {
    struct floor_entry *list;
    size_t count;
};

// From the runs of one A/A campaign (arms "pair 3 a"). Fewer than two pairs: none.
void floors_of(const struct side_run *runs, size_t count, struct floors *ret_floors);
void floors_done(struct floors *floors);

// NAN where there is none.
double floors_find(const struct floors *floors, const char *measure, uint32_t guests);

#endif
