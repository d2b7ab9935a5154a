// SPDX-License-Identifier: GPL-3.0-or-later
// Private to moves: numbers by rank, the least first; of equal ranks the latest.
#ifndef FULLHOUSE_PLANNER_MOVES_MOVES_HEAP_H
#define FULLHOUSE_PLANNER_MOVES_MOVES_HEAP_H

#include <stddef.h>
#include <stdint.h>

struct moves_heap_item {
    double rank;
    uint64_t age;
    int32_t item;
};

struct moves_heap { // zero-initialise
    struct moves_heap_item *list;
    size_t count, capacity;
    uint64_t pushed;
};

void moves_heap_push(struct moves_heap *heap, double rank, int32_t item);
// Of one that is not empty.
int32_t moves_heap_pop(struct moves_heap *heap);
void moves_heap_done(struct moves_heap *heap);

#endif
