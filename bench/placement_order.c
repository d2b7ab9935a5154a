// SPDX-License-Identifier: GPL-3.0-or-later
// Places read from the outside in are the machine's order; read from the inside out, by their ranks
// among siblings, they go around it.
#include "bench/placement_order.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/host_map.h"
#include "common/model/host_places.h"

static int compare_around(const void *left, const void *right)
{
    const struct host_place *a = left, *b = right;
    for (int i = HOST_LEVEL_COUNT - 1; i >= 0; i--)
        if (a->rank[i] != b->rank[i])
            return a->rank[i] < b->rank[i] ? -1 : 1;
    return 0;
}

uint32_t *placement_order(const struct host_map *map, bool dense, uint32_t *ret_count)
{
    scope_free struct host_place *places = host_places_of(map, &map->allowed, ret_count);
    if (!dense)
        qsort(places, *ret_count, sizeof *places, compare_around);
    uint32_t *order = alloc_zeroed(*ret_count + 1, sizeof *order);
    for (uint32_t i = 0; i < *ret_count; i++)
        order[i] = places[i].cpu;
    return order;
}
