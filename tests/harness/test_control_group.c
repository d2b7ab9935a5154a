// SPDX-License-Identifier: GPL-3.0-or-later
// What is written into groups of either version, on made-up hosts; and a real group with a real
// process in it where this host lets us make one.
#include "bench/control_group.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/control_limits.h"
#include "bench/control_place.h"
#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(harness_control_group, .init = tree_make, .fini = tree_remove);

static const struct control_limits limits = {
    .cpus = 1.9,
    .memory_bytes = 134217728,
    .disk_iops = 500,
    .disk_bytes_hz = 1048576,
    .disk_major = 8,
    .disk_minor = 16,
};

static void expect_file(const char *file, const char *expected)
{
    scope_free char *path = tree_path(file);
    scope_free char *text = NULL;
    cr_assert_eq(path_read(path, 100, &text, NULL, NULL), 0, "%s", file);
    cr_assert_str_eq(text, expected, "%s: '%s'", file, text);
}

static void write_limits(enum controller controller, int version, const char *folder)
{
    struct err err = {0};
    scope_free char *path = tree_path(folder);
    cr_assert_eq(control_limits_write(&limits, controller, version, path, &err), 0, "%s",
                 err_text(&err));
}

Test(harness_control_group, version_1_has_a_file_for_each_limit)
{
    static const char *const files[] = {
        "/cpu/cpu.cfs_period_us",
        "/cpu/cpu.cfs_quota_us",
        "/memory/memory.limit_in_bytes",
        "/memory/memory.memsw.limit_in_bytes",
        "/blkio/blkio.throttle.read_iops_device",
        "/blkio/blkio.throttle.write_iops_device",
        "/blkio/blkio.throttle.read_bps_device",
        "/blkio/blkio.throttle.write_bps_device",
    };
    static const char *const texts[] = {"100000",   "190000",   "134217728",    "134217728",
                                        "8:16 500", "8:16 500", "8:16 1048576", "8:16 1048576"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        tree_put(files[i], "");
    write_limits(CONTROLLER_CPU, 1, "/cpu");
    write_limits(CONTROLLER_MEMORY, 1, "/memory");
    write_limits(CONTROLLER_IO, 1, "/blkio");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        expect_file(files[i], texts[i]);
}

Test(harness_control_group, version_2_has_a_line_for_each_controller)
{
    static const char *const files[] = {"/g/cpu.max", "/g/memory.max", "/g/memory.swap.max",
                                        "/g/io.max"};
    static const char *const texts[] = {"190000 100000", "134217728", "0",
                                        "8:16 riops=500 wiops=500 rbps=1048576 wbps=1048576"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        tree_put(files[i], "");
    for (enum controller i = 0; i < CONTROLLER_COUNT; i++)
        write_limits(i, 2, "/g");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        expect_file(files[i], texts[i]);
}

// Kernels without swap accounting.
Test(harness_control_group, swap_is_limited_where_it_can_be)
{
    tree_put("/g/memory.max", "");
    write_limits(CONTROLLER_MEMORY, 2, "/g");
    scope_free char *path = tree_path("/g/memory.swap.max");
    cr_assert_not(path_exists(path));
}

Test(harness_control_group, a_kernel_without_the_file_is_told_of)
{
    struct err err = {0};
    tree_put("/g/cgroup.procs", "");
    scope_free char *path = tree_path("/g");
    cr_assert_eq(control_limits_write(&limits, CONTROLLER_CPU, 2, path, &err), -ENOTSUP);
    cr_assert_not_null(strstr(err_text(&err), "/g/cpu.max: No such file"), "%s", err_text(&err));
    err_done(&err);
}

Test(harness_control_group, only_limits_that_are_there_need_a_controller)
{
    static const struct control_limits none = {0}, throttled = {.disk_iops = 100};
    bool wanted[CONTROLLER_COUNT];
    control_limits_wants(&none, wanted);
    cr_assert(!wanted[CONTROLLER_CPU] && !wanted[CONTROLLER_MEMORY] && !wanted[CONTROLLER_IO]);
    control_limits_wants(&throttled, wanted);
    cr_assert(!wanted[CONTROLLER_CPU] && !wanted[CONTROLLER_MEMORY] && wanted[CONTROLLER_IO]);
}

Test(harness_control_group, folders_without_a_device_cannot_be_throttled)
{
    struct control_limits found = {0};
    struct err err = {0};
    cr_assert_eq(control_limits_find_device("/proc", &found, &err), -ENOTSUP);
    cr_assert_not_null(strstr(err_text(&err), "without a block device"), "%s", err_text(&err));
    err_done(&err);
    cr_assert_eq(control_limits_find_device("/nowhere", &found, &err), -ENOENT);
    err_done(&err);
}

// --- a real one ---------------------------------------------------------------------------------

static const struct procfs this_host = {.root = ""};

static pid_t start_sleeper(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        pause();
        _exit(0);
    }
    return pid;
}

static void open_place(struct control_place *place)
{
    static const bool wanted[CONTROLLER_COUNT] = {true, true, false};
    struct err err = {0};
    if (control_place_open(&this_host, wanted, place, &err) == 0)
        return;
    scope_free char *why = alloc_copy(err_text(&err));
    err_done(&err);
    tree_remove();
    cr_skip_test("%s", why);
}

static void expect_gone(const struct control_place *place, const char *name)
{
    for (size_t i = 0; i < CONTROLLER_COUNT; i++) {
        scope_free char *path = place->folders[i] ? path_join(place->folders[i], name) : NULL;
        cr_assert(!path || !path_exists(path), "%s is left", path);
    }
}

static const struct control_limits small = {.cpus = 1, .memory_bytes = 64 << 20};

Test(harness_control_group, holds_a_process_and_goes_with_it)
{
    struct control_place place = {0};
    struct control_group group = {0};
    struct err err = {0};
    int status;
    open_place(&place);
    scope_free char *name = alloc_printf("fullhouse-test-%d", (int)getpid());
    cr_assert_eq(control_group_make(&place, name, &small, &group, &err), 0, "%s", err_text(&err));
    cr_assert_geq(group.count, 1);
    pid_t pid = start_sleeper();
    cr_assert_eq(control_group_join(&group, pid, &err), 0, "%s", err_text(&err));
    scope_free char *list = path_join(group.folders[0], "cgroup.procs");
    scope_free char *pids = NULL, *expected = alloc_printf("%d\n", (int)pid);
    cr_assert_eq(path_read(list, 1000, &pids, NULL, NULL), 0);
    cr_assert_str_eq(pids, expected);
    kill(pid, SIGKILL);
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    cr_assert_lt(control_group_join(&group, pid, &err), 0, "nobody there");
    err_done(&err);
    control_group_remove(&group);
    control_group_remove(&group);
    expect_gone(&place, name);
    control_place_done(&place);
}

// Whoever made it was killed: its process is ended, too.
Test(harness_control_group, of_a_dead_run_is_swept_away)
{
    struct control_place place = {0};
    struct control_group group = {0};
    struct err err = {0};
    int status;
    open_place(&place);
    struct workspace workspace = {.guests = tree_path("")};
    scope_free char *prefix = alloc_printf("fullhouse-swept-%d-", (int)getpid());
    scope_free char *name = alloc_printf("%s0", prefix);
    cr_assert_eq(control_group_note(&place, prefix, &workspace, &err), 0, "%s", err_text(&err));
    cr_assert_eq(control_group_make(&place, name, &small, &group, &err), 0, "%s", err_text(&err));
    pid_t pid = start_sleeper();
    cr_assert_eq(control_group_join(&group, pid, &err), 0, "%s", err_text(&err));
    // The sweep waits for its end, which nobody here has asked for yet.
    signal(SIGCHLD, SIG_IGN);
    cr_assert_geq(control_group_sweep(&workspace), 1);
    cr_assert_eq(waitpid(pid, &status, 0), -1);
    expect_gone(&place, name);
    cr_assert_eq(control_group_sweep(&workspace), 0);
    control_group_remove(&group);
    free(workspace.guests);
    control_place_done(&place);
}
