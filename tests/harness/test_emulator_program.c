// SPDX-License-Identifier: GPL-3.0-or-later
// A named QEMU is asked who it is; what is none is told by its path.
#include "bench/emulator_program.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/alloc.h"
#include "tests/collector/tree.h"

TestSuite(harness_emulator_program, .init = tree_make, .fini = tree_remove);

static char *program_saying(const char *name, const char *body)
{
    scope_free char *script = alloc_printf("#!/bin/sh\n%s\n", body);
    char *path = path_join(tree_root(), name);
    cr_assert_eq(path_write(path, script, strlen(script), 0700, NULL), 0);
    return path;
}

Test(harness_emulator_program, tells_its_version_and_where_it_is)
{
    scope_free char *version = NULL;
    scope_free char *path =
        program_saying("qemu", "echo 'QEMU emulator version 9.1.2 (vendor build 7)'; echo more");
    scope_free char *wanted = alloc_printf("QEMU 9.1.2 (%s)", path);
    cr_assert_eq(emulator_program_version(path, &version, NULL), 0);
    cr_expect_str_eq(version, wanted);
}

static void refuses(const char *path, const char *why)
{
    char *version = NULL;
    struct err err = {0};
    cr_expect_lt(emulator_program_version(path, &version, &err), 0);
    cr_expect_null(version);
    cr_expect_eq(err.kind, ERR_HOST);
    cr_expect(strstr(err_text(&err), path) && strstr(err_text(&err), why), "%s", err_text(&err));
    err_done(&err);
}

Test(harness_emulator_program, refuses_what_is_none)
{
    scope_free char *other = program_saying("other", "echo 'Other thing version 1.0'");
    scope_free char *fails = program_saying("fails", "echo 'QEMU emulator version 9.1.2'; exit 3");
    scope_free char *mute = program_saying("mute", "exit 0");
    refuses(other, "does not tell its version as QEMU does (exit 0: Other thing version 1.0)");
    refuses(fails, "exit 3");
    refuses(mute, "exit 0");
    refuses("/nowhere/qemu", "there is no such program");
}
