// SPDX-License-Identifier: GPL-3.0-or-later
// Shortages made on purpose, with real processes on this host: too many for its CPUs, a memory
// limit, a throttled disk, a throttled network; each is named as what gives out first.
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/inference/saturation.h"
#include "common/model/telemetry.h"
#include "common/store/store.h"
#include "tests/system/host.h"

static struct scenario scenario;
static struct host_run run;
static char *group; // of ours, below a controller of version 1

static bool put(const char *folder, const char *name, const char *text)
{
    scope_free char *path = alloc_printf("%s/%s", folder, name);
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd >= 0 && write(fd, text, strlen(text)) >= 0;
}

static void leave_group(void)
{
    if (!group)
        return;
    scope_free char *above = alloc_printf("%s/..", group), *pid = alloc_printf("%d", getpid());
    put(above, "cgroup.procs", pid);
    rmdir(group);
    free(group);
    group = NULL;
}

static void tear_down(void)
{
    leave_group();
    host_remove();
}

TestSuite(alone_saturation, .init = host_make, .fini = tear_down);

// This process, and what it starts, under a limit.
static void enter_group(const char *controller, const char *file, const char *value)
{
    scope_free char *pid = alloc_printf("%d", getpid());
    group = alloc_printf("/sys/fs/cgroup/%s/fullhouse-test-%d", controller, getpid());
    bool is_limited =
        mkdir(group, 0755) == 0 && put(group, file, value) && put(group, "cgroup.procs", pid);
    if (is_limited)
        return;
    leave_group();
    cr_skip_test("no control group of version 1 for %s here that this user may make", controller);
}

static void set(const char *key, const char *text)
{
    struct err err = {0};
    cr_assert_eq(scenario_set(&scenario, key, text, &err), 0, "%s", err_text(&err));
}

static void begin(uint32_t guests, const char *workload, const char *variant)
{
    host_scenario(&scenario, "native", guests);
    set("load.workload", workload);
    set("load.variant", variant);
    scenario.windows = 4;
    scenario.window_ns = 500000000;
}

// What gave out first in the step of most guests.
static void expect_first(const char *resource)
{
    struct store *store;
    struct telemetry telemetry = {0};
    struct saturation saturation;
    run = host_carry_out(&scenario, "");
    cr_assert_eq(run.result, 0, "%s", run.error);
    const struct step_record *step = &run.steps[run.step_count - 1];
    cr_assert_eq(step->state, RECORD_DONE, "%s", step->reason);
    cr_assert_eq(store_open(host_store(), STORE_READ, &store, NULL), 0);
    cr_assert_eq(store_read_telemetry(store, step->id, &telemetry, NULL), 0);
    saturation_init(&saturation, &telemetry, step->measured_ns);
    scope_free char *text = saturation_sentence(&saturation);
    fprintf(stderr, "%s: %s\n", resource, text);
    cr_assert(saturation.first && strcmp(saturation.first->resource, resource) == 0, "%s", text);
    saturation_done(&saturation);
    telemetry_done(&telemetry);
    store_close(store);
    leave_group();
    host_expect_clean();
    host_run_done(&run);
    scenario_done(&scenario);
}

Test(alone_saturation, too_many_for_the_cpus)
{
    scope_free char *threads = alloc_printf("%ld", 2 * sysconf(_SC_NPROCESSORS_ONLN));
    begin(2, "cpu", "integer");
    set("load.threads", threads);
    expect_first("CPU");
}

Test(alone_saturation, less_cpu_time_than_they_ask_for)
{
    enter_group("cpu", "cpu.cfs_quota_us", "60000");
    begin(2, "cpu", "integer");
    expect_first("CPU quota");
}

// A file that is read again and again, and twice as large as what may be kept of it.
Test(alone_saturation, memory_limit)
{
    enter_group("memory", "memory.limit_in_bytes", "369098752");
    begin(2, "disk", "randread");
    set("reserve", "16MiB");
    set("shape.memory", "16MiB");
    set("load.options", "direct=no,block=64KiB");
    set("load.working_set", "256MiB");
    set("disk.size", "256MiB");
    expect_first("memory limit");
}

// The disk the guests' files are on, as the kernel numbers it; skips where it is no whole disk.
static char *find_disk(void)
{
    struct stat status;
    cr_assert_eq(stat("/var/tmp", &status), 0);
    scope_free char *path =
        alloc_printf("/sys/dev/block/%u:%u/queue", major(status.st_dev), minor(status.st_dev));
    if (access(path, F_OK) < 0)
        cr_skip_test("/var/tmp is on no whole disk");
    return alloc_printf("%u:%u", major(status.st_dev), minor(status.st_dev));
}

Test(alone_saturation, throttled_disk)
{
    scope_free char *disk = find_disk(), *limit = alloc_printf("%s 16777216", disk);
    enter_group("blkio", "blkio.throttle.write_bps_device", limit);
    begin(2, "disk", "randwrite");
    set("load.options", "block=64KiB");
    set("load.working_set", "16MiB");
    set("disk.size", "16MiB");
    set("disk.path", "/var/tmp");
    expect_first("disk limit");
}

static bool tc(const char *const *argv)
{
    struct err err = {0};
    struct process_result result = {.output = NULL};
    int code = process_run(argv, NULL, &result, &err);
    bool is_done = code == 0 && result.exit_code == 0;
    process_result_done(&result);
    err_done(&err);
    return is_done;
}

// In a network of its own: nobody else's loopback is slowed down.
Test(alone_saturation, throttled_network)
{
    static const char *const up[] = {"ip", "link", "set", "lo", "mtu", "1500", "up", NULL};
    static const char *const slow[] = {"tc",   "qdisc", "add",   "dev",  "lo",    "root", "tbf",
                                       "rate", "8mbit", "burst", "16kb", "limit", "64kb", NULL};
    if (unshare(CLONE_NEWNET) < 0)
        cr_skip_test("no network of one's own here: %s", strerror(errno));
    if (!tc(up) || !tc(slow))
        cr_skip_test("no ip or tc that can throttle (apt-get install iproute2)");
    begin(2, "network", "stream");
    expect_first("network");
}
