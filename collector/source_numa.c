// SPDX-License-Identifier: GPL-3.0-or-later
// Memory of each NUMA node and where its pages came from, below /sys/devices/system/node (Linux
// Documentation/admin-guide/numastat.rst).
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "collector/meter.h"
#include "collector/procfs.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static const char folder[] = "/sys/devices/system/node";

static const struct meter_field meminfo_fields[] = {
    {"MemTotal", "memory_total_bytes", METER_VALUE, 1024},
    {"MemFree", "memory_free_bytes", METER_VALUE, 1024},
    {"FilePages", "cached_bytes", METER_VALUE, 1024},
    {"AnonPages", "anonymous_bytes", METER_VALUE, 1024},
};

static const struct meter_field numastat_fields[] = {
    {"numa_hit", "numa_hit_hz", METER_RATE, 1},
    {"numa_miss", "numa_miss_hz", METER_RATE, 1},
    {"numa_foreign", "numa_foreign_hz", METER_RATE, 1},
    {"local_node", "numa_local_hz", METER_RATE, 1},
    {"other_node", "numa_other_hz", METER_RATE, 1},
};

// Pages that the kernel moved after their threads (automatic NUMA balancing).
static const struct meter_field vmstat_fields[] = {
    {"numa_pages_migrated", "numa_migrations_hz", METER_RATE, 1},
    {"numa_hint_faults", "numa_hint_faults_hz", METER_RATE, 1},
};

static int open_numa(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_procfs_names struct procfs_names nodes = {0};
    if (procfs_list(options->procfs, folder, "node", &nodes, NULL) < 0 || nodes.count == 0)
        return err_host(err, NULL, "no NUMA nodes in %s: the kernel has no CONFIG_NUMA, or no /sys",
                        folder);
    *ret_state = meter_new();
    return 0;
}

static void read_node(struct meter *meter, const char *name)
{
    uint64_t node;
    if (procfs_digits(name + strlen("node"), &node) < 0)
        return;
    scope_free char *object = alloc_printf("node %" PRIu64, node);
    scope_free char *prefix = alloc_printf("Node %" PRIu64 " ", node);
    scope_free char *meminfo_path = alloc_printf("%s/%s/meminfo", folder, name);
    scope_free char *numastat_path = alloc_printf("%s/%s/numastat", folder, name);
    const char *text;
    if (meter_read(meter, meminfo_path, &text) == 0)
        meter_fields(meter, object, text, prefix, meminfo_fields,
                     sizeof meminfo_fields / sizeof *meminfo_fields);
    if (meter_read(meter, numastat_path, &text) == 0)
        meter_fields(meter, object, text, "", numastat_fields,
                     sizeof numastat_fields / sizeof *numastat_fields);
}

static void sample_numa(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    scope_procfs_names struct procfs_names nodes = {0};
    const char *text;
    meter_begin(meter, tick);
    procfs_list(tick->procfs, folder, "node", &nodes, NULL);
    for (size_t i = 0; i < nodes.count; i++)
        read_node(meter, nodes.names[i]);
    if (meter_read(meter, "/proc/vmstat", &text) == 0)
        meter_fields(meter, "host", text, "", vmstat_fields,
                     sizeof vmstat_fields / sizeof *vmstat_fields);
}

const struct source_ops source_numa = {
    .name = "numa",
    .help = "memory of each NUMA node, pages from the wrong one, pages moved between them",
    .beat = SOURCE_FAST,
    .open = open_numa,
    .sample = sample_numa,
    .close = meter_free,
};
