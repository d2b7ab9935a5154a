// SPDX-License-Identifier: GPL-3.0-or-later
// The CPUs of a host as leaves of a tree: packages and NUMA nodes (whichever there are fewer of
// outside), the outermost cache, cores, threads.
#ifndef FULLHOUSE_COMMON_MODEL_HOST_PLACES_H
#define FULLHOUSE_COMMON_MODEL_HOST_PLACES_H

#include <stdbool.h>
#include <stdint.h>

#include "common/model/cpu_set.h"

struct host_map;

enum host_level {
    HOST_LEVEL_OUTER, // packages, or nodes where a node has several of them
    HOST_LEVEL_INNER, // the other of the two
    HOST_LEVEL_CACHE,
    HOST_LEVEL_CORE,
    HOST_LEVEL_THREAD,
    HOST_LEVEL_COUNT
};

struct host_place {
    uint32_t cpu;
    int id[HOST_LEVEL_COUNT];        // its place in the map's list of that level; -1 unknown
    uint32_t rank[HOST_LEVEL_COUNT]; // counted among siblings, from 0
};

// Whether nodes are the outer level.
bool host_places_have_outer_nodes(const struct host_map *map);

// The places of these CPUs in the machine's order: siblings stand together. *ret_count of them; the
// caller frees.
struct host_place *host_places_of(const struct host_map *map, const struct cpu_set *cpus,
                                  uint32_t *ret_count);

#endif
