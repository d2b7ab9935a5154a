// SPDX-License-Identifier: GPL-3.0-or-later
// The operating system's services and a data disk inside emulated guests: four vCPUs, little
// memory, several requests in flight, and a host disk that fills up.
#include <criterion/criterion.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/system/host.h"

TestSuite(system_disk, .init = host_make, .fini = host_remove);

static void set(struct scenario *scenario, const char *key, const char *text)
{
    cr_assert_eq(scenario_set(scenario, key, text, NULL), 0, "%s: %s", key, text);
}

static void one_guest(struct scenario *scenario, const char *workload, const char *variant,
                      const char *options)
{
    host_need_emulation();
    host_scenario(scenario, "tcg", 1);
    set(scenario, "guest", "appliance");
    set(scenario, "load.workload", workload);
    set(scenario, "load.variant", variant);
    set(scenario, "load.options", options);
    set(scenario, "repeats", "1");
}

static void expect_operations(const struct host_run *run)
{
    cr_assert_eq(run->result, 0, "%s", run->error);
    cr_assert_geq(run->step_count, 1);
    cr_assert_eq(run->steps[0].state, RECORD_DONE, "%s", run->steps[0].reason);
    const struct guest_record *guest = &run->steps[0].guest_list[0];
    uint64_t operations = 0;
    for (size_t i = 0; i < guest->window_count; i++)
        operations += guest->windows[i].operations;
    cr_assert_gt(operations, 0);
}

static void works(struct scenario *scenario)
{
    struct host_run run = host_carry_out(scenario, "");
    expect_operations(&run);
    host_run_done(&run);
    scenario_done(scenario);
    host_expect_clean();
}

Test(system_disk, switches_among_four_vcpus)
{
    struct scenario scenario;
    one_guest(&scenario, "os", "switch", "place=other");
    set(&scenario, "shape.vcpus", "4");
    works(&scenario);
}

Test(system_disk, timers_in_little_memory)
{
    struct scenario scenario;
    one_guest(&scenario, "os", "timer", "interval=2ms");
    set(&scenario, "shape.memory", "72MiB");
    works(&scenario);
}

Test(system_disk, requests_in_flight_on_a_virtio_disk)
{
    struct scenario scenario;
    one_guest(&scenario, "disk", "randread", "engine=io_uring,depth=4,size=4MiB");
    set(&scenario, "shape.memory", "72MiB");
    set(&scenario, "disk.size", "8MiB");
    set(&scenario, "disk.cache", "writeback");
    works(&scenario);
}

// The one who needs another CPU has none: nothing failed, it is not there.
Test(system_disk, what_a_guest_cannot_do_is_absent)
{
    struct scenario scenario;
    one_guest(&scenario, "os", "wake", "place=other");
    struct host_run run = host_carry_out(&scenario, "");
    cr_assert_lt(run.result, 0);
    cr_assert(strstr(run.error, "absent in this guest"), "%s", run.error);
    cr_assert(strstr(run.error, "place=other wants two CPUs"), "%s", run.error);
    host_run_done(&run);
    scenario_done(&scenario);
    host_expect_clean();
}

static void fill(const char *folder)
{
    scope_free char *path = path_join(folder, "ballast");
    scope_close int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    char bytes[4096] = {1};
    while (write(fd, bytes, sizeof bytes) > 0)
        ;
}

static void *fill_when_it_runs(void *folder)
{
    uint64_t deadline_ns = clock_monotonic_ns() + 100 * CLOCK_NS_PER_SECOND;
    while (host_guests_alive() == 0 && clock_monotonic_ns() < deadline_ns)
        clock_sleep_until_ns(clock_monotonic_ns() + 10 * CLOCK_NS_PER_MS);
    fill(folder);
    return NULL;
}

Test(system_disk, a_host_disk_that_fills_up_ends_the_guest_with_a_reason)
{
    struct scenario scenario;
    pthread_t filler;
    char folder[] = "/var/tmp/fullhouse-full-XXXXXX";
    one_guest(&scenario, "disk", "write", "size=16MiB");
    cr_assert_not_null(mkdtemp(folder));
    if (mount("none", folder, "tmpfs", 0, "size=48m") < 0) {
        rmdir(folder);
        scenario_done(&scenario);
        cr_skip_test("only root mounts");
    }
    set(&scenario, "disk.path", folder);
    set(&scenario, "disk.size", "16MiB");
    set(&scenario, "disk.cache", "writeback");
    cr_assert_eq(pthread_create(&filler, NULL, fill_when_it_runs, folder), 0);
    struct host_run run = host_carry_out(&scenario, "");
    pthread_join(filler, NULL);
    cr_assert_geq(run.step_count, 1);
    const char *reason = run.steps[run.step_count - 1].reason;
    cr_expect(strstr(reason, "is full") || strstr(reason, "Input/output error") ||
                  strstr(reason, "No space left"),
              "%s", reason);
    host_run_done(&run);
    scenario_done(&scenario);
    cr_expect_eq(umount(folder), 0);
    rmdir(folder);
    host_expect_clean();
}
