// SPDX-License-Identifier: GPL-3.0-or-later
// Walks hwloc's objects: packages, nodes, cores and caches by level, disks and network cards by
// their PCI device.
#include "collector/topology_map.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/model/host_map.h"

// CPUs beyond those a set can hold are left out: Linux has none.
static struct cpu_set set_of(hwloc_const_bitmap_t bitmap)
{
    struct cpu_set set = {0};
    for (int cpu = bitmap ? hwloc_bitmap_first(bitmap) : -1; cpu >= 0 && cpu < CPU_SET_MAX;
         cpu = hwloc_bitmap_next(bitmap, cpu))
        cpu_set_add(&set, (uint32_t)cpu);
    return set;
}

// hwloc's complete sets go on for ever on some hosts, so offline CPUs are those it counts as
// possible and does not show.
static void fill_sets(hwloc_topology_t topology, struct host_map *map)
{
    map->online = set_of(hwloc_topology_get_topology_cpuset(topology));
    map->allowed = set_of(hwloc_topology_get_allowed_cpuset(topology));
    hwloc_const_bitmap_t possible = hwloc_topology_get_complete_cpuset(topology);
    if (hwloc_bitmap_weight(possible) < 0)
        return;
    map->offline = set_of(possible);
    cpu_set_drop(&map->offline, &map->online);
    cpu_set_meet(&map->allowed, &map->online);
}

#define EACH(object, topology, type)                                                               \
    for (hwloc_obj_t object = NULL;                                                                \
         (object = hwloc_get_next_obj_by_type((topology), (type), object));)

static void fill_cpus(hwloc_topology_t topology, struct host_map *map)
{
    EACH(package, topology, HWLOC_OBJ_PACKAGE)
    host_map_add_package(map, &(struct host_package){package->os_index, set_of(package->cpuset)});
    EACH(node, topology, HWLOC_OBJ_NUMANODE)
    host_map_add_node(map, &(struct host_node){node->os_index, node->attr->numanode.local_memory,
                                               set_of(node->cpuset)});
    EACH(core, topology, HWLOC_OBJ_CORE)
    host_map_add_core(map, &(struct host_core){core->os_index, set_of(core->cpuset)});
}

static void fill_caches(hwloc_topology_t topology, struct host_map *map)
{
    for (hwloc_obj_type_t type = HWLOC_OBJ_L1CACHE; type <= HWLOC_OBJ_L5CACHE; type++) {
        EACH(cache, topology, type)
        host_map_add_cache(map,
                           &(struct host_cache){cache->attr->cache.depth, cache->attr->cache.size,
                                                set_of(cache->cpuset)});
    }
}

// The node that a PCI device is nearest to, where that is one alone.
static int64_t node_of(hwloc_topology_t topology, hwloc_obj_t object)
{
    hwloc_obj_t ancestor = hwloc_get_non_io_ancestor_obj(topology, object);
    if (!ancestor || !ancestor->nodeset || hwloc_bitmap_weight(ancestor->nodeset) != 1)
        return HOST_MAP_NO_NODE;
    return hwloc_bitmap_first(ancestor->nodeset);
}

static hwloc_obj_t pci_of(hwloc_obj_t object)
{
    while (object && object->type != HWLOC_OBJ_PCI_DEVICE)
        object = object->parent;
    return object;
}

static char *address_of(hwloc_obj_t pci)
{
    if (!pci)
        return alloc_copy("");
    const struct hwloc_pcidev_attr_s *at = &pci->attr->pcidev;
    return alloc_printf("%04x:%02x:%02x.%01x", at->domain, at->bus, at->dev, at->func);
}

static void fill_devices(hwloc_topology_t topology, struct host_map *map)
{
    for (hwloc_obj_t object = NULL; (object = hwloc_get_next_osdev(topology, object));) {
        hwloc_obj_osdev_type_t type = object->attr->osdev.type;
        if (type != HWLOC_OBJ_OSDEV_BLOCK && type != HWLOC_OBJ_OSDEV_NETWORK)
            continue;
        host_map_add_device(
            map, &(struct host_device){
                     .kind = type == HWLOC_OBJ_OSDEV_BLOCK ? HOST_DEVICE_DISK : HOST_DEVICE_NIC,
                     .name = alloc_copy(object->name ? object->name : ""),
                     .pci = address_of(pci_of(object)),
                     .parent = alloc_copy(""),
                     .node = node_of(topology, object),
                 });
    }
}

void topology_map_fill(hwloc_topology_t topology, struct host_map *map)
{
    fill_sets(topology, map);
    fill_cpus(topology, map);
    fill_caches(topology, map);
    fill_devices(topology, map);
}
