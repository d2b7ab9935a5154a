// SPDX-License-Identifier: GPL-3.0-or-later
// Patterns: how many items of each kind one bin of a kind holds. Each stands once in its set.
#ifndef FULLHOUSE_PLANNER_PACKING_PATTERN_SET_H
#define FULLHOUSE_PLANNER_PACKING_PATTERN_SET_H

#include "planner/packing/pattern_kinds.h"

struct pattern_part {
    uint32_t kind, count;
};

struct pattern {
    uint32_t bin_kind, part_count;
    struct pattern_part *parts; // by kind, none is empty
    double cost;                // of the aim: the bin's, and its units'
};

struct pattern_set {
    const struct pattern_kinds *kinds;
    struct pattern *list;
    size_t count, room;
    uint32_t *slots; // of a hash table: index + 1; 0: free
    size_t slot_count;
};

void pattern_set_init(struct pattern_set *set, const struct pattern_kinds *kinds);
void pattern_set_done(struct pattern_set *set);

// The index of the pattern with items[kind] of each kind, which is added where it is new.
size_t pattern_set_add(struct pattern_set *set, uint32_t bin_kind, const uint32_t *items);

#endif
