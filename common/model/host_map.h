// SPDX-License-Identifier: GPL-3.0-or-later
// A host as those see it who place guests on it and draw it: packages, NUMA nodes, cores, CPUs,
// caches, and which disks and network cards are near which node. Plain data that the collector
// gathers and the store keeps as text, so that a report draws a host that is far away.
#ifndef FULLHOUSE_COMMON_MODEL_HOST_MAP_H
#define FULLHOUSE_COMMON_MODEL_HOST_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "common/model/cpu_set.h"

struct err;

// Of a device that is near no node more than others, or of which nobody knows.
#define HOST_MAP_NO_NODE (-1)

// A package, a node, a core: its own number (the kernel's), and the CPUs of it that are online.
struct host_package {
    uint32_t id;
    struct cpu_set cpus;
};
struct host_node {
    uint32_t id;
    uint64_t memory_bytes; // 0 unknown
    struct cpu_set cpus;   // empty: memory alone
};
struct host_core {
    uint32_t id; // unique in its package at the most
    struct cpu_set cpus;
};
// Of data, or of both.
struct host_cache {
    uint32_t level; // from 1
    uint64_t bytes;
    struct cpu_set cpus; // that share it
};

#define HOST_DEVICE_KINDS(X)                                                                       \
    X(DISK, "disk")                                                                                \
    X(NIC, "nic")                                                                                  \
    X(FUNCTION, "function") /* a PCI function without a driver of the host's */

enum host_device_kind {
#define X(name, word) HOST_DEVICE_##name,
    HOST_DEVICE_KINDS(X)
#undef X
        HOST_DEVICE_KIND_COUNT
};

struct host_device {
    enum host_device_kind kind;
    char *name;   // "eth0"; a function's is its address
    char *pci;    // "0000:3b:00.0" of the PCI device it is or hangs on, "" for none
    char *parent; // SR-IOV: address of the physical function whose virtual function it is, else ""
    int64_t node; // its number, or HOST_MAP_NO_NODE
};

// Zero-initialise; release with host_map_done.
struct host_map {
    struct cpu_set online;  // with those we may not use
    struct cpu_set allowed; // that are online, in our control group and in our affinity mask
    struct cpu_set offline;
    struct host_package *packages; // in the order of the machine
    size_t package_count;          // 0 unknown
    struct host_node *nodes;
    size_t node_count; // at least 1 for a host that was read
    struct host_core *cores;
    size_t core_count; // 0 unknown
    struct host_cache *caches;
    size_t cache_count;
    struct host_device *devices;
    size_t device_count;
};

// Each appends one; a device's texts are taken over.
void host_map_add_package(struct host_map *map, const struct host_package *package);
void host_map_add_node(struct host_map *map, const struct host_node *node);
void host_map_add_core(struct host_map *map, const struct host_core *core);
void host_map_add_cache(struct host_map *map, const struct host_cache *cache);
void host_map_add_device(struct host_map *map, const struct host_device *device);

// Where a CPU is: places in the lists above, or -1.
int host_map_package_of(const struct host_map *map, uint32_t cpu);
int host_map_node_of(const struct host_map *map, uint32_t cpu);
int host_map_core_of(const struct host_map *map, uint32_t cpu);
// The outermost cache that this CPU shares with others or has for itself: its place, or -1.
int host_map_last_cache_of(const struct host_map *map, uint32_t cpu);

const char *host_device_kind_name(enum host_device_kind kind);

// As text, a line a thing; host_map_parse of it gives the same map. New string.
char *host_map_format(const struct host_map *map);

// Reads it; the text is input like any other. -EINVAL: "line 3: ...", nothing is left in *ret_map.
int host_map_parse(const char *text, struct host_map *ret_map, struct err *err);

void host_map_done(struct host_map *map);
#define scope_host_map __attribute__((cleanup(host_map_done)))

#endif
