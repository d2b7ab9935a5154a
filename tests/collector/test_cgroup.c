// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of made-up hosts of both versions: where they are, and which limit is the tightest.
#include "collector/cgroup.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#include "collector/cgroup_limit.h"
#include "collector/memory.h"
#include "collector/quota.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "tests/collector/tree.h"

TestSuite(collector_cgroup, .init = tree_make, .fini = tree_remove);

// A host of version 1 with cpu and cpuacct in one place, and version 2 without controllers.
static void put_version_1(void)
{
    tree_put("/proc/self/cgroup", "5:memory:/slice/us\n4:cpu,cpuacct:/slice/us\n3:pids:/slice\n"
                                  "1:name=systemd:/slice/us\n0::/slice/us\n");
    tree_put("/proc/self/mountinfo",
             "23 1 0:20 / /sys rw shared:7 - sysfs sysfs rw\n"
             "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
             "35 31 0:32 / /sys/fs/cgroup/memory rw shared:9 master:2 - cgroup cgroup rw,memory\n"
             "36 31 0:33 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n"
             "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
}

static void note(const struct procfs *procfs, const struct cgroup *group, void *context)
{
    (void)procfs;
    strbuf_printf(context, "%d%s ", group->version, group->folder);
}

static void expect_walk(const char *controller, const char *expected)
{
    scope_strbuf struct strbuf seen = {0};
    cgroup_walk(tree_procfs(), controller, note, &seen);
    cr_expect_str_eq(strbuf_text(&seen), expected, "%s", strbuf_text(&seen));
}

Test(collector_cgroup, walks_upwards_under_version_1)
{
    put_version_1();
    tree_put("/sys/fs/cgroup/cpu,cpuacct/slice/us/cpu.shares", "1024\n");
    tree_put("/sys/fs/cgroup/pids/slice/pids.max", "max\n");
    expect_walk("cpu", "1/sys/fs/cgroup/cpu,cpuacct/slice/us 1/sys/fs/cgroup/cpu,cpuacct/slice "
                       "1/sys/fs/cgroup/cpu,cpuacct ");
    expect_walk("cpuacct", "1/sys/fs/cgroup/cpu,cpuacct/slice/us 1/sys/fs/cgroup/cpu,cpuacct/slice "
                           "1/sys/fs/cgroup/cpu,cpuacct ");
    expect_walk("pids", "1/sys/fs/cgroup/pids/slice 1/sys/fs/cgroup/pids ");
}

Test(collector_cgroup, asks_version_2_for_what_version_1_has_not)
{
    put_version_1();
    tree_put("/sys/fs/cgroup/unified/slice/us/io.max", "");
    expect_walk("io", "2/sys/fs/cgroup/unified/slice/us 2/sys/fs/cgroup/unified/slice "
                      "2/sys/fs/cgroup/unified ");
}

Test(collector_cgroup, sees_only_its_own_in_a_container)
{
    tree_put("/proc/self/cgroup", "0::/docker/abc/inner\n");
    tree_put("/proc/self/mountinfo",
             "41 31 0:38 /docker/abc /sys/fs/my\\040groups rw - cgroup2 cgroup2 rw\n");
    tree_put("/sys/fs/my groups/inner/cpu.max", "max 100000\n");
    expect_walk("cpu", "2/sys/fs/my groups/inner 2/sys/fs/my groups ");
    tree_put("/proc/self/cgroup", "0::/../elsewhere\n");
    expect_walk("cpu", "2/sys/fs/my groups ");
    tree_put("/proc/self/cgroup", "0::/docker/abcde\n");
    expect_walk("cpu", "2/sys/fs/my groups ");
}

Test(collector_cgroup, is_quiet_where_there_is_none)
{
    expect_walk("cpu", "");
    tree_put("/proc/self/cgroup", "0::/\n");
    tree_put("/proc/self/mountinfo", "23 1 0:20 / /sys rw - sysfs sysfs rw\nrubbish\n - \n");
    expect_walk("cpu", "");
    tree_put("/proc/self/cgroup", "rubbish\n7\n::\n:cpu\n");
    expect_walk("cpu", "");
}

static double quota(void)
{
    double cores = -1;
    return cgroup_cpu_quota_cores(tree_procfs(), &cores, NULL, NULL) < 0 ? 0 : cores;
}

Test(collector_cgroup, knows_the_tightest_quota_of_version_1)
{
    put_version_1();
    tree_put("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
    tree_put("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    tree_put("/sys/fs/cgroup/cpu,cpuacct/slice/us/cpu.cfs_quota_us", "-1\n");
    tree_put("/sys/fs/cgroup/cpu,cpuacct/slice/us/cpu.cfs_period_us", "100000\n");
    cr_expect_eq(quota(), 0, "no quota");
    tree_put("/sys/fs/cgroup/cpu,cpuacct/slice/cpu.cfs_quota_us", "160000\n");
    tree_put("/sys/fs/cgroup/cpu,cpuacct/slice/cpu.cfs_period_us", "100000\n");
    cr_expect_float_eq(quota(), 1.6, 1e-9);
    tree_put("/sys/fs/cgroup/cpu,cpuacct/slice/us/cpu.cfs_quota_us", "200000\n");
    cr_expect_float_eq(quota(), 1.6, 1e-9, "the one above binds");
}

Test(collector_cgroup, knows_the_tightest_quota_of_version_2)
{
    tree_put("/proc/self/cgroup", "0::/a/b\n");
    tree_put("/sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
    cr_expect_eq(quota(), 0);
    tree_put("/sys/fs/cgroup/a/cpu.max", "50000 100000\n");
    cr_expect_float_eq(quota(), 0.5, 1e-9);
    tree_put("/sys/fs/cgroup/a/b/cpu.max", "20000 100000\n");
    cr_expect_float_eq(quota(), 0.2, 1e-9);
    tree_put("/sys/fs/cgroup/a/b/cpu.max", "20000 0\n");
    cr_expect_float_eq(quota(), 0.5, 1e-9, "a period of nothing is none");
    tree_put("/sys/fs/cgroup/a/cpu.max", "rubbish\n");
    cr_expect_eq(quota(), 0);
}

Test(collector_cgroup, ends_the_hosts_memory_under_version_1)
{
    struct host_memory memory;
    put_version_1();
    tree_put("/proc/meminfo", "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\n");
    tree_put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    tree_put("/sys/fs/cgroup/memory/memory.usage_in_bytes", "9000000000\n");
    cr_assert_eq(host_memory_read(tree_procfs(), &memory, NULL), 0);
    cr_expect_eq(memory.total_bytes, UINT64_C(8) << 30, "no limit");
    tree_put("/sys/fs/cgroup/memory/slice/us/memory.limit_in_bytes", "2147483648\n");
    tree_put("/sys/fs/cgroup/memory/slice/us/memory.usage_in_bytes", "1610612736\n");
    tree_put("/sys/fs/cgroup/memory/slice/us/memory.stat",
             "inactive_file 5\ntotal_inactive_file 1073741824\n");
    cr_assert_eq(host_memory_read(tree_procfs(), &memory, NULL), 0);
    cr_expect_eq(memory.total_bytes, UINT64_C(2) << 30);
    cr_expect_eq(memory.available_bytes, UINT64_C(3) << 29, "%" PRIu64, memory.available_bytes);
}

Test(collector_cgroup, ends_the_hosts_threads_under_version_1)
{
    struct quota threads;
    put_version_1();
    tree_put("/proc/loadavg", "0.10 0.10 0.10 3/250 4711\n");
    tree_put("/sys/fs/cgroup/pids/slice/pids.max", "64\n");
    tree_put("/sys/fs/cgroup/pids/slice/pids.current", "60\n");
    cr_assert_eq(quota_threads(tree_procfs(), &threads, NULL), 0);
    cr_expect_eq(quota_left(&threads), 4);
}
