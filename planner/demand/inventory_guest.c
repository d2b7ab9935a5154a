// SPDX-License-Identifier: GPL-3.0-or-later
// A growing list with an index of its names beside it.
#include "planner/demand/inventory_guest.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"

struct inventory_guest *inventory_guests_find(const struct inventory_guests *guests,
                                              const char *name)
{
    size_t number = name_index_find(&guests->names, name);
    return number == NAME_INDEX_NONE ? NULL : &guests->list[number];
}

static void make_room(struct inventory_guests *guests)
{
    if (guests->count < guests->capacity)
        return;
    guests->capacity = guests->capacity ? 2 * guests->capacity : 64;
    guests->list = alloc_resized(guests->list, guests->capacity, sizeof *guests->list);
}

struct inventory_guest *inventory_guests_add(struct inventory_guests *guests, const char *name)
{
    make_room(guests);
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
    name_index_add(&guests->names, guest->name);
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
    name_index_done(&guests->names);
    *guests = (struct inventory_guests){0};
}
