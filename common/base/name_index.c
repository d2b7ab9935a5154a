// SPDX-License-Identifier: GPL-3.0-or-later
// Open addressing with a table that is never more than half full.
#include "common/base/name_index.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

// FNV-1a (Fowler, Noll, Vo).
static uint64_t hash_of(const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
    return hash ^ hash >> 32;
}

// The slot that holds the name, or the empty one where it would go.
static uint32_t *slot_of(const struct name_index *index, const char *name)
{
    size_t slot = hash_of(name) & (index->slot_count - 1);
    while (index->slots[slot] && strcmp(index->names[index->slots[slot] - 1], name) != 0)
        slot = (slot + 1) & (index->slot_count - 1);
    return &index->slots[slot];
}

static void take_slot(struct name_index *index, size_t number)
{
    uint32_t *slot = slot_of(index, index->names[number]);
    if (!*slot)
        *slot = (uint32_t)number + 1;
}

static void make_room(struct name_index *index)
{
    if (index->count < index->capacity)
        return;
    index->capacity = index->capacity ? 2 * index->capacity : 64;
    index->names = alloc_resized(index->names, index->capacity, sizeof *index->names);
    free(index->slots);
    index->slot_count = 2 * index->capacity;
    index->slots = alloc_zeroed(index->slot_count, sizeof *index->slots);
    for (size_t i = 0; i < index->count; i++)
        take_slot(index, i);
}

void name_index_add(struct name_index *index, const char *name)
{
    make_room(index);
    index->names[index->count] = name;
    take_slot(index, index->count++);
}

size_t name_index_find(const struct name_index *index, const char *name)
{
    uint32_t *slot = index->slot_count ? slot_of(index, name) : NULL;
    return slot && *slot ? *slot - 1 : NAME_INDEX_NONE;
}

void name_index_done(struct name_index *index)
{
    free(index->names);
    free(index->slots);
    *index = (struct name_index){0};
}
