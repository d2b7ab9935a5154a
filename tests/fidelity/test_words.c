// SPDX-License-Identifier: GPL-3.0-or-later
// Braces filled in and refused.
#include "tests/fidelity/words.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"

static const struct words_setting setting = {
    .seconds = 0.3, .pace = 1, .file = "/x/y", .file_bytes = 4096, .port = 5201, .agent = "/a"};

Test(fidelity_words, fills_every_brace)
{
    static const char *const words[] = {
        "-t",     "{seconds}", "{whole}", "{times:1000}", "--f={file}:{file_bytes}",
        "{port}", "{agent}",   NULL};
    char **filled;
    scope_free char *line = NULL;

    cr_assert_eq(words_fill(words, &setting, &filled, NULL), 0);
    line = words_join((const char *const *)filled);
    cr_assert_str_eq(line, "-t 0.3 1 300 --f=/x/y:4096 5201 /a");
    words_free(filled);
}

Test(fidelity_words, whole_seconds_are_rounded_up)
{
    static const char *const words[] = {"{whole}", "{times:100}", NULL};
    const struct words_setting longer = {.seconds = 1.2, .pace = 0.1};
    char **filled;

    cr_assert_eq(words_fill(words, &longer, &filled, NULL), 0);
    cr_assert_str_eq(filled[0], "2");
    cr_assert_str_eq(filled[1], "12");
    words_free(filled);
}

Test(fidelity_words, refuses_other_braces)
{
    static const char *const wrong[] = {"{second}", "{", "a{seconds", "{}", "{ seconds}"};

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const char *const words[] = {"fine", wrong[i], NULL};
        char **filled = NULL;
        struct err err = {0};

        cr_assert_eq(words_fill(words, &setting, &filled, &err), -EINVAL, "%s", wrong[i]);
        cr_assert_not_null(strstr(err_text(&err), "nothing to fill in"));
        cr_assert_null(filled);
        err_done(&err);
    }
}
