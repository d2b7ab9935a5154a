// SPDX-License-Identifier: GPL-3.0-or-later
// A binary heap in an array.
#include "planner/moves/moves_heap.h"

#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"

static bool is_before(const struct moves_heap_item *a, const struct moves_heap_item *b)
{
    return a->rank != b->rank ? a->rank < b->rank : a->age > b->age;
}

static void swap(struct moves_heap *heap, size_t a, size_t b)
{
    struct moves_heap_item kept = heap->list[a];
    heap->list[a] = heap->list[b];
    heap->list[b] = kept;
}

void moves_heap_push(struct moves_heap *heap, double rank, int32_t item)
{
    if (heap->count == heap->capacity) {
        heap->capacity = heap->capacity ? 2 * heap->capacity : 256;
        heap->list = alloc_resized(heap->list, heap->capacity, sizeof(*heap->list));
    }
    size_t at = heap->count++;
    heap->list[at] = (struct moves_heap_item){rank, heap->pushed++, item};
    for (; at > 0 && is_before(&heap->list[at], &heap->list[(at - 1) / 2]); at = (at - 1) / 2)
        swap(heap, at, (at - 1) / 2);
}

int32_t moves_heap_pop(struct moves_heap *heap)
{
    int32_t first = heap->list[0].item;
    heap->list[0] = heap->list[--heap->count];
    for (size_t at = 0, least = 0;; at = least) {
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < heap->count; child++)
            if (is_before(&heap->list[child], &heap->list[least]))
                least = child;
        if (least == at)
            return first;
        swap(heap, at, least);
    }
}

void moves_heap_done(struct moves_heap *heap)
{
    free(heap->list);
}
