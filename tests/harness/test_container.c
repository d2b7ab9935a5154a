// SPDX-License-Identifier: GPL-3.0-or-later
// A real container where this user may make one: what it sees of the host, that it is held to its
// shape, and that nothing of it is left.
#include <criterion/criterion.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/container_spawn.h"
#include "bench/control_group.h"
#include "bench/platform_verbs.h"
#include "bench/process_platform.h"
#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"
#include "tests/harness/native.h"

TestSuite(harness_container, .init = native_make_cache, .fini = native_remove_cache);

static const struct guest_spec spec = {
    .index = 3,
    .shape = {.vcpus = 2, .memory_bytes = UINT64_C(96) << 20},
    .node = -1,
};

static void open_containers(struct native *native, const char *fault)
{
    struct err err = {0};
    int result = native_open_on(&platform_container, native, fault, &err);
    if (result == 0)
        return;
    scope_free char *why = alloc_copy(err_text(&err));
    cr_assert_eq(err_exit_code(&err), 3, "%s", why);
    err_done(&err);
    native_remove_cache();
    cr_skip_test("%s", why);
}

static struct platform_guest start(struct native *native)
{
    struct platform_guest guest = {.channel_fd = -1};
    struct err err = {0};
    cr_assert_eq(native->platform->ops->start(native->platform, &spec, &guest, &err), 0, "%s",
                 err_text(&err));
    return guest;
}

static char *link_of(const char *name, pid_t pid)
{
    scope_free char *path = pid ? alloc_printf("/proc/%d/ns/%s", (int)pid, name)
                                : alloc_printf("/proc/self/ns/%s", name);
    char text[64] = "";
    ssize_t length = readlink(path, text, sizeof text - 1);
    cr_assert_gt(length, 0, "%s", path);
    return alloc_copy(text);
}

static char *hello_of(const struct platform_guest *guest)
{
    char text[4096];
    struct pollfd ready = {.fd = guest->channel_fd, .events = POLLIN};
    cr_assert_eq(poll(&ready, 1, 20000), 1);
    ssize_t length = read(guest->channel_fd, text, sizeof text - 1);
    cr_assert_gt(length, 0);
    text[length] = '\0';
    return alloc_copy(text);
}

Test(harness_container, has_namespaces_of_its_own)
{
    static const char *const names[] = {"mnt", "pid", "ipc", "uts", "cgroup"};
    struct native native;
    open_containers(&native, "");
    struct platform_guest guest = start(&native);
    scope_free char *hello = hello_of(&guest);
    cr_assert_not_null(strstr(hello, "hello"), "%s", hello);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        scope_free char *own = link_of(names[i], 0), *its = link_of(names[i], guest.pid);
        cr_assert_str_neq(own, its, "%s", names[i]);
    }
    native.platform->ops->stop(native.platform, &guest);
    native_close(&native);
    cr_assert_not(native_has_children());
}

// Process 1 of its own /proc, which shows nobody else.
Test(harness_container, sees_no_process_of_the_hosts)
{
    struct native native;
    open_containers(&native, "");
    struct platform_guest guest = start(&native);
    scope_free char *first = alloc_printf("/proc/%d/root/proc/1/comm", (int)guest.pid);
    scope_free char *ours = alloc_printf("/proc/%d/root/proc/%d/comm", (int)guest.pid, getpid());
    scope_free char *name = NULL;
    cr_assert_eq(path_read(first, 100, &name, NULL, NULL), 0);
    cr_assert_str_eq(name, "fullhouse-guest\n");
    cr_assert(getpid() == 1 || !path_exists(ours));
    native.platform->ops->stop(native.platform, &guest);
    native_close(&native);
}

static uint64_t number_in(const struct control_group *group, const char *const *files)
{
    for (size_t i = 0; i < group->count; i++)
        for (size_t f = 0; files[f]; f++) {
            scope_free char *path = path_join(group->folders[i], files[f]);
            scope_free char *text = NULL;
            if (path_read(path, 100, &text, NULL, NULL) == 0)
                return strtoull(text, NULL, 10);
        }
    cr_assert_fail("no %s", files[0]);
    return 0;
}

Test(harness_container, is_held_to_its_shape)
{
    static const char *const memory[] = {"memory.max", "memory.limit_in_bytes", NULL};
    static const char *const quota[] = {"cpu.max", "cpu.cfs_quota_us", NULL};
    static const char *const processes[] = {"cgroup.procs", NULL};
    struct native native;
    open_containers(&native, "");
    struct platform_guest guest = start(&native);
    const struct control_group *group = guest.handle;
    scope_free char *folder = alloc_copy(group->folders[0]);
    cr_assert_eq(number_in(group, memory), spec.shape.memory_bytes);
    cr_assert_eq(number_in(group, quota), 200000);
    cr_assert_eq(number_in(group, processes), (uint64_t)guest.pid);
    native.platform->ops->stop(native.platform, &guest);
    cr_assert_not(path_exists(folder), "%s is left", folder);
    cr_assert_eq(guest.channel_fd, -1);
    native.platform->ops->stop(native.platform, &guest);
    native_close(&native);
}

Test(harness_container, stands_still_and_goes_on)
{
    struct native native;
    struct err err = {0};
    open_containers(&native, "");
    struct platform_guest guest = start(&native);
    const struct platform_verbs *verbs = native.platform->ops->verbs;
    cr_assert_null(verbs->lacks(native.platform, LIFECYCLE_PAUSE));
    cr_assert_eq(verbs->perform(native.platform, &guest, LIFECYCLE_PAUSE, &err), 0, "%s",
                 err_text(&err));
    cr_assert_eq(verbs->perform(native.platform, &guest, LIFECYCLE_RESUME, &err), 0, "%s",
                 err_text(&err));
    scope_free char *hello = hello_of(&guest);
    native.platform->ops->stop(native.platform, &guest);
    native_close(&native);
}

// What fails in the child is told by the parent, and nothing is left of it.
Test(harness_container, tells_what_failed_in_the_child)
{
    static char nothing[] = "/nowhere/agent", *arguments[] = {nothing, NULL};
    const struct control_group none = {0};
    scope_free char *console = tree_path("/console");
    const struct process_launch launch = {
        .argv = arguments,
        .variables = arguments,
        .console = console,
        .channel_fd = STDERR_FILENO,
        .group = &none,
    };
    struct err err = {0};
    pid_t pid = 0;
    if (container_spawn_check(&err) < 0) {
        err_done(&err);
        native_remove_cache();
        cr_skip_test("no namespaces here");
    }
    cr_assert_eq(container_spawn(&launch, &pid, &err), -ENOENT);
    cr_assert_not_null(strstr(err_text(&err), "/nowhere/agent: the agent: No such file"), "%s",
                       err_text(&err));
    cr_assert_eq(pid, 0);
    cr_assert_not(native_has_children());
    err_done(&err);
}

// A user without rights is told what would give them.
Test(harness_container, an_ordinary_user_is_told_what_is_missing)
{
    struct native native;
    struct err err = {0};
    if (geteuid() != 0) {
        native_remove_cache();
        cr_skip_test("only root can become somebody else here");
    }
    cr_assert_eq(setenv("FULLHOUSE_CACHE", tree_root(), 1), 0);
    cr_assert_eq(chown(tree_root(), 65534, 65534), 0);
    cr_assert_eq(setresuid(65534, 65534, 0), 0);
    int result = native_open_on(&platform_container, &native, "", &err);
    if (result == 0)
        native_close(&native);
    else
        cr_assert_eq(err_exit_code(&err), 3, "%s", err_text(&err));
    cr_assert(result == 0 || err.mend, "%s", err_text(&err));
    err_done(&err);
    cr_assert_eq(setresuid(0, 0, 0), 0);
}
