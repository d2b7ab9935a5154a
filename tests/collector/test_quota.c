// SPDX-License-Identifier: GPL-3.0-or-later
// What made-up hosts count out: the tightest limit is named, what is not told sets none.
#include "collector/quota.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "common/base/err.h"
#include "tests/collector/tree.h"

static void put_limits(const char *processes, const char *files)
{
    char text[512];
    snprintf(text, sizeof text,
             "Limit                     Soft Limit           Hard Limit           Units     \n"
             "Max processes             %-20s unlimited            processes \n"
             "Max open files            %-20s 1048576              files     \n",
             processes, files);
    tree_put("/proc/self/limits", text);
}

static void make_host(void)
{
    tree_make();
    put_limits("unlimited", "1024");
    tree_put("/proc/self/fd/0", "");
    tree_put("/proc/self/fd/7", "");
    tree_put("/proc/self/status", "Name:\tx\nUid:\t1000\t1000\t1000\t1000\nThreads:\t2\n");
    tree_put("/proc/loadavg", "0.10 0.10 0.10 3/250 4711\n");
}

TestSuite(collector_quota, .init = make_host, .fini = tree_remove);

static void expect_threads(const char *source, uint64_t limit, uint64_t used)
{
    struct quota quota;
    struct err err = {0};
    cr_assert_eq(quota_threads(tree_procfs(), &quota, &err), 0, "%s", err_text(&err));
    cr_expect_str_eq(quota.source, source);
    cr_expect_eq(quota.limit, limit, "%" PRIu64, quota.limit);
    cr_expect_eq(quota.used, used, "%" PRIu64, quota.used);
}

Test(collector_quota, counts_our_descriptors)
{
    struct quota quota;
    cr_assert_eq(quota_descriptors(tree_procfs(), &quota, NULL), 0);
    cr_expect_str_eq(quota.source, "RLIMIT_NOFILE");
    cr_expect_eq(quota.limit, 1024);
    cr_expect_eq(quota.used, 2);
    cr_expect_eq(quota_left(&quota), 1022);
    put_limits("unlimited", "unlimited");
    cr_assert_eq(quota_descriptors(tree_procfs(), &quota, NULL), 0);
    cr_expect_eq(quota.limit, UINT64_MAX);
}

Test(collector_quota, says_what_it_cannot_read)
{
    struct quota quota = {.limit = 5};
    struct err err = {0};
    put_limits("unlimited", "many");
    cr_expect_lt(quota_descriptors(tree_procfs(), &quota, &err), 0);
    cr_expect_not_null(strstr(err_text(&err), "Max open files"), "%s", err_text(&err));
    err_done(&err);
    tree_put("/proc/loadavg", "0.10 0.10 0.10\n");
    cr_expect_lt(quota_threads(tree_procfs(), &quota, &err), 0);
    cr_expect_not_null(strstr(err_text(&err), "/proc/loadavg"), "%s", err_text(&err));
    cr_expect_eq(quota.limit, 5, "kept on failure");
    err_done(&err);
}

Test(collector_quota, has_no_limit_where_none_is_told)
{
    expect_threads("no limit", UINT64_MAX, 250);
}

Test(collector_quota, names_the_tightest_limit_of_threads)
{
    tree_put("/proc/sys/kernel/threads-max", "9000\n");
    expect_threads("kernel.threads-max", 9000, 250);
    tree_put("/proc/sys/kernel/pid_max", "4000\n");
    expect_threads("kernel.pid_max", 4000, 250);
    tree_put("/proc/100/status", "Uid:\t1000\t1000\t1000\t1000\nThreads:\t30\n");
    tree_put("/proc/101/status", "Uid:\t1000\t1000\t1000\t1000\nThreads:\t12\n");
    tree_put("/proc/102/status", "Uid:\t7\t7\t7\t7\nThreads:\t99\n");
    tree_put("/proc/103/status", "nothing of use\n");
    put_limits("1000", "1024");
    expect_threads("RLIMIT_NPROC", 1000, 42);
    tree_put("/proc/self/cgroup", "0::/a/b\n");
    tree_put("/sys/fs/cgroup/a/b/pids.max", "max\n");
    tree_put("/sys/fs/cgroup/a/b/pids.current", "10\n");
    tree_put("/sys/fs/cgroup/a/pids.max", "60\n");
    tree_put("/sys/fs/cgroup/a/pids.current", "20\n");
    expect_threads("pids.max of its control group", 60, 20);
}

Test(collector_quota, binds_root_to_no_number_of_processes)
{
    put_limits("10", "1024");
    tree_put("/proc/self/status", "Name:\tx\nUid:\t0\t0\t0\t0\nThreads:\t2\n");
    expect_threads("no limit", UINT64_MAX, 250);
}

Test(collector_quota, is_never_less_than_nothing)
{
    const struct quota quota = {.limit = 10, .used = 11};
    cr_expect_eq(quota_left(&quota), 0);
}

Test(collector_quota, reads_this_host_and_raises_its_limits)
{
    const struct procfs here = {.root = ""};
    struct quota before, after;
    struct rlimit limit;
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = 100;
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
    cr_assert_eq(quota_descriptors(&here, &before, NULL), 0);
    cr_expect_eq(before.limit, 100);
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    quota_raise();
    cr_assert_eq(quota_descriptors(&here, &after, NULL), 0);
    cr_expect_eq(after.used, before.used + 1);
    cr_expect_eq(after.limit, limit.rlim_max < 1 << 20 ? limit.rlim_max : 1 << 20);
    close(fd);
}
