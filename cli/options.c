// SPDX-License-Identifier: GPL-3.0-or-later
// argp with kinder words, and what commands have in common when they fail. Knows no command.
#include "cli/options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/option_words.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/version.h"

int options_parse(const struct argp *argp, int argc, char **argv, void *input, struct err *err)
{
    int result = option_words_check(argp, argc, argv, err);
    if (result < 0)
        return result;
    // argp's usage lines name argv[0]: people type both words.
    scope_free char *name = alloc_printf("fullhouse %s", argv[0]);
    char *short_name = argv[0];
    argv[0] = name;
    argp_program_version = "fullhouse " FULLHOUSE_VERSION;
    argp_err_exit_status = EXIT_WRONG_USE;
    error_t code = argp_parse(argp, argc, argv, 0, NULL, input);
    argv[0] = short_name;
    if (code == 0 || (err && err->kind != ERR_NONE))
        return -(int)code;
    return err_input(err, "wrong use; see 'fullhouse %s --help'", argv[0]);
}

int options_no_more(const struct argp_state *state, const char *argument, struct err *err)
{
    return -err_input(err, "'%s' is one word too many; see '%s --help'", argument, state->name);
}

void options_blame_path(struct err *err)
{
    static const int codes[] = {ENOENT, ENOTDIR, EISDIR, EACCES, EROFS, EFBIG, ENAMETOOLONG, ELOOP};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (err->kind == ERR_HOST && !err->mend && err->code == codes[i])
            err->kind = ERR_INPUT;
}

int options_fail(struct err *err)
{
    int code = err_exit_code(err);
    fflush(stdout);
    if (err->kind == ERR_INTERRUPTED)
        fprintf(stderr, "fullhouse: interrupted; guests are gone, finished steps are kept\n");
    else
        fprintf(stderr, "fullhouse: %s\n", err_text(err));
    if (err->mend)
        fprintf(stderr, "fullhouse: this mends it: %s\n", err->mend);
    err_done(err);
    return code;
}
