// SPDX-License-Identifier: GPL-3.0-or-later
// Memory, NUMA nodes, huge pages and same-page merging of made-up hosts, one of them without NUMA.
#include <math.h>
#include <unistd.h>

#include "collector/source_table.h"
#include "tests/collector/observe.h"
#include "tests/collector/tree.h"

static void end(void)
{
    observe_end();
    tree_remove();
}

TestSuite(collector_source_memory, .init = tree_make, .fini = end);

#define KIB 1024.0

Test(collector_source_memory, reads_what_is_used_and_how_fast)
{
    const double page = (double)sysconf(_SC_PAGESIZE);
    tree_put("/proc/meminfo", "MemTotal: 8000 kB\nMemFree: 1000 kB\nMemAvailable: 4000 kB\n"
                              "Dirty:  12 kB\nSwapTotal: 100 kB\nSwapFree: 40 kB\n");
    tree_put("/proc/vmstat", "pgfault 100\npgmajfault 5\npswpin 0\npswpout 7\noom_kill 1\n");
    observe(&source_memory);
    observe_sample();
    expect_value("host", "memory_total_bytes", 8000 * KIB);
    expect_value("host", "memory_available_bytes", 4000 * KIB);
    expect_value("host", "memory_free_bytes", 1000 * KIB);
    expect_value("host", "dirty_bytes", 12 * KIB);
    expect_value("host", "swap_used_bytes", 60 * KIB);
    expect_none("host", "page_faults_hz");
    tree_put("/proc/vmstat", "pgfault 1100\npgmajfault 15\npswpin 2\npswpout 3\noom_kill 3\n");
    observe_sample();
    expect_value("host", "page_faults_hz", 1000);
    expect_value("host", "major_faults_hz", 10);
    expect_value("host", "swap_in_bytes_hz", 2 * page);
    expect_none("host", "swap_out_bytes_hz");
    expect_value("host", "oom_kills_count", 2);
    tree_put("/proc/meminfo", "nothing\n");
    observe(&source_memory);
    cr_expect_not_null(observe_why());
}

Test(collector_source_memory, reads_every_node)
{
    tree_put("/sys/devices/system/node/online", "0,2\n");
    tree_put("/sys/devices/system/node/node0/meminfo",
             "Node 0 MemTotal:       4000 kB\nNode 0 MemFree:        1000 kB\n");
    tree_put("/sys/devices/system/node/node0/numastat", "numa_hit 10\nnuma_miss 0\n");
    tree_put("/sys/devices/system/node/node2/meminfo", "Node 2 MemFree:        7 kB\n");
    tree_put("/proc/vmstat", "numa_pages_migrated 5\n");
    observe(&source_numa);
    observe_sample();
    expect_value("node 0", "memory_total_bytes", 4000 * KIB);
    expect_value("node 0", "memory_free_bytes", 1000 * KIB);
    expect_value("node 2", "memory_free_bytes", 7 * KIB);
    tree_put("/sys/devices/system/node/node0/numastat", "numa_hit 20\nnuma_miss 30\n");
    tree_put("/proc/vmstat", "numa_pages_migrated 9\n");
    observe_sample();
    expect_value("node 0", "numa_hit_hz", 10);
    expect_value("node 0", "numa_miss_hz", 30);
    expect_value("host", "numa_migrations_hz", 4);
    expect_none("node 2", "numa_miss_hz");
}

Test(collector_source_memory, says_that_a_host_has_no_numa)
{
    tree_put("/sys/devices/system/cpu/online", "0-3\n");
    observe(&source_numa);
    cr_expect(observe_says("NUMA"));
}

Test(collector_source_memory, adds_up_huge_pages_of_all_sizes)
{
    const char *pool = "/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages";
    tree_put(pool, "10\n");
    tree_put("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "4\n");
    tree_put("/sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "1\n");
    tree_put("/sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", "none\n");
    tree_put("/sys/kernel/mm/hugepages/hugepages-odd/free_hugepages", "1\n");
    tree_put("/sys/devices/system/node/node1/hugepages/hugepages-2048kB/free_hugepages", "3\n");
    tree_put("/proc/meminfo", "AnonHugePages:   2048 kB\n");
    observe(&source_hugepages);
    observe_sample();
    expect_value("host", "huge_total_bytes", (10 * 2048 + 1048576) * KIB);
    expect_value("host", "huge_free_bytes", 4 * 2048 * KIB);
    expect_none("host", "huge_reserved_bytes");
    expect_value("node 1", "huge_free_bytes", 3 * 2048 * KIB);
    expect_value("host", "transparent_anonymous_bytes", 2048 * KIB);
    tree_drop("/sys/kernel/mm/hugepages");
    observe(&source_hugepages);
    cr_expect_not_null(observe_why());
}

Test(collector_source_memory, knows_what_merging_saves)
{
    const double page = (double)sysconf(_SC_PAGESIZE);
    tree_put("/sys/kernel/mm/ksm/run", "1\n");
    tree_put("/sys/kernel/mm/ksm/pages_sharing", "5\n");
    tree_put("/sys/kernel/mm/ksm/full_scans", "7\n");
    observe(&source_ksm);
    observe_sample();
    tree_put("/sys/kernel/mm/ksm/full_scans", "9\n");
    observe_sample();
    expect_value("host", "ksm_run_count", 1);
    expect_value("host", "ksm_saved_bytes", 5 * page);
    expect_value("host", "ksm_full_scans_count", 2);
    expect_none("host", "ksm_shared_bytes");
    tree_drop("/sys/kernel/mm/ksm");
    observe(&source_ksm);
    cr_expect(observe_says("CONFIG_KSM"));
}
