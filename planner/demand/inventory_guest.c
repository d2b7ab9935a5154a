// SPDX-License-Identifier: GPL-3.0-or-later
// A growing list with a table of hashes beside it: a million names in a second.
#include "planner/demand/inventory_guest.h"

#include <math.h>
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
static uint32_t *slot_of(const struct inventory_guests *guests, const char *name)
{
    size_t slot = hash_of(name) & (guests->slot_count - 1);
    while (guests->slots[slot] && strcmp(guests->list[guests->slots[slot] - 1].name, name) != 0)
        slot = (slot + 1) & (guests->slot_count - 1);
    return &guests->slots[slot];
}

struct inventory_guest *inventory_guests_find(const struct inventory_guests *guests,
                                              const char *name)
{
    uint32_t *slot = guests->slot_count ? slot_of(guests, name) : NULL;
    return slot && *slot ? &guests->list[*slot - 1] : NULL;
}

static void make_room(struct inventory_guests *guests)
{
    if (guests->count < guests->capacity)
        return;
    guests->capacity = guests->capacity ? 2 * guests->capacity : 64;
    guests->list = alloc_resized(guests->list, guests->capacity, sizeof *guests->list);
    free(guests->slots);
    guests->slot_count = 2 * guests->capacity;
    guests->slots = alloc_zeroed(guests->slot_count, sizeof *guests->slots);
    for (size_t i = 0; i < guests->count; i++)
        *slot_of(guests, guests->list[i].name) = (uint32_t)i + 1;
}

struct inventory_guest *inventory_guests_add(struct inventory_guests *guests, const char *name)
{
    make_room(guests);
    *slot_of(guests, name) = (uint32_t)guests->count + 1;
    struct inventory_guest *guest = &guests->list[guests->count++];
    *guest = (struct inventory_guest){
        .name = alloc_copy(name),
        .count = 1,
        .vcpus = NAN,
        .memory_bytes = NAN,
        .disk_bytes = NAN,
        .used_bytes = NAN,
        .cpu_cores = NAN,
        .cpu_sd = NAN,
        .cpu_p95 = NAN,
        .cpu_hz = NAN,
        .cpu_most_hz = NAN,
        .disk_hz = NAN,
        .network_bits_hz = NAN,
    };
    return guest;
}

void inventory_guests_done(struct inventory_guests *guests)
{
    for (size_t i = 0; i < guests->count; i++) {
        free(guests->list[i].name);
        free(guests->list[i].class);
        free(guests->list[i].cores);
    }
    free(guests->list);
    free(guests->slots);
    *guests = (struct inventory_guests){0};
}
