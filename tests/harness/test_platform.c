// SPDX-License-Identifier: GPL-3.0-or-later
// The table of platforms, the choice among them, and what the doctor finds.
#include "bench/platform.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/choose.h"
#include "bench/doctor.h"
#include "bench/kvm_proof.h"
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
        cr_assert_gt(ops->typical_boot_ns, 0, "%s", ops->name);
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
                                     .kernel = "",
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

Test(harness_platform, kvm_proof_is_not_remembered_where_none_was_made)
{
    struct kvm_proof proof = {.works = true};
    cr_assert_eq(kvm_proof_recall("", &proof), 0);
    static const char *const damaged[] = {"", "\n", "key", "key\nworks", "key\nworks\n", "\n\n\n"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        tree_put("/kvm-proof", damaged[i]);
        cr_assert_eq(kvm_proof_recall("", &proof), 0, "of another host: case %zu", i);
    }
    cr_assert(proof.works);
    kvm_proof_done(NULL);
}

static void expect_complete(const struct finding *findings, size_t count)
{
    cr_assert_geq(count, 8);
    for (size_t i = 0; i < count; i++) {
        const struct finding *finding = &findings[i];
        cr_assert(finding->subject && *finding->subject);
        cr_assert(finding->what && *finding->what, "%s: what", finding->subject);
        cr_assert_not_null(finding->why, "%s: why", finding->subject);
        cr_assert_not_null(finding->mend, "%s: mend", finding->subject);
        if (finding->state != FINDING_FINE)
            cr_assert(*finding->why, "%s: why it matters", finding->subject);
        cr_assert_not_null(finding_state_name(finding->state));
        for (size_t other = 0; other < i; other++)
            cr_assert_str_neq(findings[other].subject, finding->subject);
    }
}

Test(harness_platform, doctor_finds_something_to_say_of_everything)
{
    struct finding *findings = NULL;
    size_t count = 0;
    doctor_examine(NULL, false, &findings, &count);
    expect_complete(findings, count);
    doctor_free(findings, count);
    doctor_free(NULL, 0);
}

Test(harness_platform, doctor_opens_libvirt_in_a_workspace)
{
    struct workspace workspace;
    struct finding *findings = NULL;
    size_t count = 0;
    cr_assert_eq(workspace_open(&workspace, NULL), 0);
    const struct platform_options options = options_with(&workspace);
    doctor_examine(&options, false, &findings, &count);
    expect_complete(findings, count);
    doctor_free(findings, count);
    workspace_close(&workspace);
}

Test(harness_platform, doctor_says_what_is_missing_without_a_home_or_a_path)
{
    struct finding *findings = NULL;
    size_t count = 0;
    unsigned missing = 0;
    static const char *const names[] = {"FULLHOUSE_CACHE", "FULLHOUSE_STATE", "XDG_CACHE_HOME",
                                        "XDG_STATE_HOME", "HOME"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
    setenv("PATH", tree_root(), 1);
    doctor_examine(NULL, false, &findings, &count);
    expect_complete(findings, count);
    for (size_t i = 0; i < count; i++) {
        missing += findings[i].state == FINDING_MISSING;
        if (strcmp(findings[i].subject, "QEMU") == 0)
            cr_assert_not_null(strstr(findings[i].mend, "apt-get install qemu-system-x86"));
    }
    cr_assert_geq(missing, 2, "QEMU and the folders");
    doctor_free(findings, count);
}
