// SPDX-License-Identifier: GPL-3.0-or-later
// What the doctor finds, and what it says of what is not there.
#include "bench/doctor.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/boot_proof.h"
#include "bench/workspace.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"
#include "tests/harness/native.h"

TestSuite(harness_doctor, .init = native_make_cache, .fini = native_remove_cache);

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

Test(harness_doctor, doctor_finds_something_to_say_of_everything)
{
    struct finding *findings = NULL;
    size_t count = 0;
    doctor_examine(NULL, false, &findings, &count);
    expect_complete(findings, count);
    doctor_free(findings, count);
    doctor_free(NULL, 0);
}

Test(harness_doctor, doctor_opens_libvirt_in_a_workspace)
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

Test(harness_doctor, doctor_says_what_is_missing_without_a_home_or_a_path)
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

static const struct finding *find(const struct finding *findings, size_t count, const char *subject)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(findings[i].subject, subject) == 0)
            return &findings[i];
    cr_assert_fail("nothing is said of %s", subject);
    return NULL;
}

Test(harness_doctor, answers_for_every_kind_of_guest)
{
    struct finding *findings = NULL;
    size_t count = 0;
    doctor_examine(NULL, true, &findings, &count);
    const struct finding *emulated = find(findings, count, "TCG: Linux");
    cr_assert_eq(emulated->state, FINDING_LIMITED, "nothing was tried without a workspace");
    cr_assert_str_eq(emulated->what, "not tried yet");
    cr_assert_str_eq(emulated->mend, "fullhouse doctor --prove");
    static const char *const under_kvm[] = {"KVM: Linux", "KVM: bare"};
    for (size_t i = 0; i < 2; i++) {
        const struct finding *finding = find(findings, count, under_kvm[i]);
        cr_assert_eq(finding->state, FINDING_LIMITED);
        if (access("/dev/kvm", R_OK | W_OK) == 0)
            cr_assert_str_eq(finding->what, "not tried yet");
        else
            cr_assert_not_null(strstr(finding->what, "/dev/kvm"), "%s", finding->what);
    }
    doctor_free(findings, count);
}

Test(harness_doctor, misses_the_bare_guest)
{
    struct workspace workspace;
    struct finding *findings = NULL;
    size_t count = 0;
    cr_assert_eq(workspace_open(&workspace, NULL), 0);
    const struct platform_options options = options_with(&workspace);
    doctor_examine(&options, false, &findings, &count);
    const struct finding *finding = find(findings, count, "KVM: bare");
    cr_assert_not_null(strstr(finding->what, "no fullhouse-bare"), "%s", finding->what);
    cr_assert_str_eq(finding->mend, "make");
    doctor_free(findings, count);
    workspace_close(&workspace);
}
