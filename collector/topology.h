// SPDX-License-Identifier: GPL-3.0-or-later
// The host's topology. Door: hwloc, for sockets, cores, NUMA nodes, caches and PCI locality, with
// XML in and out so that a host that is far away can be looked at.
#ifndef FULLHOUSE_COLLECTOR_TOPOLOGY_H
#define FULLHOUSE_COLLECTOR_TOPOLOGY_H

#include <stdint.h>

#include "common/model/host_map.h"

struct err;

// Levels of data cache that are told apart.
enum { TOPOLOGY_CACHE_LEVELS = 5 };

struct topology {
    uint32_t cpus;             // processing units this process may use
    uint32_t cores;            // 0 when hwloc cannot tell
    uint32_t sockets;          // likewise
    uint32_t numa_nodes;       // likewise
    uint64_t last_cache_bytes; // the largest single cache, 0 when hwloc sees none
    // Of data, by level from L1; 0 where hwloc sees none. One of each, as one core sees it.
    uint64_t cache_bytes[TOPOLOGY_CACHE_LEVELS];
    char *xml; // hwloc's own format, heap-owned
    // All of it without hwloc: the store keeps its text (host_map_format), so that reports, which
    // have no hwloc, can draw the host. SR-IOV functions are in it where sysfs tells of them.
    struct host_map map;
};

// Reads this host (root == NULL) or a captured tree of /proc and /sys below root. 0 or negative
// errno.
int topology_read(const char *root, struct topology *ret_topology, struct err *err);

// Reads hwloc's XML, as the store and lstopo have it. -EINVAL when it is none.
int topology_read_xml(const char *xml, struct topology *ret_topology, struct err *err);

void topology_done(struct topology *topology);

#endif
