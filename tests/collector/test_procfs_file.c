// SPDX-License-Identifier: GPL-3.0-or-later
// Files read again and again: on this host through a descriptor that is kept within a budget, of a
// captured host as they are now; and those that hardly change, kept in memory.
#include "collector/procfs_file.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/procfs_memo.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

static const struct procfs this_host = {.root = ""};
static struct procfs_pool pool;
static struct procfs_file file;

static void finish(void)
{
    procfs_file_done(&file);
    procfs_pool_done(&pool);
    tree_remove();
}

TestSuite(collector_procfs_file, .init = tree_make, .fini = finish);

static const char *read_text(struct procfs_file *of)
{
    const char *text = NULL;
    struct err err = {0};
    cr_assert_eq(procfs_file_read(of, &text, &err), 0, "%s", err_text(&err));
    return text;
}

Test(collector_procfs_file, reads_what_there_is_now)
{
    procfs_pool_init(&pool, tree_procfs(), 8);
    procfs_file_init(&file, &pool, alloc_copy("/proc/stat"));
    tree_put("/proc/stat", "first");
    cr_expect_str_eq(read_text(&file), "first");
    tree_put("/proc/stat", "next");
    cr_expect_str_eq(read_text(&file), "next");
    cr_expect_eq(pool.open_count, 0, "a captured host's files are replaced");
    tree_put("/proc/stat", "");
    cr_expect_str_eq(read_text(&file), "");
}

Test(collector_procfs_file, reads_files_larger_than_its_buffer)
{
    enum { LENGTH = 100000 };
    scope_free char *large = alloc_zeroed(LENGTH + 1, 1);
    memset(large, 'x', LENGTH);
    large[LENGTH - 1] = 'y';
    tree_put("/proc/interrupts", large);
    procfs_pool_init(&pool, tree_procfs(), 8);
    procfs_file_init(&file, &pool, alloc_copy("/proc/interrupts"));
    cr_expect_str_eq(read_text(&file), large);
}

Test(collector_procfs_file, says_which_file_is_missing)
{
    const char *text = NULL;
    struct err err = {0};
    procfs_pool_init(&pool, tree_procfs(), 8);
    procfs_file_init(&file, &pool, alloc_copy("/proc/nothing"));
    cr_expect_eq(procfs_file_read(&file, &text, &err), -ENOENT);
    cr_expect_not_null(strstr(err_text(&err), "/proc/nothing"), "%s", err_text(&err));
    cr_expect_null(text);
    err_done(&err);
}

Test(collector_procfs_file, keeps_no_more_open_than_its_budget)
{
    struct procfs_file other;
    procfs_pool_init(&pool, &this_host, 1);
    procfs_file_init(&file, &pool, alloc_copy("/proc/stat"));
    procfs_file_init(&other, &pool, alloc_copy("/proc/uptime"));
    for (int round = 0; round < 2; round++) {
        cr_expect_eq(strncmp(read_text(&file), "cpu ", 4), 0);
        cr_expect_gt(strlen(read_text(&other)), 0);
        cr_expect_eq(pool.open_count, 1);
    }
    cr_expect_geq(file.fd, 0);
    cr_expect_lt(other.fd, 0);
    procfs_file_done(&file);
    cr_expect_eq(pool.open_count, 0);
    read_text(&other);
    cr_expect_geq(other.fd, 0, "room was made");
    procfs_file_done(&other);
    procfs_file_done(NULL);
}

Test(collector_procfs_file, leaves_the_program_half_of_its_descriptors)
{
    struct rlimit limit;
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = 2 * (rlim_t)dup(STDERR_FILENO); // the next one is at the half
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
    procfs_pool_init(&pool, &this_host, 8);
    procfs_file_init(&file, &pool, alloc_copy("/proc/stat"));
    cr_expect_eq(strncmp(read_text(&file), "cpu ", 4), 0);
    cr_expect_lt(file.fd, 0);
}

Test(collector_procfs_file, notices_that_a_process_is_gone)
{
    const char *text = NULL;
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    procfs_pool_init(&pool, &this_host, 8);
    procfs_file_init(&file, &pool, alloc_printf("/proc/%d/stat", (int)pid));
    cr_expect_gt(strlen(read_text(&file)), 0);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    int result = procfs_file_read(&file, &text, NULL);
    cr_expect(result == -ESRCH || result == -ENOENT, "%d", result);
    cr_expect_eq(pool.open_count, 0);
    cr_expect_lt(procfs_file_read(&file, &text, NULL), 0);
}

Test(collector_procfs_file, a_memo_keeps_this_hosts_files_until_it_is_dropped)
{
    struct procfs_memo memo = {0};
    const struct procfs host = {.root = "", .memo = &memo};
    scope_free char *first = NULL, *second = NULL, *third = NULL;
    cr_assert_eq(procfs_memo_read(&host, "/proc/uptime", &first, NULL), 0);
    usleep(30000); // it counts in hundredths of a second
    cr_assert_eq(procfs_memo_read(&host, "/proc/uptime", &second, NULL), 0);
    cr_expect_str_eq(first, second);
    procfs_memo_drop(&memo);
    cr_assert_eq(procfs_memo_read(&host, "/proc/uptime", &third, NULL), 0);
    cr_expect_str_neq(first, third);
    cr_expect_eq(procfs_memo_read(&host, "/proc/nothing", &third, NULL), -ENOENT);
    procfs_memo_drop(&memo);
}

Test(collector_procfs_file, a_memo_keeps_nothing_of_a_captured_host)
{
    struct procfs_memo memo = {0};
    const struct procfs captured = {.root = tree_root(), .memo = &memo};
    scope_free char *first = NULL, *second = NULL;
    tree_put("/proc/self/cgroup", "0::/a\n");
    cr_assert_eq(procfs_memo_read(&captured, "/proc/self/cgroup", &first, NULL), 0);
    tree_put("/proc/self/cgroup", "0::/b\n");
    cr_assert_eq(procfs_memo_read(&captured, "/proc/self/cgroup", &second, NULL), 0);
    cr_expect_str_eq(second, "0::/b\n");
    cr_expect_eq(memo.count, 0);
}
