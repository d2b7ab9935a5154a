// SPDX-License-Identifier: GPL-3.0-or-later
// Looks every CPU up in the map's lists, sorts and ranks.
#include "common/model/host_places.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/model/host_map.h"

bool host_places_have_outer_nodes(const struct host_map *map)
{
    return map->node_count < map->package_count;
}

static struct host_place locate(const struct host_map *map, uint32_t cpu)
{
    int package = host_map_package_of(map, cpu), node = host_map_node_of(map, cpu);
    bool node_first = host_places_have_outer_nodes(map);
    return (struct host_place){
        .cpu = cpu,
        .id =
            {
                [HOST_LEVEL_OUTER] = node_first ? node : package,
                [HOST_LEVEL_INNER] = node_first ? package : node,
                [HOST_LEVEL_CACHE] = host_map_last_cache_of(map, cpu),
                [HOST_LEVEL_CORE] = host_map_core_of(map, cpu),
                [HOST_LEVEL_THREAD] = (int)cpu,
            },
    };
}

static int compare(const void *left, const void *right)
{
    const struct host_place *a = left, *b = right;
    for (int i = 0; i < HOST_LEVEL_COUNT; i++)
        if (a->id[i] != b->id[i])
            return a->id[i] < b->id[i] ? -1 : 1;
    return 0;
}

// One that leaves the level above begins anew, one that differs at this level is the next.
static void rank(struct host_place *places, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        bool is_elsewhere = false;
        for (int level = 0; level < HOST_LEVEL_COUNT; level++) {
            bool differs = places[i].id[level] != places[i - 1].id[level];
            places[i].rank[level] = is_elsewhere ? 0 : places[i - 1].rank[level] + differs;
            is_elsewhere |= differs;
        }
    }
}

struct host_place *host_places_of(const struct host_map *map, const struct cpu_set *cpus,
                                  uint32_t *ret_count)
{
    uint32_t count = 0;
    struct host_place *places = alloc_zeroed(cpu_set_count(cpus) + 1, sizeof *places);
    cpu_set_each(cpu, cpus) places[count++] = locate(map, cpu);
    qsort(places, count, sizeof *places, compare);
    rank(places, count);
    *ret_count = count;
    return places;
}
