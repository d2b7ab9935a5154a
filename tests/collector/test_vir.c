// SPDX-License-Identifier: GPL-3.0-or-later
// libvirt's words, made fit for one line.
#include "collector/vir.h"

#include <criterion/criterion.h>

#include "common/base/scope.h"

static void expect(const char *text, const char *wanted)
{
    scope_free char *got = vir_shorten(text);
    cr_expect_str_eq(got, wanted);
}

Test(collector_vir, leaves_the_arguments_of_a_failed_program_out)
{
    expect("internal error: Child process (LC_ALL=C HOME=/a=b /usr/bin/qemu -name 'g (1)' -S) "
           "unexpected exit status 125: no",
           "internal error: Child process (/usr/bin/qemu ...) unexpected exit status 125: no");
    expect("Child process (/usr/bin/qemu -cpu x=y) unexpected fatal signal 9",
           "Child process (/usr/bin/qemu ...) unexpected fatal signal 9");
    expect("Child process (A=1) unexpected exit", "Child process (A=1 ...) unexpected exit");
}

Test(collector_vir, keeps_other_words)
{
    expect("", "");
    expect("failed to write master key file", "failed to write master key file");
    expect("Child process (cut off", "Child process (cut off");
}
