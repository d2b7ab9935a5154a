// SPDX-License-Identifier: GPL-3.0-or-later
// Loads hwloc's topology and counts in it. What of it becomes the map stands in topology_map.c,
// what hwloc does not know of PCI in topology_functions.c.
#include "collector/topology.h"

#include <errno.h>
#include <hwloc.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "collector/procfs.h"
#include "collector/topology_functions.h"
#include "collector/topology_map.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

// hwloc would tell this host's CPUs for a tree that shows none.
static int check_tree(const char *root, struct err *err)
{
    scope_free char *cpus = root ? path_join(root, "sys/devices/system/cpu") : NULL;
    return !cpus || path_exists(cpus) ? 0 : err_system(err, ENOENT, "%s", cpus);
}

static int load(hwloc_topology_t topology, const char *root, struct err *err)
{
    // hwloc reads a captured tree only when told so through its environment. And it would complete
    // what a tree leaves out, as caches, by what the CPUs of this host say (CPUID).
    if (root && hwloc_topology_set_components(topology, HWLOC_TOPOLOGY_COMPONENTS_FLAG_BLACKLIST,
                                              "x86") < 0)
        return err_system(err, errno, "hwloc's components");
    if (root && (setenv("HWLOC_FSROOT", root, 1) < 0 || setenv("HWLOC_THISSYSTEM", "0", 1) < 0))
        return err_system(err, errno, "environment");
    hwloc_topology_set_io_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_IMPORTANT);
    hwloc_topology_set_flags(topology, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
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

// The first cache of each level, as one core sees it.
static void count_caches(struct topology *topology)
{
    const struct host_map *map = &topology->map;
    for (size_t i = 0; i < map->cache_count; i++) {
        const struct host_cache *cache = &map->caches[i];
        uint64_t *bytes = &topology->cache_bytes[cache->level - 1];
        if (*bytes == 0)
            *bytes = cache->bytes;
        if (cache->bytes > topology->last_cache_bytes)
            topology->last_cache_bytes = cache->bytes;
    }
}

// Packages and cores of which some CPU is ours.
#define COUNT_OURS(list, count)                                                                    \
    ({                                                                                             \
        uint32_t ours_ = 0;                                                                        \
        for (size_t i_ = 0; i_ < (count); i_++) {                                                  \
            struct cpu_set cpus_ = (list)[i_].cpus;                                                \
            cpu_set_meet(&cpus_, &topology->map.allowed);                                          \
            ours_ += !cpu_set_is_empty(&cpus_);                                                    \
        }                                                                                          \
        ours_;                                                                                     \
    })

static void count(struct topology *topology)
{
    const struct host_map *map = &topology->map;
    topology->cpus = cpu_set_count(&map->allowed);
    topology->cores = COUNT_OURS(map->cores, map->core_count);
    topology->sockets = COUNT_OURS(map->packages, map->package_count);
    topology->numa_nodes = (uint32_t)map->node_count;
    count_caches(topology);
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

// An affinity mask (taskset) binds guests as a control group does.
static void bind_to_mask(hwloc_topology_t topology, struct topology *ret_topology)
{
    hwloc_bitmap_t mask = hwloc_bitmap_alloc();
    struct cpu_set bound = {0};
    if (mask && hwloc_get_cpubind(topology, mask, HWLOC_CPUBIND_THREAD) == 0)
        cpu_set_each(cpu, &ret_topology->map.allowed) if (hwloc_bitmap_isset(mask, cpu))
            cpu_set_add(&bound, cpu);
    hwloc_bitmap_free(mask);
    if (cpu_set_is_empty(&bound))
        return;
    ret_topology->map.allowed = bound;
    ret_topology->cpus = cpu_set_count(&bound);
}

static void take(hwloc_topology_t topology, struct topology *ret_topology)
{
    *ret_topology = (struct topology){.xml = export_xml(topology)};
    topology_map_fill(topology, &ret_topology->map);
    count(ret_topology);
}

int topology_read(const char *root, struct topology *ret_topology, struct err *err)
{
    hwloc_topology_t topology;
    const struct procfs procfs = {.root = root ? root : ""};
    int result = check_tree(root, err);
    if (result < 0)
        return result;
    if (hwloc_topology_init(&topology) < 0)
        return err_system(err, ENOMEM, "hwloc");
    result = load(topology, root, err);
    if (result == 0) {
        take(topology, ret_topology);
        topology_add_functions(&procfs, &ret_topology->map);
    }
    if (result == 0 && !root)
        bind_to_mask(topology, ret_topology);
    hwloc_topology_destroy(topology);
    return result;
}

int topology_read_xml(const char *xml, struct topology *ret_topology, struct err *err)
{
    hwloc_topology_t topology;
    size_t length = strlen(xml) + 1;
    if (length > INT_MAX)
        return err_input(err, "too large for hwloc's XML");
    if (hwloc_topology_init(&topology) < 0)
        return err_system(err, ENOMEM, "hwloc");
    int result = 0;
    if (hwloc_topology_set_xmlbuffer(topology, xml, (int)length) < 0 ||
        load(topology, NULL, NULL) < 0)
        result = err_input(err, "no topology in hwloc's XML (lstopo FILE.xml writes one)");
    else
        take(topology, ret_topology);
    hwloc_topology_destroy(topology);
    return result;
}

void topology_done(struct topology *topology)
{
    if (!topology)
        return;
    free(topology->xml);
    host_map_done(&topology->map);
    *topology = (struct topology){0};
}
