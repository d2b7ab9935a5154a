// SPDX-License-Identifier: GPL-3.0-or-later
// Joins hwloc's topology with what /proc says of CPU model, kernel and a hypervisor below us.
#include "collector/host_facts.h"

#include <stdlib.h>
#include <string.h>

#include "collector/host_settings.h"
#include "collector/memory.h"
#include "collector/procfs.h"
#include "collector/topology.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/record.h"

// The text behind "key : " in /proc/cpuinfo, or NULL.
static char *cpuinfo_value(const char *cpuinfo, const char *key)
{
    const char *line = strstr(cpuinfo, key);
    const char *colon = line ? strchr(line, ':') : NULL;
    if (!colon)
        return NULL;
    colon += 1 + strspn(colon + 1, " \t");
    return alloc_printf("%.*s", (int)strcspn(colon, "\n"), colon);
}

// A line of /proc or "" where there is none.
static char *line_or_empty(const struct procfs *procfs, const char *path)
{
    char *line = NULL;
    return procfs_read_line(procfs, path, &line, NULL) < 0 ? alloc_copy("") : line;
}

// The CPU flag says that a hypervisor runs this host; firmware often says which.
static char *virtualization(const struct procfs *procfs, const char *cpuinfo)
{
    if (!strstr(cpuinfo, " hypervisor"))
        return alloc_copy("");
    char *name = NULL;
    if (procfs_read_line(procfs, "/sys/hypervisor/type", &name, NULL) == 0 ||
        procfs_read_line(procfs, "/sys/class/dmi/id/sys_vendor", &name, NULL) == 0)
        return name;
    return alloc_copy("unnamed hypervisor");
}

// The kernel's own figure: hwloc's covers what its NUMA nodes list, which hotplugged memory may not
// be.
static uint64_t total_memory(const struct procfs *procfs)
{
    struct host_memory memory;
    return host_memory_read(procfs, &memory, NULL) < 0 ? 0 : memory.total_bytes;
}

int host_facts_read(const struct procfs *procfs, struct host_record *ret_host, struct err *err)
{
    struct topology topology;
    scope_free char *cpuinfo = NULL;
    int result = procfs_read(procfs, "/proc/cpuinfo", &cpuinfo, err);
    if (result < 0)
        return result;
    result = topology_read(*procfs->root ? procfs->root : NULL, &topology, err);
    if (result < 0)
        return result;
    char *model = cpuinfo_value(cpuinfo, "model name");
    *ret_host = (struct host_record){
        .name = line_or_empty(procfs, "/proc/sys/kernel/hostname"),
        .cpu_model = model ? model : alloc_copy("unknown"),
        .cpus = topology.cpus,
        .cores = topology.cores,
        .sockets = topology.sockets,
        .numa_nodes = topology.numa_nodes,
        .memory_bytes = total_memory(procfs),
        .kernel = line_or_empty(procfs, "/proc/sys/kernel/osrelease"),
        .virtualization = virtualization(procfs, cpuinfo),
        .topology_xml = scope_take(topology.xml),
        .map = host_map_format(&topology.map),
        .settings = host_settings_read(procfs),
    };
    topology_done(&topology);
    return 0;
}
