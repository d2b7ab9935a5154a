// SPDX-License-Identifier: GPL-3.0-or-later
// The table of platforms, and what opening one refuses. The choice among them: test_choose.c.
#include "bench/platform.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/choose.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"
#include "tests/harness/native.h"

TestSuite(harness_platform, .init = native_make_cache, .fini = native_remove_cache);

Test(harness_platform, table_is_complete)
{
    size_t count = 0;
    for (const struct platform_ops *const *entry = platform_table; *entry; entry++, count++) {
        const struct platform_ops *ops = *entry;
        cr_assert(ops->name && *ops->name && strcmp(ops->name, "auto") != 0);
        cr_assert(ops->help && *ops->help, "%s", ops->name);
        cr_assert(ops->open && ops->start && ops->stop && ops->close && ops->hypervisor, "%s",
                  ops->name);
        cr_assert_eq(platform_find(ops->name), ops, "%s stands there twice", ops->name);
    }
    cr_assert_geq(count, 3);
    cr_assert_null(platform_find("auto"));
    cr_assert_null(platform_find(""));
    cr_assert_null(platform_find("KVM"));
}

Test(harness_platform, table_says_who_emulates)
{
    cr_assert(platform_find("tcg")->emulated);
    cr_assert_not(platform_find("kvm")->emulated);
    cr_assert_not(platform_find("native")->emulated);
}

static void say_nothing(void *context, const char *text)
{
    (void)context;
    (void)text;
}

static struct platform_options options_with(struct workspace *workspace)
{
    return (struct platform_options){.workspace = workspace,
                                     .connect = "",
                                     .guest = "auto",
                                     .kernel = "",
                                     .bare = "",
                                     .agent = native_agent(),
                                     .agent_test = "",
                                     .say = say_nothing};
}

Test(harness_platform, is_opened_by_its_name)
{
    struct workspace workspace;
    struct platform *platform = NULL;
    scope_free char *note = NULL;
    cr_assert_eq(workspace_open(&workspace, NULL), 0);
    const struct platform_options options = options_with(&workspace);
    cr_assert_eq(platform_choose("native", &options, &platform, &note, NULL), 0);
    cr_assert_eq(platform->ops, &platform_native);
    cr_assert_str_eq(platform->guest_kind, "process");
    cr_assert_str_eq(note, "");
    scope_free char *hypervisor = platform->ops->hypervisor(platform);
    cr_assert_str_eq(hypervisor, "");
    platform->ops->close(platform);
    workspace_close(&workspace);
}

Test(harness_platform, of_no_such_name_is_refused_with_the_nearest)
{
    struct workspace workspace;
    struct platform *platform = NULL;
    char *note = NULL;
    struct err err = {0};
    cr_assert_eq(workspace_open(&workspace, NULL), 0);
    const struct platform_options options = options_with(&workspace);
    cr_assert_eq(platform_choose("tgc", &options, &platform, &note, &err), -EINVAL);
    cr_assert_not_null(strstr(err_text(&err), "tcg"), "%s", err_text(&err));
    cr_assert_null(platform);
    cr_assert_null(note);
    err_done(&err);
    workspace_close(&workspace);
}

// Enough of a kernel to be taken for one.
static void put_kernel(const char *path)
{
    char bytes[0x400] = {0};
    memcpy(bytes + 0x202, "HdrS", 4);
    bytes[0x20e] = (char)0x80;
    memcpy(bytes + 0x280, "6.1.0-test", 10);
    tree_put_bytes(path, bytes, sizeof bytes);
}

Test(harness_platform, says_that_a_cache_lies_too_deep_for_sockets)
{
    struct workspace workspace;
    struct platform *platform = NULL;
    char *note = NULL;
    struct err err = {0};
    scope_free char *deep = tree_path("/a-folder-with-a-name/that-goes-on-and-on/and-on-and-on");
    scope_free char *kernel = tree_path("/vmlinuz");
    put_kernel("/vmlinuz");
    setenv("FULLHOUSE_CACHE", deep, 1);
    cr_assert_eq(workspace_open(&workspace, NULL), 0);
    struct platform_options options = options_with(&workspace);
    options.kernel = kernel;
    cr_assert_lt(platform_choose("tcg", &options, &platform, &note, &err), 0);
    if (!strstr(err_text(&err), "qemu-system")) // where QEMU is missing that is said first
        cr_assert_not_null(strstr(err_text(&err), "FULLHOUSE_CACHE"), "%s", err_text(&err));
    cr_assert_null(platform);
    err_done(&err);
    workspace_close(&workspace);
}

static void refuses_guest(const char *guest, int result, const char *message)
{
    struct workspace workspace;
    struct platform *platform = NULL;
    char *note = NULL;
    struct err err = {0};
    cr_assert_eq(workspace_open(&workspace, NULL), 0);
    struct platform_options options = options_with(&workspace);
    options.guest = guest;
    options.bare_knows_load = true;
    cr_assert_eq(platform_choose("tcg", &options, &platform, &note, &err), result, "%s",
                 err_text(&err));
    cr_assert_not_null(strstr(err_text(&err), message), "%s", err_text(&err));
    cr_assert_null(platform);
    cr_assert_null(note);
    err_done(&err);
    workspace_close(&workspace);
}

Test(harness_platform, of_a_guest_that_is_none_says_what_would_be_one)
{
    scope_free char *text = tree_path("/text");
    tree_put("/text", "not a guest\n");
    refuses_guest(text, -EINVAL, "neither a multiboot program nor a disk image");
    refuses_guest("/nowhere/guest", -EINVAL, "/nowhere/guest: No such file");
    refuses_guest(tree_root(), -EINVAL, "not a regular file");
    refuses_guest("", -EINVAL, "No such file");
}

Test(harness_platform, without_the_bare_guests_files_says_so)
{
    refuses_guest("bare", -ENOTSUP, "fullhouse-bare");
}
