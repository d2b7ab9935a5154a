// SPDX-License-Identifier: GPL-3.0-or-later
// Limits of control groups of both versions on made-up hosts.
#include <math.h>

#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/collector/observe.h"
#include "tests/collector/tree.h"

static void end(void)
{
    observe_end();
    tree_remove();
}

TestSuite(collector_source_cgroup, .init = tree_make, .fini = end);

static void put(const char *folder, const char *file, const char *text)
{
    scope_free char *path = alloc_printf("/sys/fs/cgroup%s/%s", folder, file);
    tree_put(path, text);
}

Test(collector_source_cgroup, reads_version_2)
{
    tree_put("/proc/self/cgroup", "0::/a/b\n");
    put("/a", "cpu.max", "160000 100000\n");
    put("/a", "cpu.stat", "usage_usec 100\nnr_periods 10\nnr_throttled 1\nthrottled_usec 0\n");
    put("/a/b", "cpu.max", "max 100000\n");
    put("/a/b", "cpu.pressure", "some avg10=0 avg60=0 avg300=0 total=0\n");
    put("/a", "memory.max", "1000000\n");
    put("/a", "memory.current", "600000\n");
    put("/a", "memory.stat", "anon 1\ninactive_file 100000\n");
    put("/a", "memory.events", "low 0\nhigh 0\nmax 5\noom 0\noom_kill 0\noom_group_kill 0\n");
    put("/a/b", "memory.max", "max\n");
    put("/a/b", "pids.max", "100\n");
    put("/a/b", "pids.current", "20\n");
    put("/a/b", "io.max", "254:0 rbps=1048576 wbps=max riops=max wiops=120\n9:9 rbps=5\nrubbish\n");
    put("/a", "io.max", "254:0 rbps=524288 wbps=max riops=max wiops=500\n");
    tree_put("/proc/diskstats", "254 0 vda 0 0 0 0 0 0 0 0 0 0 0\n");
    observe(&source_cgroup);
    observe_sample();
    expect_none("group", "cpu_used_cores");
    put("/a", "cpu.stat",
        "usage_usec 1500100\nnr_periods 20\nnr_throttled 6\nthrottled_usec 250000\n");
    put("/a", "memory.events", "low 0\nhigh 0\nmax 9\noom 0\noom_kill 1\noom_group_kill 0\n");
    put("/a/b", "cpu.pressure", "some avg10=0 avg60=0 avg300=0 total=400000\n");
    observe_sample();
    expect_value("group", "cpu_quota_cores", 1.6);
    expect_value("group", "cpu_used_cores", 1.5);
    expect_value("group", "cpu_throttled_ratio", 0.5);
    expect_value("group", "cpu_throttled_cores", 0.25);
    expect_value("group", "cpu_pressure_ratio", 0.4);
    expect_value("group", "memory_limit_bytes", 1000000);
    expect_value("group", "memory_used_bytes", 500000);
    expect_value("group", "memory_limit_hits_hz", 4);
    expect_value("group", "oom_kills_count", 1);
    expect_value("group", "pids_limit_count", 100);
    expect_value("group", "pids_used_count", 20);
    expect_value("disk vda", "limit_read_bytes_hz", 524288);
    expect_value("disk vda", "limit_write_hz", 120);
    expect_none("disk vda", "limit_write_bytes_hz");
}

static void put_version_1(void)
{
    tree_put("/proc/self/cgroup",
             "5:memory:/us\n4:cpu:/us\n3:cpuacct:/us\n2:pids:/\n1:blkio:/us\n");
    tree_put("/proc/self/mountinfo", "1 1 0:1 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
                                     "2 1 0:2 / /sys/fs/cgroup/cpuacct rw - cgroup x rw,cpuacct\n"
                                     "3 1 0:3 / /sys/fs/cgroup/memory rw - cgroup x rw,memory\n"
                                     "4 1 0:4 / /sys/fs/cgroup/blkio rw - cgroup x rw,blkio\n"
                                     "5 1 0:5 / /sys/fs/cgroup/pids rw - cgroup x rw,pids\n");
    put("/cpu/us", "cpu.cfs_quota_us", "50000\n");
    put("/cpu/us", "cpu.cfs_period_us", "100000\n");
    put("/cpu/us", "cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n");
    put("/cpu", "cpu.cfs_quota_us", "-1\n");
    put("/cpuacct/us", "cpuacct.usage", "0\n");
    put("/memory/us", "memory.limit_in_bytes", "4096000\n");
    put("/memory/us", "memory.usage_in_bytes", "4096000\n");
    put("/memory/us", "memory.failcnt", "10\n");
    put("/memory/us", "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
    put("/blkio/us", "blkio.throttle.write_bps_device", "254:0 1000\n");
    put("/blkio/us", "blkio.throttle.read_iops_device", "254:0 7\n8:0 1\n");
    tree_put("/proc/diskstats", "254 0 vda 0 0 0 0 0 0 0 0 0 0 0\n");
}

Test(collector_source_cgroup, reads_version_1)
{
    put_version_1();
    observe(&source_cgroup);
    observe_sample();
    put("/cpu/us", "cpu.stat", "nr_periods 10\nnr_throttled 8\nthrottled_time 2000000000\n");
    put("/cpuacct/us", "cpuacct.usage", "500000000\n");
    put("/memory/us", "memory.failcnt", "110\n");
    put("/memory/us", "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
    observe_sample();
    expect_value("group", "cpu_quota_cores", 0.5);
    expect_value("group", "cpu_used_cores", 0.5);
    expect_value("group", "cpu_throttled_ratio", 0.8);
    expect_value("group", "cpu_throttled_cores", 2);
    expect_value("group", "memory_limit_bytes", 4096000);
    expect_value("group", "memory_used_bytes", 4096000);
    expect_value("group", "memory_limit_hits_hz", 100);
    expect_value("group", "oom_kills_count", 1);
    expect_value("disk vda", "limit_write_bytes_hz", 1000);
    expect_value("disk vda", "limit_read_hz", 7);
    expect_none("group", "pids_limit_count");
}

Test(collector_source_cgroup, sets_no_use_of_another_group_beside_a_quota)
{
    put_version_1();
    tree_put("/proc/self/cgroup", "4:cpu:/us\n3:cpuacct:/\n");
    put("/cpuacct", "cpuacct.usage", "0\n");
    observe(&source_cgroup);
    observe_sample();
    put("/cpuacct", "cpuacct.usage", "900000000\n");
    observe_sample();
    expect_value("group", "cpu_quota_cores", 0.5);
    expect_none("group", "cpu_used_cores");
    // Periods stand still while nothing wants to run.
    expect_value("group", "cpu_throttled_ratio", 0);
}

Test(collector_source_cgroup, has_no_limit_where_none_is_set)
{
    tree_put("/proc/self/cgroup", "0::/\n");
    put("", "cpu.stat", "usage_usec 0\n");
    observe(&source_cgroup);
    observe_sample();
    put("", "cpu.stat", "usage_usec 2000000\n");
    observe_sample();
    expect_none("group", "cpu_quota_cores");
    expect_none("group", "memory_limit_bytes");
    tree_drop("/proc/self/cgroup");
    observe(&source_cgroup);
    cr_expect(observe_says("no control groups"));
}
