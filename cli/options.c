// SPDX-License-Identifier: GPL-3.0-or-later
// argp with kinder words. Knows no command.
#include "cli/options.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

static const char *const built_in[] = {"help", "usage", "version"};
enum { BUILT_IN = sizeof built_in / sizeof *built_in };

// Names of all long options, ours and argp's own; the array is the caller's.
static const char **long_names(const struct argp *argp, size_t *ret_count)
{
    size_t count = 0;
    while (argp->options[count].name || argp->options[count].doc)
        count++;
    const char **names = alloc_zeroed(count + BUILT_IN, sizeof *names);
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (argp->options[i].name && !(argp->options[i].flags & OPTION_HIDDEN))
            names[used++] = argp->options[i].name;
    for (size_t i = 0; i < BUILT_IN; i++)
        names[used++] = built_in[i];
    *ret_count = used;
    return names;
}

// A long option may be cut short as long as some name begins with it.
static bool is_known(const struct argp *argp, const char *word)
{
    size_t length = strlen(word);
    for (const struct argp_option *option = argp->options; option->name || option->doc; option++)
        if (option->name && strncmp(option->name, word, length) == 0)
            return true;
    for (size_t i = 0; i < BUILT_IN; i++)
        if (strncmp(built_in[i], word, length) == 0)
            return true;
    return false;
}

static int check_names(const struct argp *argp, int argc, char **argv, struct err *err)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0)
            continue;
        scope_free char *word = alloc_printf("%.*s", (int)strcspn(argv[i] + 2, "="), argv[i] + 2);
        if (is_known(argp, word))
            continue;
        size_t count;
        scope_free const char **names = long_names(argp, &count);
        const char *near = nearest_word(word, names, count);
        if (near)
            return err_input(err, "no option '--%s' (did you mean '--%s'?)", word, near);
        return err_input(err, "no option '--%s'; 'fullhouse %s --help' lists them", word, argv[0]);
    }
    return 0;
}

int options_parse(const struct argp *argp, int argc, char **argv, void *input, struct err *err)
{
    int result = check_names(argp, argc, argv, err);
    if (result < 0)
        return result;
    // argp's usage lines name argv[0]: people type both words.
    scope_free char *name = alloc_printf("fullhouse %s", argv[0]);
    char *short_name = argv[0];
    argv[0] = name;
    argp_err_exit_status = 2;
    error_t code = argp_parse(argp, argc, argv, 0, NULL, input);
    argv[0] = short_name;
    if (code == 0 || (err && err->kind != ERR_NONE))
        return -(int)code;
    return err_input(err, "wrong use; see 'fullhouse %s --help'", argv[0]);
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
