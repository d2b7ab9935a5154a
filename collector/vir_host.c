// SPDX-License-Identifier: GPL-3.0-or-later
// Asks libvirt's node calls: no XML is read.
#include "collector/vir_host.h"

#include <ctype.h>
#include <libvirt/virterror.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

enum { KIB = 1024 };

int vir_host_open(const char *uri, virConnectPtr *ret_connection, struct err *err)
{
    enum { ASK_S = 10, ASKS = 3 };
    virConnectPtr connection;
    int result = vir_open(uri, &connection, err);
    if (result < 0)
        return result;
    // Not every driver has a line that can be asked.
    virConnectSetKeepAlive(connection, ASK_S, ASKS);
    *ret_connection = connection;
    return 0;
}

// --- memory ------------------------------------------------------------------------------------

static double find_memory(const virNodeMemoryStats *stats, int count, const char *field)
{
    for (int i = 0; i < count; i++)
        if (strcmp(stats[i].field, field) == 0)
            return (double)stats[i].value * KIB;
    return NAN;
}

// Of a node, or of VIR_NODE_MEMORY_STATS_ALL_CELLS. New list, or NULL.
static virNodeMemoryStats *ask_memory(virConnectPtr connection, int node, int *ret_count)
{
    int count = 0;
    if (virNodeGetMemoryStats(connection, node, NULL, &count, 0) < 0 || count <= 0)
        return NULL;
    virNodeMemoryStats *stats = alloc_zeroed((size_t)count, sizeof *stats);
    if (virNodeGetMemoryStats(connection, node, stats, &count, 0) < 0) {
        free(stats);
        return NULL;
    }
    *ret_count = count;
    return stats;
}

static double or_zero(double number)
{
    return isnan(number) ? 0 : number;
}

int vir_host_available(virConnectPtr connection, double *ret_bytes, struct err *err)
{
    int count;
    scope_free virNodeMemoryStats *stats =
        ask_memory(connection, VIR_NODE_MEMORY_STATS_ALL_CELLS, &count);
    double bytes = stats ? find_memory(stats, count, VIR_NODE_MEMORY_STATS_FREE) : NAN;
    if (isnan(bytes)) {
        // Some drivers know no more than this.
        unsigned long long whole = virNodeGetFreeMemory(connection);
        if (whole == 0 && virConnectIsAlive(connection) != 1)
            return vir_fail(err, "asking how much memory is free");
        *ret_bytes = whole ? (double)whole : NAN;
        return 0;
    }
    bytes += or_zero(find_memory(stats, count, VIR_NODE_MEMORY_STATS_BUFFERS));
    bytes += or_zero(find_memory(stats, count, VIR_NODE_MEMORY_STATS_CACHED));
    *ret_bytes = bytes;
    return 0;
}

// --- what it is --------------------------------------------------------------------------------

// All nodes, or none of them where one does not tell. Their cores are even shares: libvirt's node
// information says only that.
static void read_nodes(virConnectPtr connection, const virNodeInfo *info, struct vir_host *host)
{
    if (info->nodes < 2)
        return;
    host->nodes = alloc_zeroed(info->nodes, sizeof *host->nodes);
    for (unsigned i = 0; i < info->nodes; i++) {
        int count;
        scope_free virNodeMemoryStats *stats = ask_memory(connection, (int)i, &count);
        double bytes = stats ? find_memory(stats, count, VIR_NODE_MEMORY_STATS_TOTAL) : NAN;
        if (isnan(bytes))
            return;
        host->nodes[i] = (struct vir_host_node){
            .cores = host->cores / info->nodes,
            .memory_bytes = bytes,
        };
    }
    host->node_count = info->nodes;
}

// Sockets, cores and threads are told as products; a host that is not that even is told as one
// socket of so many cores.
static double count_cores(const virNodeInfo *info)
{
    double cores = (double)info->nodes * info->sockets * info->cores;
    return cores > 0 && cores <= info->cpus ? cores : info->cpus;
}

static char *name_platform(virConnectPtr connection)
{
    const char *type = virConnectGetType(connection);
    if (!type)
        return NULL;
    if (strcmp(type, "QEMU") == 0)
        return alloc_copy(virConnectGetMaxVcpus(connection, "kvm") > 0 ? "kvm" : "tcg");
    char *name = alloc_copy(type);
    for (char *c = name; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return name;
}

int vir_host_read(virConnectPtr connection, struct vir_host *ret_host, struct err *err)
{
    virNodeInfo info;
    if (virNodeGetInfo(connection, &info) < 0)
        return vir_fail(err, "asking what the host is");
    scope_free char *name = virConnectGetHostname(connection);
    if (!name)
        return vir_fail(err, "asking for the host's name");
    struct vir_host host = {
        .name = alloc_copy(name),
        .platform = name_platform(connection),
        .cores = count_cores(&info),
        .threads = info.cpus,
        .memory_bytes = (double)info.memory * KIB,
    };
    read_nodes(connection, &info, &host);
    *ret_host = host;
    return 0;
}

void vir_host_done(struct vir_host *host)
{
    if (!host)
        return;
    free(host->name);
    free(host->platform);
    free(host->nodes);
    *host = (struct vir_host){0};
}
