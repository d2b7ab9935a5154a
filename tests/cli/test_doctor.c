// SPDX-License-Identifier: GPL-3.0-or-later
// The doctor as a program: its answers for each kind of guest, for people and machines.
#include <criterion/criterion.h>

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(cli_doctor, .init = program_set_up, .fini = program_tear_down);

// Elsewhere its exit code says that guests are impossible.
static void need_guests(void)
{
    scope_free char *qemu = process_find("qemu-system-x86_64");
    if (qemu && (geteuid() != 0 || getpwnam("libvirt-qemu")))
        return;
    program_tear_down(); // a skipped test never comes to its fixture's end
    cr_skip_test("no qemu-system-x86_64, or root without a user libvirt-qemu");
}

Test(cli_doctor, answers_for_each_kind_of_guest)
{
    need_guests();
    static const char *const parts[] = {"KVM: Linux ", "KVM: bare ", "TCG: Linux ", "not tried yet",
                                        "mend: fullhouse doctor --prove"};
    scope_free char *output = program_output(0, ARGUMENTS("doctor"));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        cr_assert_not_null(strstr(output, parts[i]), "'%s' is not in: %s", parts[i], output);
}

Test(cli_doctor, answers_machines)
{
    need_guests();
    program_mentions(
        0, "{\"subject\": \"TCG: Linux\", \"state\": \"limited\", \"what\": \"not tried yet\"",
        ARGUMENTS("doctor", "--json"));
}

Test(cli_doctor, takes_no_words)
{
    program_mentions(2, "'kvm'", ARGUMENTS("doctor", "kvm"));
}
