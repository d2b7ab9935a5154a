// SPDX-License-Identifier: GPL-3.0-or-later
// hwloc's topology as a map without hwloc. Private to topology*.c.
#ifndef FULLHOUSE_COLLECTOR_TOPOLOGY_MAP_H
#define FULLHOUSE_COLLECTOR_TOPOLOGY_MAP_H

#include <hwloc.h>

struct host_map;

// Fills an empty map; what a control group forbids is in it and not in its `allowed`, so the
// topology must have been loaded with HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED.
void topology_map_fill(hwloc_topology_t topology, struct host_map *map);

#endif
