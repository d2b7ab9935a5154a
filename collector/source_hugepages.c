// SPDX-License-Identifier: GPL-3.0-or-later
// Pools of huge pages, of the host and of each NUMA node (Linux
// Documentation/admin-guide/mm/hugetlbpage.rst), and transparent huge pages in use.
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "collector/meter.h"
#include "collector/procfs.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static const char pools[] = "/sys/kernel/mm/hugepages";
static const char nodes_folder[] = "/sys/devices/system/node";

// A pool is a folder: "hugepages-2048kB". What each of its files counts is pages.
static const struct {
    const char *file, *metric;
} counts[] = {
    {"nr_hugepages", "huge_total_bytes"},
    {"free_hugepages", "huge_free_bytes"},
    {"resv_hugepages", "huge_reserved_bytes"},
    {"surplus_hugepages", "huge_surplus_bytes"},
};
enum { COUNTS = sizeof counts / sizeof *counts };

struct pool_sum {
    double bytes[COUNTS];
    bool is_known[COUNTS];
};

static void add_pool(const struct procfs *procfs, const char *folder, const char *name,
                     struct pool_sum *sum)
{
    uint64_t kib, pages;
    if (procfs_digits(name + strlen("hugepages-"), &kib) < 0)
        return;
    for (int i = 0; i < COUNTS; i++) {
        scope_free char *path = alloc_printf("%s/%s/%s", folder, name, counts[i].file);
        if (procfs_number(procfs, path, &pages, NULL) < 0)
            continue;
        sum->bytes[i] += (double)pages * (double)kib * 1024;
        sum->is_known[i] = true;
    }
}

static void read_pools(struct meter *meter, const char *object, const char *folder)
{
    const struct procfs *procfs = meter->tick->procfs;
    scope_procfs_names struct procfs_names names = {0};
    struct pool_sum sum = {0};
    procfs_list(procfs, folder, "hugepages-", &names, NULL);
    for (size_t i = 0; i < names.count; i++)
        add_pool(procfs, folder, names.names[i], &sum);
    for (int i = 0; i < COUNTS; i++)
        if (sum.is_known[i])
            meter_value(meter, object, counts[i].metric, sum.bytes[i]);
}

static void read_nodes(struct meter *meter)
{
    scope_procfs_names struct procfs_names nodes = {0};
    procfs_list(meter->tick->procfs, nodes_folder, "node", &nodes, NULL);
    for (size_t i = 0; i < nodes.count; i++) {
        uint64_t node;
        if (procfs_digits(nodes.names[i] + strlen("node"), &node) < 0)
            continue;
        scope_free char *object = alloc_printf("node %" PRIu64, node);
        scope_free char *folder = alloc_printf("%s/%s/hugepages", nodes_folder, nodes.names[i]);
        read_pools(meter, object, folder);
    }
}

static void read_transparent(struct meter *meter)
{
    static const struct meter_field fields[] = {
        {"AnonHugePages", "transparent_anonymous_bytes", METER_VALUE, 1024},
        {"ShmemHugePages", "transparent_shared_bytes", METER_VALUE, 1024},
        {"FileHugePages", "transparent_file_bytes", METER_VALUE, 1024},
    };
    scope_free char *text = NULL;
    if (procfs_read(meter->tick->procfs, "/proc/meminfo", &text, NULL) == 0)
        meter_fields(meter, "host", text, "", fields, sizeof fields / sizeof *fields);
}

static int open_hugepages(const struct source_options *options, void **ret_state, struct err *err)
{
    if (!procfs_exists(options->procfs, pools))
        return err_host(err, NULL, "no %s: the kernel has no CONFIG_HUGETLBFS", pools);
    *ret_state = meter_new();
    return 0;
}

static void sample_hugepages(void *state, const struct source_tick *tick)
{
    struct meter *meter = state;
    meter_begin(meter, tick);
    read_pools(meter, "host", pools);
    read_nodes(meter);
    read_transparent(meter);
}

const struct source_ops source_hugepages = {
    .name = "hugepages",
    .help = "pools of huge pages of the host and of each NUMA node, transparent huge pages",
    .beat = SOURCE_SLOW,
    .open = open_hugepages,
    .sample = sample_hugepages,
    .close = meter_free,
};
