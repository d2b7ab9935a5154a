// SPDX-License-Identifier: GPL-3.0-or-later
// Homes put into effect: agents of the native platform that really stay where they were put, and
// what cannot be done.
#include "bench/affinity.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/fleet.h"
#include "bench/pins.h"
#include "bench/placement.h"
#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/inference/drift.h"
#include "common/model/load.h"
#include "tests/harness/native.h"

static const struct procfs host = {.root = ""};
static const struct load busy = {
    .workload = (char *)"null", .variant = (char *)"", .arrivals = LOAD_CLOSED, .threads = 1};

enum { GUESTS = 3, WINDOWS = 6 };

// Where a thread ran last: field 39 of its stat (proc(5)); the name, field 2, may hold blanks.
static double cpu_of(pid_t pid, const char *thread)
{
    scope_free char *path = alloc_printf("/proc/%d/task/%s/stat", (int)pid, thread);
    scope_free char *text = NULL;
    if (procfs_read(&host, path, &text, NULL) < 0)
        return NAN;
    const char *at = strrchr(text, ')') + 1; // before the blank of field 3
    for (int field = 3; at && field < 39; field++)
        at = strchr(at + 1, ' ');
    return at ? atof(at) : NAN;
}

// One sample of every thread of a guest, each in a drift of its own guest.
static void sample(struct drift *drift, const struct guest *guest)
{
    scope_free char *folder = alloc_printf("/proc/%d/task", (int)guest->os.pid);
    scope_procfs_names struct procfs_names threads = {0};
    cr_assert_eq(procfs_list(&host, folder, "", &threads, NULL), 0);
    for (size_t i = 0; i < threads.count; i++) {
        double cpu = cpu_of(guest->os.pid, threads.names[i]);
        drift_add(drift, NULL, guest->record.home, 0, &cpu, 1);
    }
}

static void run(enum pinning pinning, struct drift *drift)
{
    struct native native;
    struct err err = {0};
    native_open(&native, "");
    if (pinning != PINNING_NONE)
        cr_assert_eq(pins_open(&native.platform->pins, pinning, &err), 0, "%s", err_text(&err));
    const struct fleet_options options = {
        .platform = native.platform,
        .shape = {.vcpus = 1, .memory_bytes = UINT64_C(16) << 20},
        .guests = GUESTS,
        .parallel = GUESTS,
        .boot_timeout_ns = 30 * CLOCK_NS_PER_SECOND,
    };
    struct fleet *fleet = fleet_new(&options);
    cr_assert_eq(fleet_boot(fleet, &err), 0, "%s", err_text(&err));
    cr_assert_eq(fleet_sync(fleet, &err), 0);
    cr_assert_eq(fleet_prepare(fleet, &busy, 7, true, &err), 0);
    cr_assert_eq(fleet_release(fleet, 20 * CLOCK_NS_PER_MS, &err), 0);
    for (uint32_t w = 0; w < WINDOWS; w++) {
        cr_assert_eq(fleet_wait_windows(fleet, w + 1, 20 * CLOCK_NS_PER_MS, &err), 0);
        for (uint32_t i = 0; i < GUESTS; i++)
            sample(drift, fleet_guest(fleet, i));
    }
    for (uint32_t i = 0; i < GUESTS; i++)
        cr_expect_eq(*fleet_guest(fleet, i)->record.home == '\0', pinning == PINNING_NONE);
    fleet_free(fleet);
    cr_assert_not(native_has_children());
    native_close(&native);
}

TestSuite(bench_affinity, .init = native_make_cache, .fini = native_remove_cache);

Test(bench_affinity, packed_guests_are_never_away_from_home)
{
    struct drift drift = {0};
    run(PINNING_PACK, &drift);
    cr_expect_geq(drift.samples, GUESTS * WINDOWS);
    cr_expect_eq(drift.away, 0, "%zu of %zu samples", drift.away, drift.samples);
}

Test(bench_affinity, guests_in_a_node_keep_their_memory_policy_to_themselves)
{
    struct drift drift = {0};
    run(PINNING_NUMA, &drift);
    cr_expect_eq(drift.away, 0);
}

Test(bench_affinity, guests_without_a_home_are_seen_all_the_same)
{
    struct drift drift = {0};
    run(PINNING_NONE, &drift);
    cr_expect_geq(drift.samples, GUESTS * WINDOWS);
    cr_expect_eq(drift.away, 0);
}

Test(bench_affinity, a_thread_is_as_before_afterwards)
{
    struct affinity affinity;
    cpu_set_t before, during, after;
    struct err err = {0};
    cr_assert_eq(sched_getaffinity(0, sizeof before, &before), 0);
    int first = 0;
    while (!CPU_ISSET(first, &before))
        first++;
    scope_free char *home = alloc_printf("%d", first);
    cr_assert_eq(affinity_enter(home, PLACEMENT_NO_NODE, &affinity, &err), 0, "%s", err_text(&err));
    sched_getaffinity(0, sizeof during, &during);
    affinity_leave(&affinity);
    sched_getaffinity(0, sizeof after, &after);
    cr_expect_eq(CPU_COUNT(&during), 1);
    cr_expect(CPU_EQUAL(&before, &after));
}

Test(bench_affinity, a_home_on_cpus_that_are_not_there_is_an_error)
{
    struct affinity affinity;
    struct err err = {0};
    cr_expect_lt(affinity_enter("8000", PLACEMENT_NO_NODE, &affinity, &err), 0);
    cr_expect_eq(err_exit_code(&err), 3);
    cr_expect_not_null(strstr(err_text(&err), "CPU 8000"), "%s", err_text(&err));
    err_done(&err);
    cr_expect_lt(affinity_enter("0", 900, &affinity, &err), 0);
    cr_expect_not_null(strstr(err_text(&err), "NUMA node 900"), "%s", err_text(&err));
    err_done(&err);
}

// A process without vCPU threads is no QEMU: nothing can be bound.
Test(bench_affinity, vcpus_without_a_thread_are_an_error)
{
    struct err err = {0};
    cpu_set_t before;
    sched_getaffinity(0, sizeof before, &before);
    int first = 0;
    while (!CPU_ISSET(first, &before))
        first++;
    scope_free char *home = alloc_printf("%d", first);
    cr_expect_eq(affinity_bind_vcpus(getpid(), home, 2, &err), -ENOTSUP);
    cr_expect_not_null(strstr(err_text(&err), "of 2 vCPUs only 0"), "%s", err_text(&err));
    err_done(&err);
}
