// SPDX-License-Identifier: GPL-3.0-or-later
// How many guests fit a made-up host, what says so first, and when guests must be stopped.
#include "bench/host_limits.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/record.h"
#include "tests/collector/tree.h"

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

// 16 GiB of which 8 are left, 1000 descriptors of which 3 are open, 20000 threads of which 100 run.
static void make_host(void)
{
    tree_make();
    tree_put("/proc/meminfo", "MemTotal: 16777216 kB\nMemAvailable: 8388608 kB\n");
    tree_put("/proc/self/limits",
             "Limit                     Soft Limit           Hard Limit     \n"
             "Max processes             5000                 5000           \n"
             "Max open files            1000                 4096           \n");
    tree_put("/proc/self/fd/0", "");
    tree_put("/proc/self/fd/1", "");
    tree_put("/proc/self/fd/2", "");
    tree_put("/proc/self/status", "Name:\tfullhouse\nUid:\t0\t0\t0\t0\nThreads:\t1\n");
    tree_put("/proc/loadavg", "0.10 0.10 0.10 1/100 4711\n");
    tree_put("/proc/sys/kernel/threads-max", "60000\n");
    tree_put("/proc/sys/kernel/pid_max", "20000\n");
}

TestSuite(harness_host_limits, .init = make_host, .fini = tree_remove);

static struct host_limits limits_for(uint64_t shape_bytes, uint64_t reserve_bytes)
{
    const struct host_limits_options options = {.procfs = tree_procfs(),
                                                .folder = tree_root(),
                                                .shape_bytes = shape_bytes,
                                                .reserve_bytes = reserve_bytes};
    struct host_limits limits;
    struct err err = {0};
    cr_assert_eq(host_limits_init(&limits, &options, &err), 0, "%s", err_text(&err));
    // The disk is the real one: it shall say nothing here.
    limits.list[HOST_DISK].available = UINT64_MAX;
    return limits;
}

// A finished step whose guests' processes hold so much.
static struct step_record step_of(uint32_t guests, int64_t drop, int64_t first, int64_t others)
{
    struct step_record step;
    step_record_init(&step);
    step.state = RECORD_DONE;
    step.guests = guests;
    step.memory_bytes = drop;
    step.guest_list = calloc(guests, sizeof *step.guest_list);
    step.guest_count = guests;
    for (uint32_t i = 0; i < guests; i++) {
        guest_record_init(&step.guest_list[i]);
        step.guest_list[i].host_memory_bytes = i ? others : first;
    }
    return step;
}

static void learn(struct host_limits *limits, uint32_t guests, int64_t drop, int64_t first,
                  int64_t others)
{
    struct step_record step = step_of(guests, drop, first, others);
    host_limits_learn(limits, &step, NULL, NULL);
    step_record_done(&step);
}

Test(harness_host_limits, start_with_cautious_estimates)
{
    struct host_limits limits = limits_for(96 * MIB, 0);
    for (int kind = 0; kind < HOST_LIMIT_COUNT; kind++) {
        cr_expect_eq(limits.list[kind].measured, 0);
        cr_expect_gt(limits.list[kind].each, 0);
    }
    cr_expect_gt(limits.list[HOST_MEMORY].each, 96.0 * MIB);
    cr_expect_eq(limits.list[HOST_MEMORY].reserve, 16 * GIB / 20);
    cr_expect_eq(limits_for(MIB, 7 * MIB).list[HOST_MEMORY].reserve, 7 * MIB, "as told");
    tree_put("/proc/meminfo", "MemTotal: 1048576 kB\nMemAvailable: 1048576 kB\n");
    cr_expect_eq(limits_for(MIB, 0).list[HOST_MEMORY].reserve, 256 * MIB, "of a small host");
}

Test(harness_host_limits, read_what_is_there)
{
    struct host_limits limits = limits_for(96 * MIB, GIB);
    cr_expect_eq(limits.list[HOST_MEMORY].available, 8 * GIB);
    cr_expect_eq(limits.list[HOST_DESCRIPTORS].available, 997);
    cr_expect_eq(limits.list[HOST_THREADS].available, 19900);
    cr_expect_str_eq(limits.list[HOST_THREADS].source, "kernel.pid_max");
    tree_put("/proc/self/fd/3", "");
    tree_put("/proc/meminfo", "MemTotal: 16777216 kB\nMemAvailable: 4194304 kB\n");
    cr_assert_eq(host_limits_read(&limits, NULL), 0);
    cr_expect_eq(limits.list[HOST_MEMORY].available, 4 * GIB);
    cr_expect_eq(limits.list[HOST_DESCRIPTORS].available, 996);
}

Test(harness_host_limits, need_a_host_that_tells)
{
    struct host_limits limits = limits_for(96 * MIB, GIB);
    static const char *const files[] = {"/proc/loadavg", "/proc/self/limits", "/proc/meminfo"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct err err = {0};
        tree_drop(files[i]);
        cr_expect_lt(host_limits_read(&limits, &err), 0);
        cr_expect_not_null(strstr(err_text(&err), files[i]), "%s", err_text(&err));
        err_done(&err);
    }
}

Test(harness_host_limits, leave_the_reserve_alone)
{
    struct host_limits limits = limits_for(128 * MIB, GIB); // 256 MiB each
    struct host_limit *memory = &limits.list[HOST_MEMORY];
    enum host_limit_kind kind;
    limits.list[HOST_DESCRIPTORS].each = limits.list[HOST_THREADS].each = 0.001;
    memory->available = 0;
    cr_expect_eq(host_limits_fit(&limits, NULL), 0);
    memory->available = GIB + 256 * MIB - 1;
    cr_expect_eq(host_limits_fit(&limits, &kind), 0);
    memory->available = GIB + 256 * MIB;
    cr_expect_eq(host_limits_fit(&limits, &kind), 1);
    cr_expect_eq(kind, HOST_MEMORY);
    memory->available = UINT64_MAX - 1;
    memory->each = 0.01;
    limits.list[HOST_DESCRIPTORS].available = limits.list[HOST_THREADS].available = UINT64_MAX;
    cr_expect_eq(host_limits_fit(&limits, NULL), UINT32_MAX);
}

Test(harness_host_limits, know_which_of_them_comes_first)
{
    struct host_limits limits = limits_for(96 * MIB, GIB);
    enum host_limit_kind kind;
    limits.list[HOST_MEMORY].each = MIB;
    limits.list[HOST_DESCRIPTORS].each = 3; // (997 - 64) / 3
    limits.list[HOST_THREADS].each = 4;
    cr_expect_eq(host_limits_fit(&limits, &kind), 311);
    cr_expect_str_eq(host_limit_name(kind), "descriptors");
    limits.list[HOST_THREADS].each = 100; // (19900 - 128) / 100
    cr_expect_eq(host_limits_fit(&limits, &kind), 197);
    cr_expect_str_eq(host_limit_name(kind), "threads");
    limits.list[HOST_DISK] = (struct host_limit){.each = MIB, .available = 5 * MIB, .source = ""};
    cr_expect_eq(host_limits_fit(&limits, &kind), 5);
    cr_expect_str_eq(host_limit_name(kind), "disk");
}

// A sparse file that may grow is counted as grown, whatever it has been seen to take.
Test(harness_host_limits, count_data_disks_by_what_they_may_grow_to)
{
    const struct host_limits_options options = {.procfs = tree_procfs(),
                                                .folder = tree_root(),
                                                .shape_bytes = MIB,
                                                .data_folder = tree_root(),
                                                .data_bytes = GIB};
    struct host_limits limits;
    enum host_limit_kind kind;
    cr_assert_eq(host_limits_init(&limits, &options, NULL), 0);
    limits.list[HOST_DATA].available = 3 * GIB;
    limits.list[HOST_DATA].reserve = 0;
    limits.list[HOST_DISK].available = UINT64_MAX;
    limits.list[HOST_DESCRIPTORS].each = 1;
    struct step_record step = step_of(2, RECORD_ABSENT, MIB, MIB);
    const struct host_use before = {.descriptors = 1, .threads = 1};
    const struct host_use after = {.descriptors = 3, .threads = 3, .disk_bytes = 1};
    host_limits_learn(&limits, &step, &before, &after);
    cr_expect_eq(host_limits_fit(&limits, &kind), 3);
    cr_expect_str_eq(host_limit_name(kind), "data disks");
    step_record_done(&step);
}

// What guests that work do to each other is the question, and no limit.
Test(harness_host_limits, count_the_cpu_time_of_idle_guests_alone)
{
    const struct host_limits_options options = {
        .procfs = tree_procfs(), .folder = tree_root(), .shape_bytes = MIB, .is_idle = true};
    struct host_limits limits;
    enum host_limit_kind kind;
    cr_expect_lt(host_limits_init(&limits, &options, NULL), 0, "no CPU is told");
    tree_put("/proc/stat", "cpu  1 2 3\ncpu0 1 2 3\ncpu1 1 2 3\nintr 5\n");
    cr_assert_eq(host_limits_init(&limits, &options, NULL), 0);
    struct step_record step = step_of(2, RECORD_ABSENT, MIB, MIB);
    step.measured_ns = 5000000000;
    step.guest_list[0].host_cpu_ns = 40000000;
    step.guest_list[1].host_cpu_ns = 60000000; // a hundredth of a CPU each
    host_limits_learn(&limits, &step, NULL, NULL);
    limits.list[HOST_DESCRIPTORS].each = 1;
    limits.list[HOST_DISK].available = UINT64_MAX;
    cr_expect_eq(host_limits_fit(&limits, &kind), 100, "half of two CPUs");
    scope_free char *why = host_limits_explain(&limits, 256);
    cr_expect_str_eq(why, "CPU time: 256 guests of 0.01 CPU each (measured) and 1 CPU in reserve "
                          "need 3.56 CPU; 2 CPU are there, for 100");
    limits.is_idle = false;
    cr_assert_eq(host_limits_read(&limits, NULL), 0);
    cr_expect_gt(host_limits_fit(&limits, &kind), 100);
    cr_expect_neq(kind, HOST_CPU);
    step_record_done(&step);
}

Test(harness_host_limits, learn_the_larger_of_two_figures_of_memory)
{
    struct host_limits limits = limits_for(96 * MIB, 0);
    const struct host_limit *memory = &limits.list[HOST_MEMORY];
    learn(&limits, 2, 900 * (int64_t)MIB, 150 * (int64_t)MIB, 160 * (int64_t)MIB);
    cr_expect_eq(memory->measured, 2);
    cr_expect_eq(memory->each, 155.0 * MIB, "of two guests the drop knows nothing");
    learn(&limits, 10, 2000 * (int64_t)MIB, 160 * (int64_t)MIB, 160 * (int64_t)MIB);
    cr_expect_eq(memory->each, 200.0 * MIB, "the share of the drop");
    learn(&limits, 10, 1000 * (int64_t)MIB, 160 * (int64_t)MIB, 160 * (int64_t)MIB);
    cr_expect_eq(memory->each, 160.0 * MIB, "the mean process");
    learn(&limits, 10, 9000 * (int64_t)MIB, 160 * (int64_t)MIB, 160 * (int64_t)MIB);
    cr_expect_eq(memory->each, 320.0 * MIB, "most of it is somebody else's");
    learn(&limits, 10, RECORD_ABSENT, 170 * (int64_t)MIB, RECORD_ABSENT);
    cr_expect_eq(memory->each, 170.0 * MIB, "what there is");
    learn(&limits, 10, 1000 * (int64_t)MIB, RECORD_ABSENT, RECORD_ABSENT);
    cr_expect_eq(memory->each, 100.0 * MIB, "no process can be seen");
    learn(&limits, 9, 900 * (int64_t)MIB, MIB, MIB);
    cr_expect_eq(memory->each, 100.0 * MIB, "fewer guests know less");
}

Test(harness_host_limits, learn_what_is_counted)
{
    struct host_limits limits = limits_for(96 * MIB, 0);
    struct step_record step = step_of(10, RECORD_ABSENT, MIB, MIB);
    const struct host_use before = {.descriptors = 10, .threads = 100, .disk_bytes = GIB};
    struct host_use after = {.descriptors = 35, .threads = 140, .disk_bytes = GIB - 1};
    host_limits_learn(&limits, &step, &before, &after);
    cr_expect_eq(limits.list[HOST_DESCRIPTORS].each, 2.5);
    cr_expect_eq(limits.list[HOST_THREADS].each, 4);
    cr_expect_gt(limits.list[HOST_DISK].each, 0, "never nothing");
    cr_expect_eq(limits.list[HOST_DISK].measured, 10);
    after = (struct host_use){0};
    host_limits_learn(&limits, &step, &before, &after);
    cr_expect_eq(limits.list[HOST_DESCRIPTORS].each, 2.5, "nothing could be read");
    step_record_done(&step);
}

Test(harness_host_limits, learn_nothing_from_a_step_that_tells_nothing)
{
    struct host_limits limits = limits_for(96 * MIB, 0);
    double before = limits.list[HOST_MEMORY].each;
    learn(&limits, 2, RECORD_ABSENT, RECORD_ABSENT, RECORD_ABSENT);
    learn(&limits, 2, 0, 0, 0);
    static const enum record_state states[] = {RECORD_FAILED, RECORD_REFUSED, RECORD_INTERRUPTED};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct step_record step = step_of(2, GIB, GIB, GIB);
        step.state = states[i];
        host_limits_learn(&limits, &step, NULL, NULL);
        step_record_done(&step);
    }
    cr_expect_eq(limits.list[HOST_MEMORY].measured, 0);
    cr_expect_eq(limits.list[HOST_MEMORY].each, before);
}

Test(harness_host_limits, explain_themselves_with_figures)
{
    struct host_limits limits = limits_for(96 * MIB, GIB);
    limits.list[HOST_THREADS].each = limits.list[HOST_DESCRIPTORS].each = 0.01;
    limits.list[HOST_MEMORY].available = GIB;
    scope_free char *estimated = host_limits_explain(&limits, 1);
    cr_expect_not_null(strstr(estimated, "memory: 1 guest of 224 MiB (estimated) and 1.00 GiB"),
                       "%s", estimated);
    limits.list[HOST_MEMORY] = (struct host_limit){
        .each = 192 * MIB, .measured = 4, .available = 2 * GIB, .reserve = GIB, .source = ""};
    scope_free char *measured = host_limits_explain(&limits, 8);
    cr_expect_str_eq(measured, "memory: 8 guests of 192 MiB each (measured) and 1.00 GiB in "
                               "reserve need 2.50 GiB; 2.00 GiB are there, for 5");
    limits.list[HOST_THREADS].each = 9000.5;
    scope_free char *threads = host_limits_explain(&limits, 8);
    cr_expect_str_eq(threads, "threads: 8 guests of 9000.50 each (estimated) and 128 in reserve "
                              "need 72132; 19900 are there (kernel.pid_max), for 2");
}

// What a network has no room for never starts.
Test(harness_host_limits, count_addresses)
{
    const struct host_limits_options options = {
        .procfs = tree_procfs(), .folder = tree_root(), .shape_bytes = MIB, .addresses = 14};
    struct host_limits limits;
    enum host_limit_kind kind;
    cr_assert_eq(host_limits_init(&limits, &options, NULL), 0);
    limits.list[HOST_DISK].available = UINT64_MAX;
    cr_expect_eq(host_limits_fit(&limits, &kind), 14);
    cr_expect_eq(kind, HOST_ADDRESSES);
    cr_assert_eq(host_limits_read(&limits, NULL), 0);
    cr_expect_eq(host_limits_fit(&limits, NULL), 14, "read anew, they are as many");
    cr_expect_eq(limits_for(MIB, 0).list[HOST_ADDRESSES].available, UINT64_MAX,
                 "none is asked for");
}

Test(harness_host_limits, leave_room_for_the_step_in_the_store)
{
    scope_free char *store = alloc_printf("%s/fullhouse.db", tree_root());
    const struct host_limits_options options = {.procfs = tree_procfs(),
                                                .folder = tree_root(),
                                                .shape_bytes = MIB,
                                                .store = store,
                                                .windows = 10};
    struct host_limits limits;
    enum host_limit_kind kind;
    cr_assert_eq(host_limits_init(&limits, &options, NULL), 0);
    const struct host_limit *limit = &limits.list[HOST_STORE];
    cr_expect(limit->available > 0 && limit->available < UINT64_MAX, "the real disk's");
    cr_expect_leq(limit->reserve, limit->available / 2);
    limits.list[HOST_STORE].available = 10 * MIB;
    limits.list[HOST_STORE].reserve = 5 * MIB;
    limits.list[HOST_DISK].available = UINT64_MAX;
    limits.list[HOST_DESCRIPTORS].each = limits.list[HOST_THREADS].each = 0.001;
    limits.list[HOST_MEMORY].each = 1;
    cr_expect_eq(host_limits_fit(&limits, &kind), 5 * MIB / (10 * 2048));
    cr_expect_eq(kind, HOST_STORE);
}

Test(harness_host_limits, say_what_is_watched_while_guests_run)
{
    struct host_limits limits = limits_for(96 * MIB, GIB);
    const struct host_alarm_options options = host_limits_alarm(&limits);
    cr_expect_eq(options.reserve_bytes, GIB);
    cr_expect_str_eq(options.folder, tree_root());
    cr_expect_null(options.data_folder);
    cr_expect_null(options.store);
}
