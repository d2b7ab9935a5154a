// SPDX-License-Identifier: GPL-3.0-or-later
// Memory left on made-up hosts: the kernel's figure, and control groups that leave less.
#include "collector/memory.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "common/base/err.h"
#include "tests/collector/tree.h"

#define GIB (UINT64_C(1) << 30)

static void make_host(void)
{
    tree_make();
    tree_put("/proc/meminfo", "MemTotal:       8388608 kB\n"
                              "MemFree:        1048576 kB\n"
                              "MemAvailable:   4194304 kB\n"
                              "SwapTotal:      2097152 kB\n"
                              "SwapFree:       1048576 kB\n");
}

TestSuite(collector_memory, .init = make_host, .fini = tree_remove);

static struct host_memory memory_of_host(void)
{
    struct host_memory memory;
    struct err err = {0};
    cr_assert_eq(host_memory_read(tree_procfs(), &memory, &err), 0, "%s", err_text(&err));
    return memory;
}

static void expect(uint64_t total, uint64_t available)
{
    struct host_memory memory = memory_of_host();
    cr_assert_eq(memory.total_bytes, total, "total %" PRIu64, memory.total_bytes);
    cr_assert_eq(memory.available_bytes, available, "available %" PRIu64, memory.available_bytes);
}

Test(collector_memory, is_what_the_kernel_says)
{
    expect(8 * GIB, 4 * GIB);
    cr_assert_eq(memory_of_host().swap_used_bytes, 1 * GIB);
}

Test(collector_memory, has_no_swap_where_none_is_told)
{
    tree_put("/proc/meminfo", "MemTotal: 1024 kB\nMemAvailable: 512 kB\n");
    cr_assert_eq(memory_of_host().swap_used_bytes, 0);
    tree_put("/proc/meminfo", "MemTotal: 1024 kB\nMemAvailable: 512 kB\nSwapTotal: 1 kB\n"
                              "SwapFree: 2 kB\n");
    cr_assert_eq(memory_of_host().swap_used_bytes, 0, "more free than there is");
}

Test(collector_memory, needs_the_kernels_figure)
{
    struct host_memory memory = {.total_bytes = 1};
    struct err err = {0};
    tree_put("/proc/meminfo", "MemTotal: 8388608 kB\n");
    cr_assert_lt(host_memory_read(tree_procfs(), &memory, &err), 0);
    cr_assert_not_null(strstr(err_text(&err), "MemAvailable"));
    err_done(&err);
    tree_drop("/proc/meminfo");
    cr_assert_eq(host_memory_read(tree_procfs(), &memory, &err), -ENOENT);
    cr_assert_eq(memory.total_bytes, 1, "kept on failure");
    err_done(&err);
}

Test(collector_memory, is_confined_by_its_own_group)
{
    tree_put("/proc/self/cgroup", "0::/a/b\n");
    tree_put("/sys/fs/cgroup/a/b/memory.max", "2147483648\n");
    tree_put("/sys/fs/cgroup/a/b/memory.current", "536870912\n");
    expect(2 * GIB, 3 * GIB / 2);
}

Test(collector_memory, is_confined_by_the_tightest_group_above)
{
    tree_put("/proc/self/cgroup", "1:name=systemd:/a/b\n0::/a/b/c\n");
    tree_put("/sys/fs/cgroup/a/b/c/memory.max", "max\n");
    tree_put("/sys/fs/cgroup/a/b/c/memory.current", "1\n");
    tree_put("/sys/fs/cgroup/a/b/memory.max", "4294967296\n");
    tree_put("/sys/fs/cgroup/a/b/memory.current", "3221225472\n");
    tree_put("/sys/fs/cgroup/a/memory.max", "3221225472\n");
    tree_put("/sys/fs/cgroup/a/memory.current", "0\n");
    expect(3 * GIB, 1 * GIB);
}

Test(collector_memory, is_confined_at_the_root_of_a_container)
{
    tree_put("/proc/self/cgroup", "0::/\n");
    tree_put("/sys/fs/cgroup/memory.max", "1073741824\n");
    tree_put("/sys/fs/cgroup/memory.current", "0\n");
    expect(1 * GIB, 1 * GIB);
}

Test(collector_memory, counts_idle_page_cache_of_its_group_as_left)
{
    tree_put("/proc/self/cgroup", "0::/a\n");
    tree_put("/sys/fs/cgroup/a/memory.max", "2147483648\n");
    tree_put("/sys/fs/cgroup/a/memory.current", "1610612736\n");
    tree_put("/sys/fs/cgroup/a/memory.stat", "anon 1\ninactive_file 1073741824\nactive_file 7\n");
    expect(2 * GIB, 3 * GIB / 2);
    tree_put("/sys/fs/cgroup/a/memory.stat", "anon 1\ninactive_file 9999999999999\n");
    expect(2 * GIB, 2 * GIB);
    tree_put("/sys/fs/cgroup/a/memory.stat", "rubbish\n");
    expect(2 * GIB, 1 * GIB / 2);
}

Test(collector_memory, has_nothing_left_beyond_the_limit)
{
    tree_put("/proc/self/cgroup", "0::/a\n");
    tree_put("/sys/fs/cgroup/a/memory.max", "1073741824\n");
    tree_put("/sys/fs/cgroup/a/memory.current", "1073741825\n");
    expect(1 * GIB, 0);
}

Test(collector_memory, ignores_groups_that_say_nothing)
{
    tree_put("/proc/self/cgroup", "0::/a\n");
    expect(8 * GIB, 4 * GIB);
    tree_put("/sys/fs/cgroup/a/memory.max", "1073741824\n");
    expect(8 * GIB, 4 * GIB);
    tree_put("/sys/fs/cgroup/a/memory.current", "rubbish\n");
    expect(8 * GIB, 4 * GIB);
    tree_put("/proc/self/cgroup", "4:memory:/a\n");
    expect(8 * GIB, 4 * GIB);
    tree_put("/proc/self/cgroup", "0::");
    expect(8 * GIB, 4 * GIB);
}

Test(collector_memory, is_known_on_this_host)
{
    const struct procfs host = {.root = ""};
    struct host_memory memory;
    cr_assert_eq(host_memory_read(&host, &memory, NULL), 0);
    cr_assert_gt(memory.available_bytes, 0);
    cr_assert_leq(memory.available_bytes, memory.total_bytes);
}
