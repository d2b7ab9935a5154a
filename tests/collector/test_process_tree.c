// SPDX-License-Identifier: GPL-3.0-or-later
// What a process costs with all it started: on a family of our own, and on a made-up /proc.
#include "collector/process_tree.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "collector/process.h"
#include "common/base/clock.h"
#include "tests/collector/tree.h"

static const struct procfs host = {.root = ""};

TestSuite(collector_process_tree, .init = tree_make, .fini = tree_remove);

static void burn(uint64_t ns)
{
    while (clock_process_cpu_ns() < ns)
        ;
}

// A parent whose child burns 200 ms of CPU and ends; it waits for it, and then for us.
static pid_t start_family(void)
{
    pid_t pid = fork();
    cr_assert_geq(pid, 0);
    if (pid > 0)
        return pid;
    alarm(40);
    pid_t child = fork();
    if (child == 0) {
        burn(200 * CLOCK_NS_PER_MS);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    for (;;)
        pause();
}

static uint64_t wait_for(pid_t pid, int (*read)(const struct procfs *, pid_t, uint64_t *),
                         uint64_t goal_ns)
{
    uint64_t deadline_ns = clock_monotonic_ns() + 30 * CLOCK_NS_PER_SECOND, ns = 0;
    while (ns < goal_ns && clock_monotonic_ns() < deadline_ns) {
        cr_assert_eq(read(&host, pid, &ns), 0);
        usleep(5000);
    }
    return ns;
}

Test(collector_process_tree, children_count_while_they_live_and_afterwards)
{
    uint64_t own_ns = 0, reaped_ns, all_ns = 0;
    pid_t pid = start_family();
    cr_expect_geq(wait_for(pid, process_tree_cpu_ns, 50 * CLOCK_NS_PER_MS), 50 * CLOCK_NS_PER_MS);
    // Waited for: 200 ms less what the two halves are rounded down by.
    reaped_ns = wait_for(pid, process_reaped_cpu_ns, 180 * CLOCK_NS_PER_MS);
    cr_expect_geq(reaped_ns, 180 * CLOCK_NS_PER_MS);
    cr_assert_eq(process_cpu_ns(&host, pid, &own_ns), 0);
    cr_assert_eq(process_tree_cpu_ns(&host, pid, &all_ns), 0);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    cr_expect_geq(all_ns, reaped_ns);
    cr_expect_lt(own_ns, 100 * CLOCK_NS_PER_MS, "it did nothing itself");
}

// 5 has the children 6 and 7, of which 7 is gone again; 6 has 8.
static void put_family(void)
{
    tree_put("/proc/5/stat", "5 (a) S 1 5 5 0 -1 4194560 1 2 3 4 70 30 5 6 20 0\n");
    tree_put("/proc/5/task/5/children", "6 7 ");
    tree_put("/proc/5/smaps_rollup", "Pss: 10 kB\n");
    tree_put("/proc/6/stat", "6 (b) S 5 5 5 0 -1 4194560 1 2 3 4 10 0 1 1 20 0\n");
    tree_put("/proc/6/task/6/children", "");
    tree_put("/proc/6/task/9/children", "8 ");
    tree_put("/proc/6/smaps_rollup", "Pss: 4 kB\n");
    tree_put("/proc/8/stat", "8 (c) S 6 5 5 0 -1 4194560 1 2 3 4 3 0 0 0 20 0\n");
    tree_put("/proc/8/smaps_rollup", "Pss: 1 kB\n");
}

Test(collector_process_tree, is_added_up_over_generations_and_threads)
{
    uint64_t ns = 0, bytes = 0;
    put_family();
    cr_assert_eq(process_tree_cpu_ns(tree_procfs(), 5, &ns), 0);
    cr_expect_eq(ns,
                 (100 + 11 + 10 + 2 + 3) * (CLOCK_NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK)));
    cr_assert_eq(process_tree_pss_bytes(tree_procfs(), 5, &bytes), 0);
    cr_expect_eq(bytes, 15 * 1024);
}

Test(collector_process_tree, lists_of_children_that_are_missing_or_damaged_add_nothing)
{
    uint64_t ns = 0;
    tree_put("/proc/5/stat", "5 (a) S 1 5 5 0 -1 4194560 1 2 3 4 70 30 5 6 20 0\n");
    cr_assert_eq(process_tree_cpu_ns(tree_procfs(), 5, &ns), 0);
    tree_put("/proc/5/task/5/children", "-3 x 99999999999999 ");
    cr_assert_eq(process_tree_cpu_ns(tree_procfs(), 5, &ns), 0);
    cr_expect_eq(ns, 111 * (CLOCK_NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK)));
}

Test(collector_process_tree, is_gone)
{
    uint64_t value = 7;
    cr_expect_eq(process_tree_cpu_ns(tree_procfs(), 5, &value), -ENOENT);
    cr_expect_lt(process_tree_pss_bytes(tree_procfs(), 5, &value), 0);
    cr_expect_eq(value, 7);
}
