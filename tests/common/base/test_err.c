// SPDX-License-Identifier: GPL-3.0-or-later
// Errors: the first one wins, prefixes collect the path, kinds decide the exit code.
#include "common/base/err.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

Test(base_err, keeps_the_first_error)
{
    struct err err = {0};
    cr_assert_eq(err_input(&err, "line %d", 12), -EINVAL);
    // Each setter still answers with its own code.
    cr_assert_eq(err_system(&err, ENOSPC, "later"), -ENOSPC);
    cr_assert_eq(err_host(&err, "apt install x", "later"), -ENOTSUP);
    cr_assert_eq(err_interrupted(&err), -EINTR);
    cr_assert_eq(err.kind, ERR_INPUT);
    cr_assert_eq(err.code, EINVAL);
    cr_assert_str_eq(err_text(&err), "line 12");
    cr_assert_null(err.mend);
    err_done(&err);
}

Test(base_err, works_without_a_place_to_put_it)
{
    cr_assert_eq(err_input(NULL, "x"), -EINVAL);
    cr_assert_eq(err_host(NULL, NULL, "x"), -ENOTSUP);
    cr_assert_eq(err_system(NULL, EPERM, "x"), -EPERM);
    cr_assert_eq(err_interrupted(NULL), -EINTR);
    cr_assert_lt(err_prefix(NULL, "x"), 0);
    cr_assert_str_eq(err_text(NULL), "");
    cr_assert_eq(err_exit_code(NULL), 0);
    err_done(NULL);
}

Test(base_err, names_the_system_call_and_its_reason)
{
    struct err err = {0};
    cr_assert_eq(err_system(&err, ENOSPC, "%s", "/tmp/x"), -ENOSPC);
    cr_assert_str_eq(err_text(&err), "/tmp/x: No space left on device");
    cr_assert_eq(err.kind, ERR_HOST);
    err_done(&err);
}

Test(base_err, never_turns_a_failure_into_success)
{
    struct err err = {0};
    cr_assert_lt(err_system(&err, 0, "odd"), 0);
    cr_assert_gt(err.code, 0);
    err_done(&err);
}

Test(base_err, copies_the_mend)
{
    char mend[] = "apt install qemu";
    struct err err = {0};
    err_host(&err, mend, "no QEMU");
    memset(mend, 'x', sizeof(mend) - 1);
    cr_assert_str_eq(err.mend, "apt install qemu");
    err_done(&err);
    cr_assert_null(err.mend);
}

Test(base_err, collects_the_path)
{
    struct err err = {0};
    cr_assert_eq(err_prefix(&err, "unset"), 0);
    cr_assert_str_eq(err_text(&err), "");
    err_input(&err, "negative");
    err_prefix(&err, "load[%d]", 1);
    cr_assert_eq(err_prefix(&err, "%s:%d", "a.yaml", 12), -EINVAL);
    cr_assert_str_eq(err_text(&err), "a.yaml:12: load[1]: negative");
    err_done(&err);
}

Test(base_err, does_not_read_its_text_as_a_format)
{
    struct err err = {0};
    err_input(&err, "%s", "100%s%n");
    err_prefix(&err, "%s", "50%d");
    cr_assert_str_eq(err_text(&err), "50%d: 100%s%n");
    err_done(&err);
}

Test(base_err, decides_the_exit_code)
{
    struct err err = {0};
    cr_assert_eq(err_exit_code(&err), 0);
    err_input(&err, "x");
    cr_assert_eq(err_exit_code(&err), 2);
    err_done(&err);
    err_host(&err, NULL, "x");
    cr_assert_eq(err_exit_code(&err), 3);
    err_done(&err);
    err_interrupted(&err);
    cr_assert_eq(err_exit_code(&err), 130);
    err_done(&err);
    err_system(&err, EINTR, "poll");
    cr_assert_eq(err_exit_code(&err), 130);
    err_done(&err);
}

Test(base_err, moves_into_an_empty_one_only)
{
    struct err first = {0};
    struct err second = {0};
    err_input(&second, "second");
    err_move(&first, &second);
    cr_assert_str_eq(err_text(&first), "second");
    cr_assert_eq(second.kind, ERR_NONE);
    err_host(&second, "mend", "third");
    err_move(&first, &second);
    cr_assert_str_eq(err_text(&first), "second");
    cr_assert_null(second.text);
    err_move(NULL, &first);
    cr_assert_null(first.text);
    err_move(&first, NULL);
}

Test(base_err, survives_a_move_onto_itself)
{
    struct err err = {0};
    err_input(&err, "same");
    err_move(&err, &err);
    cr_assert_str_eq(err_text(&err), "same");
    err_done(&err);
}
