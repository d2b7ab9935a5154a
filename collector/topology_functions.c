// SPDX-License-Identifier: GPL-3.0-or-later
// Reads /sys/bus/pci/devices/*/physfn: each virtual function has one.
#include "collector/topology_functions.h"

#include <stdlib.h>
#include <string.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/host_map.h"

static const char devices[] = "/sys/bus/pci/devices";

// The address behind "PCI_SLOT_NAME=" of the physical function, or NULL for a device that has none.
static char *parent_of(const struct procfs *procfs, const char *address)
{
    static const char key[] = "PCI_SLOT_NAME=";
    scope_free char *path = alloc_printf("%s/%s/physfn/uevent", devices, address);
    scope_free char *text = NULL;
    if (procfs_read(procfs, path, &text, NULL) < 0)
        return NULL;
    const char *at = strstr(text, key);
    if (!at)
        return NULL;
    at += sizeof key - 1;
    return alloc_printf("%.*s", (int)strcspn(at, "\n"), at);
}

// The kernel writes -1 where the firmware tells nothing; the only node there is is near, too.
static int64_t node_of(const struct procfs *procfs, const char *address, const struct host_map *map)
{
    scope_free char *path = alloc_printf("%s/%s/numa_node", devices, address);
    uint64_t node;
    if (procfs_number(procfs, path, &node, NULL) == 0 && node <= UINT32_MAX)
        return (int64_t)node;
    return map->node_count == 1 ? (int64_t)map->nodes[0].id : HOST_MAP_NO_NODE;
}

static bool mark(struct host_map *map, const char *address, const char *parent)
{
    bool found = false;
    for (size_t i = 0; i < map->device_count; i++) {
        struct host_device *device = &map->devices[i];
        if (strcmp(device->pci, address) != 0)
            continue;
        free(device->parent);
        device->parent = alloc_copy(parent);
        found = true;
    }
    return found;
}

void topology_add_functions(const struct procfs *procfs, struct host_map *map)
{
    scope_procfs_names struct procfs_names names = {0};
    if (procfs_list(procfs, devices, "", &names, NULL) < 0)
        return;
    for (size_t i = 0; i < names.count; i++) {
        const char *address = names.names[i];
        scope_free char *parent = parent_of(procfs, address);
        if (!parent || mark(map, address, parent))
            continue;
        host_map_add_device(map, &(struct host_device){
                                     .kind = HOST_DEVICE_FUNCTION,
                                     .name = alloc_copy(address),
                                     .pci = alloc_copy(address),
                                     .parent = scope_take(parent),
                                     .node = node_of(procfs, address, map),
                                 });
    }
}
