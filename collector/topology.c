// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that includes hwloc.
#include "collector/topology.h"

#include <errno.h>
#include <hwloc.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

static uint32_t count_of(hwloc_topology_t topology, hwloc_obj_type_t type)
{
    int count = hwloc_get_nbobjs_by_type(topology, type);
    return count > 0 ? (uint32_t)count : 0;
}

// hwloc would tell this host's CPUs for a tree that shows none.
static int check_tree(const char *root, struct err *err)
{
    scope_free char *cpus = root ? path_join(root, "sys/devices/system/cpu") : NULL;
    return !cpus || path_exists(cpus) ? 0 : err_system(err, ENOENT, "%s", cpus);
}

static int load(hwloc_topology_t topology, const char *root, struct err *err)
{
    // hwloc reads a captured tree only when told so through its environment.
    if (root && (setenv("HWLOC_FSROOT", root, 1) < 0 || setenv("HWLOC_THISSYSTEM", "0", 1) < 0))
        return err_system(err, errno, "environment");
    hwloc_topology_set_io_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_IMPORTANT);
    int failed = hwloc_topology_load(topology);
    int code = errno;
    if (root) {
        unsetenv("HWLOC_FSROOT");
        unsetenv("HWLOC_THISSYSTEM");
    }
    return failed ? err_system(err, code, "hwloc cannot read the topology of %s",
                               root ? root : "this host")
                  : 0;
}

static uint64_t largest_cache(hwloc_topology_t topology)
{
    uint64_t largest = 0;
    for (hwloc_obj_type_t type = HWLOC_OBJ_L1CACHE; type <= HWLOC_OBJ_L5CACHE; type++) {
        hwloc_obj_t cache = hwloc_get_obj_by_type(topology, type, 0);
        if (cache && cache->attr->cache.size > largest)
            largest = cache->attr->cache.size;
    }
    return largest;
}

static void read_caches(hwloc_topology_t topology, uint64_t *cache_bytes)
{
    for (int level = 0; level < TOPOLOGY_CACHE_LEVELS; level++) {
        hwloc_obj_type_t type = (hwloc_obj_type_t)(HWLOC_OBJ_L1CACHE + level);
        hwloc_obj_t cache = hwloc_get_obj_by_type(topology, type, 0);
        cache_bytes[level] = cache ? cache->attr->cache.size : 0;
    }
}

// hwloc leaves out what a control group forbids; an affinity mask (taskset) binds guests as well.
static uint32_t usable_cpus(hwloc_topology_t topology, bool this_host)
{
    uint32_t cpus = count_of(topology, HWLOC_OBJ_PU);
    hwloc_bitmap_t set = hwloc_bitmap_alloc();
    if (this_host && set && hwloc_get_cpubind(topology, set, HWLOC_CPUBIND_THREAD) == 0) {
        hwloc_bitmap_and(set, set, hwloc_topology_get_topology_cpuset(topology));
        int bound = hwloc_bitmap_weight(set);
        if (bound > 0)
            cpus = (uint32_t)bound;
    }
    hwloc_bitmap_free(set);
    return cpus;
}

static char *export_xml(hwloc_topology_t topology)
{
    char *buffer = NULL;
    int length = 0;
    if (hwloc_topology_export_xmlbuffer(topology, &buffer, &length, 0) < 0)
        return alloc_copy("");
    char *xml = alloc_copy(buffer);
    hwloc_free_xmlbuffer(topology, buffer);
    return xml;
}

int topology_read(const char *root, struct topology *ret_topology, struct err *err)
{
    hwloc_topology_t topology;
    int result = check_tree(root, err);
    if (result < 0)
        return result;
    if (hwloc_topology_init(&topology) < 0)
        return err_system(err, ENOMEM, "hwloc");
    result = load(topology, root, err);
    if (result == 0)
        *ret_topology = (struct topology){
            .cpus = usable_cpus(topology, !root),
            .cores = count_of(topology, HWLOC_OBJ_CORE),
            .sockets = count_of(topology, HWLOC_OBJ_PACKAGE),
            .numa_nodes = count_of(topology, HWLOC_OBJ_NUMANODE),
            .last_cache_bytes = largest_cache(topology),
            .xml = export_xml(topology),
        };
    if (result == 0)
        read_caches(topology, ret_topology->cache_bytes);
    hwloc_topology_destroy(topology);
    return result;
}

void topology_done(struct topology *topology)
{
    if (!topology)
        return;
    free(topology->xml);
    *topology = (struct topology){0};
}
