// SPDX-License-Identifier: GPL-3.0-or-later
// Made-up hosts of both versions, as a distribution, a container engine and an old host have them:
// where groups are made, and what is said where none can be.
#include "bench/control_place.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(harness_control_place, .init = tree_make, .fini = tree_remove);

static const bool cpu_and_memory[CONTROLLER_COUNT] = {true, true, false};
static const bool all[CONTROLLER_COUNT] = {true, true, true};

static void put_version_1(void)
{
    tree_put("/proc/self/cgroup", "5:memory:/us\n4:cpu,cpuacct:/us\n3:blkio:/\n0::/\n");
    tree_put("/proc/self/mountinfo",
             "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
             "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
             "36 31 0:33 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio\n");
    tree_put("/sys/fs/cgroup/cpu,cpuacct/us/cgroup.procs", "");
    tree_put("/sys/fs/cgroup/memory/us/cgroup.procs", "");
    tree_put("/sys/fs/cgroup/blkio/cgroup.procs", "");
}

// A group of version 2, with what it may limit and what it hands on.
static void put_group(const char *path, const char *controllers, const char *handed_on)
{
    static const char mount[] = "/sys/fs/cgroup";
    const char *const files[] = {"cgroup.controllers", "cgroup.subtree_control", "cgroup.procs"};
    const char *const texts[] = {controllers, handed_on, ""};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        scope_free char *folder = path_join(mount, path);
        scope_free char *file = path_join(*path ? folder : mount, files[i]);
        tree_put(file, texts[i]);
    }
}

static void put_version_2(const char *group)
{
    char line[128];
    snprintf(line, sizeof line, "0::/%s\n", group);
    tree_put("/proc/self/cgroup", line);
    tree_put("/proc/self/mountinfo", "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
}

static void expect_folder(const struct control_place *place, enum controller controller,
                          int version, const char *folder)
{
    cr_assert_not_null(place->folders[controller]);
    cr_assert_str_eq(place->folders[controller], folder);
    cr_assert_eq(place->versions[controller], version);
}

static void expect_place(const bool wanted[CONTROLLER_COUNT], struct control_place *ret_place)
{
    struct err err = {0};
    cr_assert_eq(control_place_open(tree_procfs(), wanted, ret_place, &err), 0, "%s",
                 err_text(&err));
}

static void expect_none(const bool wanted[CONTROLLER_COUNT], const char *why)
{
    struct control_place place = {0};
    struct err err = {0};
    cr_assert_eq(control_place_open(tree_procfs(), wanted, &place, &err), -ENOTSUP);
    cr_assert_eq(err_exit_code(&err), 3);
    cr_assert_not_null(strstr(err_text(&err), why), "%s", err_text(&err));
    cr_assert_null(place.folders[CONTROLLER_CPU]);
    err_done(&err);
}

Test(harness_control_place, version_1_takes_groups_below_our_own)
{
    struct control_place place;
    put_version_1();
    expect_place(all, &place);
    expect_folder(&place, CONTROLLER_CPU, 1, "/sys/fs/cgroup/cpu,cpuacct/us");
    expect_folder(&place, CONTROLLER_MEMORY, 1, "/sys/fs/cgroup/memory/us");
    expect_folder(&place, CONTROLLER_IO, 1, "/sys/fs/cgroup/blkio");
    control_place_done(&place);
    control_place_done(&place);
    control_place_done(NULL);
}

Test(harness_control_place, only_what_is_wanted_is_looked_for)
{
    struct control_place place;
    put_version_1();
    tree_drop("/sys/fs/cgroup/blkio/cgroup.procs");
    expect_place(cpu_and_memory, &place);
    cr_assert_null(place.folders[CONTROLLER_IO]);
    control_place_done(&place);
    expect_none(all, "/sys/fs/cgroup/blkio");
}

// As systemd leaves a shell of root's: the session hands nothing on, the slice above it does.
Test(harness_control_place, version_2_takes_the_nearest_that_is_ready)
{
    struct control_place place;
    put_version_2("user.slice/session.scope");
    put_group("user.slice/session.scope", "cpu memory pids\n", "");
    put_group("user.slice", "cpu memory pids\n", "cpu memory pids\n");
    put_group("", "cpuset cpu io memory pids\n", "cpu io memory pids\n");
    expect_place(cpu_and_memory, &place);
    expect_folder(&place, CONTROLLER_CPU, 2, "/sys/fs/cgroup/user.slice");
    expect_folder(&place, CONTROLLER_MEMORY, 2, "/sys/fs/cgroup/user.slice");
    control_place_done(&place);
    expect_place(all, &place);
    expect_folder(&place, CONTROLLER_IO, 2, "/sys/fs/cgroup");
    control_place_done(&place);
}

Test(harness_control_place, version_2_turns_on_what_nobody_hands_on)
{
    struct control_place place;
    scope_free char *file = tree_path("/sys/fs/cgroup/a/cgroup.subtree_control");
    scope_free char *text = NULL;
    put_version_2("a");
    put_group("a", "cpu memory io\n", "");
    put_group("", "cpu memory io\n", "");
    expect_place(cpu_and_memory, &place);
    expect_folder(&place, CONTROLLER_CPU, 2, "/sys/fs/cgroup/a");
    cr_assert_eq(path_read(file, 100, &text, NULL, NULL), 0);
    cr_assert_str_eq(text, "+cpu +memory");
    control_place_done(&place);
}

// "cpuset" is no "cpu".
Test(harness_control_place, version_2_without_the_controller_says_so)
{
    put_version_2("");
    put_group("", "cpuset memory\n", "cpuset memory\n");
    expect_none(cpu_and_memory, "has no controller cpu");
}

Test(harness_control_place, hosts_of_both_are_asked_for_each)
{
    struct control_place place;
    tree_put("/proc/self/cgroup", "4:cpu:/\n0::/\n");
    tree_put("/proc/self/mountinfo", "32 31 0:29 / /sys/fs/cgroup/old rw - cgroup cgroup rw,cpu\n"
                                     "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    tree_put("/sys/fs/cgroup/old/cgroup.procs", "");
    put_group("", "memory\n", "memory\n");
    expect_place(cpu_and_memory, &place);
    expect_folder(&place, CONTROLLER_CPU, 1, "/sys/fs/cgroup/old");
    expect_folder(&place, CONTROLLER_MEMORY, 2, "/sys/fs/cgroup");
    control_place_done(&place);
}

Test(harness_control_place, without_any_says_so)
{
    tree_put("/proc/self/cgroup", "");
    expect_none(cpu_and_memory, "no control groups are mounted that limit cpu");
}

enum { NOBODY = 65534 };

static int give_away(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return chown(path, NOBODY, NOBODY);
}

// Root may everything; what an ordinary user may is asked of one.
Test(harness_control_place, without_the_right_says_what_would_give_it)
{
    put_version_2("");
    put_group("", "cpu memory\n", "cpu memory\n");
    scope_free char *folder = tree_path("/sys/fs/cgroup");
    cr_assert_eq(chmod(folder, 0555), 0);
    bool is_root = geteuid() == 0;
    if (is_root) {
        cr_assert_eq(nftw(tree_root(), give_away, 8, FTW_PHYS), 0);
        cr_assert_eq(setresuid(NOBODY, NOBODY, 0), 0);
    }
    expect_none(cpu_and_memory, "Permission denied");
    if (is_root)
        cr_assert_eq(setresuid(0, 0, 0), 0);
    cr_assert_eq(chmod(folder, 0755), 0);
}
