// SPDX-License-Identifier: GPL-3.0-or-later
// The lists of a map and where a CPU is in them. Its text stands in host_map_text.c.
#include "common/model/host_map.h"

#include <stdlib.h>

#include "common/base/alloc.h"

#define APPEND(list, count, item)                                                                  \
    do {                                                                                           \
        (list) = alloc_resized((list), (count) + 1, sizeof *(list));                               \
        (list)[(count)++] = *(item);                                                               \
    } while (0)

void host_map_add_package(struct host_map *map, const struct host_package *package)
{
    APPEND(map->packages, map->package_count, package);
}

void host_map_add_node(struct host_map *map, const struct host_node *node)
{
    APPEND(map->nodes, map->node_count, node);
}

void host_map_add_core(struct host_map *map, const struct host_core *core)
{
    APPEND(map->cores, map->core_count, core);
}

void host_map_add_cache(struct host_map *map, const struct host_cache *cache)
{
    APPEND(map->caches, map->cache_count, cache);
}

void host_map_add_device(struct host_map *map, const struct host_device *device)
{
    APPEND(map->devices, map->device_count, device);
}

#define FIND(list, count, cpu)                                                                     \
    for (size_t i = 0; i < (count); i++)                                                           \
        if (cpu_set_has(&(list)[i].cpus, (cpu)))                                                   \
            return (int)i;                                                                         \
    return -1

int host_map_package_of(const struct host_map *map, uint32_t cpu)
{
    FIND(map->packages, map->package_count, cpu);
}

int host_map_node_of(const struct host_map *map, uint32_t cpu)
{
    FIND(map->nodes, map->node_count, cpu);
}

int host_map_core_of(const struct host_map *map, uint32_t cpu)
{
    FIND(map->cores, map->core_count, cpu);
}

int host_map_last_cache_of(const struct host_map *map, uint32_t cpu)
{
    int last = -1;
    for (size_t i = 0; i < map->cache_count; i++)
        if (cpu_set_has(&map->caches[i].cpus, cpu) &&
            (last < 0 || map->caches[i].level > map->caches[last].level))
            last = (int)i;
    return last;
}

void host_map_done(struct host_map *map)
{
    if (!map)
        return;
    for (size_t i = 0; i < map->device_count; i++) {
        free(map->devices[i].name);
        free(map->devices[i].pci);
        free(map->devices[i].parent);
    }
    free(map->packages);
    free(map->nodes);
    free(map->cores);
    free(map->caches);
    free(map->devices);
    *map = (struct host_map){0};
}
