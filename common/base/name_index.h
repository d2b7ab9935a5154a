// SPDX-License-Identifier: GPL-3.0-or-later
// Names by number, found by hash: a million of them in a second. Owns none of them.
#ifndef FULLHOUSE_COMMON_BASE_NAME_INDEX_H
#define FULLHOUSE_COMMON_BASE_NAME_INDEX_H

#include <stddef.h>
#include <stdint.h>

#define NAME_INDEX_NONE SIZE_MAX

// Zero-initialise; release with name_index_done.
struct name_index {
    const char **names; // borrowed, by number
    size_t count, capacity;
    uint32_t *slots; // hash of the name to its number + 1
    size_t slot_count;
};

// Its number is the count before: 0, 1, 2, ... name must outlive the index. Of two that are the
// same, the first stays the one that is found.
void name_index_add(struct name_index *index, const char *name);
// The number, or NAME_INDEX_NONE.
size_t name_index_find(const struct name_index *index, const char *name);
void name_index_done(struct name_index *index);

#endif
