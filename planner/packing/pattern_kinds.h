// SPDX-License-Identifier: GPL-3.0-or-later
// Items that are alike, and bins that are: what patterns are made of. Sizes are divided by what
// they have in common, and dimensions in which any bin holds everything are left out.
#ifndef FULLHOUSE_PLANNER_PACKING_PATTERN_KINDS_H
#define FULLHOUSE_PLANNER_PACKING_PATTERN_KINDS_H

#include "planner/packing/bound_rest.h"

#define PATTERN_NO_KIND UINT32_MAX

struct pattern_kinds {
    size_t dimensions; // that can bind
    size_t kinds, bin_kinds;
    int64_t *sizes;        // [kind][dimension]
    double *loads;         // [kind] units of the problem's dimension 0, for costs of units
    uint32_t *counts;      // [kind] items of it
    uint32_t *kind_of;     // [item of the rest]; PATTERN_NO_KIND: it takes no room
    int64_t *rooms;        // [bin kind][dimension]
    double *costs, *units; // [bin kind]
    uint32_t *bin_counts;  // [bin kind] bins of it
    uint32_t *bin_kind_of; // [bin of the rest]
};

// False where there are more kinds of items or of bins than these; then nothing is written.
bool pattern_kinds_init(struct pattern_kinds *kinds, const struct bound_rest *rest,
                        size_t kinds_most, size_t bin_kinds_most);
void pattern_kinds_done(struct pattern_kinds *kinds);

static inline const int64_t *pattern_kinds_size(const struct pattern_kinds *kinds, size_t kind)
{
    return kinds->sizes + kind * kinds->dimensions;
}

static inline const int64_t *pattern_kinds_room(const struct pattern_kinds *kinds, size_t bin_kind)
{
    return kinds->rooms + bin_kind * kinds->dimensions;
}

#endif
