// SPDX-License-Identifier: GPL-3.0-or-later
// Every platform wanted with every guest wanted on every kind of host: what is taken, what is
// refused, and what is said. The proofs' answers are given; what follows from them is real.
#include "bench/choose.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

TestSuite(harness_choose, .init = tree_make, .fini = tree_remove);

// This host: what KVM says of each guest, "" for works.
static const char *linux_answer, *bare_answer;
static unsigned asked_linux, asked_bare;

static int answer(const struct platform_ops *ops, const struct platform_options *options,
                  struct boot_proof *ret_proof, struct err *err)
{
    bool bare = strcmp(options->guest, "bare") == 0;
    cr_assert_eq(ops, &platform_kvm);
    cr_assert(bare || strcmp(options->guest, "appliance") == 0, "%s", options->guest);
    asked_bare += bare;
    asked_linux += !bare;
    const char *reason = bare ? bare_answer : linux_answer;
    if (!reason)
        return err_interrupted(err);
    *ret_proof = (struct boot_proof){
        .works = !*reason,
        .cpu = bare ? "" : "host-passthrough",
        .reason = alloc_copy(reason),
    };
    return 0;
}

static void host(const char *linux_reason, const char *bare_reason)
{
    linux_answer = linux_reason;
    bare_answer = bare_reason;
    asked_linux = asked_bare = 0;
}

static const bool KNOWN = true, UNKNOWN = false; // to the bare guest: the load

static int pick(const char *platform, const char *guest, bool known,
                struct platform_choice *ret_choice, struct err *err)
{
    const struct platform_options options = {.connect = "",
                                             .guest = guest,
                                             .kernel = "",
                                             .bare = "",
                                             .agent_test = "",
                                             .bare_knows_load = known};
    return platform_pick(platform, &options, answer, ret_choice, err);
}

// word: in the note, "" when nothing is to be said.
static void takes(const char *platform, const char *guest, bool known,
                  const struct platform_ops *ops, const char *kind, const char *word)
{
    struct platform_choice choice;
    struct err err = {0};
    cr_assert_eq(pick(platform, guest, known, &choice, &err), 0, "%s", err_text(&err));
    cr_assert_eq(choice.ops, ops, "%s/%s: %s, not %s", platform, guest, choice.ops->name,
                 ops->name);
    cr_assert_str_eq(choice.guest, kind, "%s/%s", platform, guest);
    cr_assert_eq(*choice.note == '\0', *word == '\0', "%s", choice.note);
    cr_assert_not_null(strstr(choice.note, word), "%s", choice.note);
    cr_assert_null(strchr(choice.note, '\n'), "%s", choice.note);
    if (*word && ops->emulated)
        cr_assert_not_null(strstr(choice.note, "emulation"), "never silent: %s", choice.note);
    free(choice.note);
}

static void refuses(const char *platform, const char *guest, bool known, int result,
                    const char *word)
{
    struct platform_choice choice;
    struct err err = {0};
    cr_assert_eq(pick(platform, guest, known, &choice, &err), result, "%s/%s", platform, guest);
    cr_assert_not_null(strstr(err_text(&err), word), "%s", err_text(&err));
    cr_assert_eq(err_exit_code(&err), result == -EINVAL ? 2 : result == -EINTR ? 130 : 3);
    err_done(&err);
}

Test(harness_choose, kvm_that_runs_linux_runs_everything)
{
    host("", "");
    takes("auto", "auto", KNOWN, &platform_kvm, "appliance", "KVM has booted");
    takes("auto", "auto", UNKNOWN, &platform_kvm, "appliance", "KVM has booted");
    takes("auto", "appliance", UNKNOWN, &platform_kvm, "appliance", "KVM has booted");
    takes("kvm", "auto", UNKNOWN, &platform_kvm, "appliance", "");
    takes("kvm", "appliance", KNOWN, &platform_kvm, "appliance", "");
    cr_assert_eq(asked_bare, 0, "nobody needed to know");
    takes("auto", "bare", KNOWN, &platform_kvm, "bare", "KVM has booted the bare guest");
    takes("kvm", "bare", KNOWN, &platform_kvm, "bare", "");
}

Test(harness_choose, kvm_without_linux_runs_the_bare_guest)
{
    host("no cmpxchg16b\n[console]", "");
    takes("auto", "auto", KNOWN, &platform_kvm, "bare", "no cmpxchg16b");
    takes("auto", "auto", KNOWN, &platform_kvm, "bare", "guests are bare");
    takes("kvm", "auto", KNOWN, &platform_kvm, "bare", "guests are bare");
    takes("auto", "bare", KNOWN, &platform_kvm, "bare", "KVM has booted the bare guest");
    takes("kvm", "bare", KNOWN, &platform_kvm, "bare", "");
    takes("auto", "appliance", KNOWN, &platform_tcg, "appliance", "no cmpxchg16b");
    refuses("kvm", "appliance", KNOWN, -ENOTSUP, "no cmpxchg16b");
}

Test(harness_choose, bare_guest_is_taken_only_for_what_it_knows)
{
    host("no cmpxchg16b", "");
    takes("auto", "auto", UNKNOWN, &platform_tcg, "appliance", "does not have this workload");
    refuses("kvm", "auto", UNKNOWN, -ENOTSUP, "does not have this workload");
    refuses("auto", "bare", UNKNOWN, -EINVAL, "does not have this workload");
    refuses("tcg", "bare", UNKNOWN, -EINVAL, "does not have this workload");
    cr_assert_eq(asked_bare, 0);
}

Test(harness_choose, no_kvm_is_emulation_and_said_aloud)
{
    host("no room", "no rom");
    takes("auto", "auto", KNOWN, &platform_tcg, "appliance", "no room");
    takes("auto", "auto", KNOWN, &platform_tcg, "appliance", "no rom)");
    takes("auto", "bare", KNOWN, &platform_tcg, "bare", "no rom)");
    takes("auto", "appliance", KNOWN, &platform_tcg, "appliance", "no room");
    refuses("kvm", "auto", KNOWN, -ENOTSUP, "no room");
    refuses("kvm", "auto", KNOWN, -ENOTSUP, "no rom)");
    refuses("kvm", "bare", KNOWN, -ENOTSUP, "no rom");
    refuses("kvm", "appliance", KNOWN, -ENOTSUP, "no room");
    host("/dev/kvm: No such file", "/dev/kvm: No such file");
    takes("auto", "auto", KNOWN, &platform_tcg, "appliance", "runs no guests here (/dev/kvm");
    refuses("kvm", "auto", KNOWN, -ENOTSUP, "for the same reason");
}

Test(harness_choose, emulation_by_name_asks_nobody)
{
    host("", "");
    takes("tcg", "auto", UNKNOWN, &platform_tcg, "appliance", "");
    takes("tcg", "appliance", UNKNOWN, &platform_tcg, "appliance", "");
    takes("tcg", "bare", KNOWN, &platform_tcg, "bare", "");
    takes("native", "auto", UNKNOWN, &platform_native, "appliance", "");
    cr_assert_eq(asked_linux + asked_bare, 0);
}

Test(harness_choose, native_has_no_guests)
{
    host("", "");
    refuses("native", "appliance", KNOWN, -EINVAL, "plain processes");
    refuses("native", "bare", KNOWN, -EINVAL, "plain processes");
    refuses("native", "bare", UNKNOWN, -EINVAL, "plain processes");
    refuses("native", "/boot/image", KNOWN, -EINVAL, "'/boot/image'");
}

Test(harness_choose, unknown_platform_is_refused_with_the_nearest)
{
    host("", "");
    refuses("kmv", "auto", KNOWN, -EINVAL, "did you mean 'kvm'");
    refuses("", "auto", KNOWN, -EINVAL, "no platform ''");
}

Test(harness_choose, interrupted_proof_interrupts_the_choice)
{
    host(NULL, NULL);
    refuses("auto", "auto", KNOWN, -EINTR, "");
    refuses("kvm", "bare", KNOWN, -EINTR, "");
    host("no", NULL);
    refuses("auto", "auto", KNOWN, -EINTR, "");
}

// An image is like one of our guests: a disk like Linux, a program like the bare one.
Test(harness_choose, image_goes_where_its_like_goes)
{
    char disk[512] = {0};
    disk[510] = 0x55;
    disk[511] = (char)0xaa;
    tree_put_bytes("/disk", disk, sizeof disk);
    scope_free char *path = tree_path("/disk");
    const char *program = TEST_BUILD_DIR "/fullhouse-bare";
    host("no cmpxchg16b", "");
    takes("auto", program, UNKNOWN, &platform_kvm, program, "KVM has booted");
    takes("auto", path, UNKNOWN, &platform_tcg, path, "no cmpxchg16b");
    takes("kvm", path, UNKNOWN, &platform_kvm, path, ""); // asked for: it is tried
    host("", "no rom");
    takes("auto", program, UNKNOWN, &platform_tcg, program, "no rom");
    takes("auto", path, UNKNOWN, &platform_kvm, path, "KVM has booted");
    takes("tcg", path, UNKNOWN, &platform_tcg, path, "");
    refuses("auto", "/nowhere", KNOWN, -EINVAL, "guest: /nowhere: No such file");
}
