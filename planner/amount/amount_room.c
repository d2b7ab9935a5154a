// SPDX-License-Identifier: GPL-3.0-or-later
// What hosts have to give out, and their NUMA nodes' parts of it.
#include <math.h>

#include "common/base/alloc.h"
#include "planner/amount/amount_part.h"
#include "planner/estate/estate.h"

static const double hair = 1e-3; // of a unit: 0.9 x 10 cores are 9

int64_t amount_up(double value)
{
    return value > 0 ? (int64_t)fmin(ceil(value - hair), (double)AMOUNT_MOST) : 0;
}

int64_t amount_down(double value)
{
    if (isnan(value))
        return AMOUNT_UNLIMITED;
    return value > 0 ? (int64_t)fmin(floor(value + hair), (double)AMOUNT_MOST) : 0;
}

static double cpu_of(const struct estate_host *host, const struct policy *policy)
{
    double factor = policy->cpu == POLICY_CPU_VCPUS ? policy->cpu_overcommit : policy->cpu_usable;
    return host->cores * factor * AMOUNT_MICRO;
}

static double memory_of(const struct estate_host *host, const struct policy *policy)
{
    return host->memory_bytes * (policy->memory_overcommit - policy->memory_reserve) -
           policy->memory_reserve_bytes;
}

static void fill_host(const struct estate_host *host, const struct policy *policy,
                      int64_t room[AMOUNT_COUNT])
{
    const double values[AMOUNT_COUNT] = {
        [AMOUNT_CPU] = cpu_of(host, policy),
        [AMOUNT_MEMORY] = memory_of(host, policy),
        [AMOUNT_DISK] = host->disk_bytes * (1 - policy->disk_reserve),
        [AMOUNT_DISK_RATE] = host->disk_hz * policy->disk_usable,
        [AMOUNT_NETWORK] = host->network_bits_hz * policy->network_usable,
    };
    for (int r = 0; r < AMOUNT_COUNT; r++)
        room[r] = host->is_drained ? 0 : amount_down(values[r]);
}

void amount_rooms(const struct estate *estate, const struct policy *policy, struct amounts *amounts)
{
    for (size_t h = 0; h < amounts->hosts; h++) {
        const struct estate_host *host = &estate->hosts[h];
        fill_host(host, policy, amounts->room[h]);
        amounts->is_closed[h] = host->is_drained;
        amounts->guests_most[h] = host->guests_most >= 0 && host->guests_most < UINT32_MAX
                                      ? (uint32_t)host->guests_most
                                      : UINT32_MAX;
    }
}

static int64_t part_of(int64_t room, double part, double whole)
{
    if (room == AMOUNT_UNLIMITED || !(whole > 0))
        return room;
    return amount_down((double)room * (part / whole));
}

static struct amount_node *nodes_of(const struct estate_host *host,
                                    const int64_t room[AMOUNT_COUNT])
{
    struct amount_node *nodes = alloc_zeroed(host->node_count, sizeof *nodes);
    double cores = 0, memory = 0;
    for (size_t n = 0; n < host->node_count; n++) {
        cores += host->nodes[n].cores;
        memory += host->nodes[n].memory_bytes;
    }
    for (size_t n = 0; n < host->node_count; n++) {
        nodes[n].room[0] = part_of(room[AMOUNT_CPU], host->nodes[n].cores, cores);
        nodes[n].room[1] = part_of(room[AMOUNT_MEMORY], host->nodes[n].memory_bytes, memory);
    }
    return nodes;
}

void amount_nodes(const struct estate *estate, struct amounts *amounts)
{
    for (size_t h = 0; h < amounts->hosts; h++) {
        const struct estate_host *host = &estate->hosts[h];
        if (host->node_count < 2)
            continue;
        amounts->node_counts[h] = host->node_count;
        amounts->nodes[h] = nodes_of(host, amounts->room[h]);
    }
}
