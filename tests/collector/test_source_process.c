// SPDX-License-Identifier: GPL-3.0-or-later
// Guests' processes under a watch: real ones that work, sleep, change their threads and end, a QEMU
// as somebody would start it, and a made-up /proc.
#include <criterion/criterion.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "collector/source_table.h"
#include "collector/vcpu_threads.h"
#include "collector/watch.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/scope.h"
#include "common/model/telemetry.h"
#include "tests/collector/qemu.h"
#include "tests/collector/tree.h"

static const struct procfs this_host = {.root = ""};
static const struct source_ops *const sources[] = {&source_process, &source_pss, NULL};

TestSuite(collector_source_process, .init = tree_make, .fini = tree_remove);

static struct watch *open_watch(const struct procfs *procfs)
{
    return watch_new(&(struct watch_options){.procfs = procfs, .sources = sources, .slow_ns = 1});
}

static const struct telemetry_series *series(struct watch *watch, const char *object,
                                             const char *metric)
{
    return telemetry_find(watch_telemetry(watch), NULL, object, metric);
}

static double last(struct watch *watch, const char *object, const char *metric)
{
    const struct telemetry_series *found = series(watch, object, metric);
    cr_assert(found && found->count > 0, "%s %s has no point", object, metric);
    return found->points[found->count - 1].value;
}

static bool has_absence(struct watch *watch, const char *object, const char *part)
{
    const struct telemetry *telemetry = watch_telemetry(watch);
    for (size_t i = 0; i < telemetry->absence_count; i++)
        if (strcmp(telemetry->absences[i].object, object) == 0 &&
            strstr(telemetry->absences[i].why, part))
            return true;
    return false;
}

static void *spin(void *context)
{
    for (volatile unsigned long i = 0;; i++)
        ;
    return context;
}

static void *sleep_on(void *context)
{
    pause();
    return context;
}

// A child whose first thread waits, beside one that works and one that sleeps.
static pid_t start_worker(void)
{
    int ready[2];
    cr_assert_eq(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        pthread_t thread;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        pthread_create(&thread, NULL, spin, NULL);
        pthread_create(&thread, NULL, sleep_on, NULL);
        if (write(ready[1], "x", 1) != 1)
            _exit(1);
        pause();
        _exit(0);
    }
    char byte;
    cr_assert_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

Test(collector_source_process, tells_what_a_process_and_its_threads_do)
{
    pid_t pid = start_worker();
    struct watch *watch = open_watch(&this_host);
    watch_add_guest(watch, "guest 0", pid, 2, NULL);
    watch_sample(watch);
    uint64_t until_ns = clock_monotonic_ns() + 20 * CLOCK_NS_PER_SECOND;
    // Until the kernel has let the worker work, however busy the host is.
    do {
        usleep(50000);
        watch_sample(watch);
    } while (last(watch, "guest 0", "cpu_cores") < 0.01 && clock_monotonic_ns() < until_ns);
    cr_expect_gt(last(watch, "guest 0", "cpu_cores"), 0);
    cr_expect_gt(last(watch, "guest 0", "memory_rss_bytes"), 0);
    cr_expect_gt(last(watch, "guest 0", "memory_pss_bytes"), 0);
    cr_expect_eq(last(watch, "guest 0", "threads_count"), 3);
    cr_expect_geq(last(watch, "guest 0", "read_bytes_hz"), 0);
    double busy =
        last(watch, "guest 0 vcpu 0", "busy_ratio") + last(watch, "guest 0 vcpu 1", "busy_ratio");
    double wait =
        last(watch, "guest 0 vcpu 0", "wait_ratio") + last(watch, "guest 0 vcpu 1", "wait_ratio");
    cr_expect_gt(busy, 0);
    cr_expect_leq(busy, 2);
    cr_expect_float_eq(wait / 2, last(watch, "guest 0", "vcpu_wait_ratio"),
                       1e-4); // each is rounded
    cr_expect_lt(last(watch, "guest 0 vcpu 0", "cpu_index"), (double)sysconf(_SC_NPROCESSORS_CONF));
    end(pid);
    watch_free(watch);
}

Test(collector_source_process, says_once_that_a_guest_has_ended)
{
    pid_t pid = start_worker();
    struct watch *watch = open_watch(&this_host);
    watch_add_guest(watch, "guest 7", pid, 1, NULL);
    watch_sample(watch);
    kill(pid, SIGKILL);
    siginfo_t info;
    // Dead, and not yet asked for: its folder is there still.
    cr_assert_eq(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
    size_t points = telemetry_point_count(watch_telemetry(watch));
    watch_sample(watch);
    waitpid(pid, NULL, 0);
    watch_sample(watch);
    cr_expect(has_absence(watch, "guest 7", "has ended"));
    const struct telemetry_series *found = series(watch, "guest 7", "memory_rss_bytes");
    cr_expect_eq(found->count, 1, "%zu of %zu", found->count, points);
    watch_free(watch);
}

Test(collector_source_process, follows_a_qemu_by_the_names_of_its_threads)
{
    pid_t pid = qemu_start("test", 3);
    struct watch *watch = open_watch(&this_host);
    watch_add_guest(watch, "vm test", pid, 3, NULL);
    watch_sample(watch);
    usleep(2000);
    watch_sample(watch);
    cr_expect_gt(last(watch, "vm test", "threads_count"), 3);
    cr_expect_geq(last(watch, "vm test vcpu 2", "wait_ratio"), 0);
    cr_expect_null(series(watch, "vm test vcpu 3", "wait_ratio"));
    cr_expect_gt(last(watch, "vm test", "memory_rss_bytes"), 1 << 20);
    qemu_end(pid);
    watch_free(watch);
}

// --- made up ------------------------------------------------------------------------------------

static void put_stat(const char *path, int pid, unsigned ticks, unsigned threads, unsigned start)
{
    scope_free char *text =
        alloc_printf("%d (a b) S 1 1 1 0 -1 0 100 0 4 0 %u 50 0 0 20 0 %u 0 %u 1 256 1 1 1 1 0 0 "
                     "0 0 0 0 0 0 0 17 3 0 0\n",
                     pid, ticks, threads, start);
    tree_put(path, text);
}

static void put_qemu(unsigned ticks, unsigned start)
{
    static const char command[] = "qemu-system-x86_64\0-smp\0002";
    tree_put_bytes("/proc/50/cmdline", command, sizeof command);
    put_stat("/proc/50/stat", 50, ticks, 3, start);
    put_stat("/proc/50/task/50/stat", 50, 0, 3, start);
    put_stat("/proc/50/task/51/stat", 51, 0, 3, start);
    tree_put("/proc/50/task/50/comm", "qemu\n");
    tree_put("/proc/50/task/51/comm", "CPU 0/KVM\n");
    tree_put("/proc/50/io", "read_bytes: 4096\nwrite_bytes: 0\n");
}

Test(collector_source_process, replays_a_captured_host)
{
    const int64_t second = CLOCK_NS_PER_SECOND;
    put_qemu(100, 9);
    tree_put("/proc/50/task/51/schedstat", "1000000000 500000000 7\n");
    struct watch *watch = open_watch(tree_procfs());
    watch_add_guest(watch, "guest 0", 50, 2, NULL);
    watch_sample_at(watch, second, CLOCK_NS_PER_SECOND);
    put_qemu(250, 9);
    tree_put("/proc/50/task/51/schedstat", "1600000000 700000000 9\n");
    tree_put("/proc/50/io", "read_bytes: 12288\nwrite_bytes: 0\n");
    watch_sample_at(watch, 3 * second, 3 * CLOCK_NS_PER_SECOND);
    double tick_ns = 1e9 / (double)sysconf(_SC_CLK_TCK);
    cr_expect_float_eq(last(watch, "guest 0", "cpu_cores"), 150 * tick_ns / 2e9, 1e-6);
    cr_expect_float_eq(last(watch, "guest 0 vcpu 0", "busy_ratio"), 0.3, 1e-6);
    cr_expect_float_eq(last(watch, "guest 0 vcpu 0", "wait_ratio"), 0.1, 1e-6);
    cr_expect_float_eq(last(watch, "guest 0", "vcpu_wait_ratio"), 0.05, 1e-6, "of two vCPUs");
    cr_expect_eq(last(watch, "guest 0 vcpu 0", "cpu_index"), 3);
    cr_expect_eq(last(watch, "guest 0", "read_bytes_hz"), 4096);
    cr_expect_eq(last(watch, "guest 0", "memory_rss_bytes"), 256 * sysconf(_SC_PAGESIZE));
    watch_free(watch);
}

Test(collector_source_process, takes_another_process_of_the_same_number_for_another)
{
    put_qemu(100, 9);
    tree_put("/proc/50/task/51/schedstat", "1 1 1\n");
    struct watch *watch = open_watch(tree_procfs());
    watch_add_guest(watch, "guest 0", 50, 2, NULL);
    watch_sample_at(watch, 1, 1);
    put_qemu(900, 10);
    watch_sample_at(watch, 1000000000, 1000000000);
    cr_expect_eq(series(watch, "guest 0", "memory_rss_bytes")->count, 1);
    cr_expect(has_absence(watch, "guest 0", "has ended"));
    watch_free(watch);
}

Test(collector_source_process, says_what_the_kernel_keeps_to_itself)
{
    put_qemu(100, 9);
    tree_drop("/proc/50/io");
    struct watch *watch = open_watch(tree_procfs());
    watch_add_guest(watch, "guest 0", 50, 2, NULL);
    watch_sample_at(watch, 1, 1);
    watch_sample_at(watch, 1000000000, 1000000000);
    cr_expect(has_absence(watch, "guest 0", "/proc/50/io"));
    cr_expect(has_absence(watch, "guest 0", "CONFIG_SCHED_INFO"));
    cr_expect_null(series(watch, "guest 0", "vcpu_wait_ratio"));
    watch_free(watch);
}

Test(collector_source_process, says_that_threads_have_no_names)
{
    put_qemu(100, 9);
    tree_put("/proc/50/task/51/comm", "qemu\n");
    struct watch *watch = open_watch(tree_procfs());
    watch_add_guest(watch, "guest 0", 50, 2, NULL);
    watch_sample_at(watch, 1, 1);
    cr_expect_not(has_absence(watch, "guest 0", "debug-threads"), "it may come up only now");
    watch_sample_at(watch, 1000000000, 1000000000);
    cr_expect(has_absence(watch, "guest 0", "debug-threads"));
    // Its vCPU is seen as soon as the names are looked at again.
    tree_put("/proc/50/task/51/comm", "CPU 0/KVM\n");
    tree_put("/proc/50/task/51/schedstat", "1 1 1\n");
    watch_sample_at(watch, 20000000000, 20000000000);
    cr_expect_not_null(series(watch, "guest 0 vcpu 0", "cpu_index"));
    watch_free(watch);
}

Test(collector_source_process, keeps_the_others_numbers_when_a_thread_goes)
{
    struct procfs_pool pool;
    struct vcpu_threads threads;
    procfs_pool_init(&pool, tree_procfs(), 0);
    vcpu_threads_init(&threads, &pool, 50, true);
    for (int tid = 50; tid < 53; tid++) {
        scope_free char *stat = alloc_printf("/proc/50/task/%d/stat", tid);
        scope_free char *schedstat = alloc_printf("/proc/50/task/%d/schedstat", tid);
        put_stat(stat, tid, 0, 3, 9);
        tree_put(schedstat, "1 1 1\n");
    }
    vcpu_threads_find(&threads);
    cr_assert_eq(threads.count, 2, "all but the first");
    tree_drop("/proc/50/task/51");
    cr_expect_eq(vcpu_threads_read(&threads), 1);
    cr_assert_eq(threads.count, 1);
    cr_expect_eq(threads.list[0].vcpu, 1);
    put_stat("/proc/50/task/53/stat", 53, 0, 3, 9);
    vcpu_threads_find(&threads);
    cr_assert_eq(threads.count, 2);
    cr_expect_eq(threads.list[1].vcpu, 0, "the number that is free");
    vcpu_threads_done(&threads);
    procfs_pool_done(&pool);
}
