// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse COMMAND ...: finds the command, clears away what killed runs left, and runs it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/orphans.h"
#include "cli/command.h"
#include "cli/options.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/version.h"

static void print_help(FILE *file)
{
    fprintf(file, "Usage: fullhouse COMMAND [OPTION...]\n"
                  "How many guests fit on this host before they hurt each other?\n\n");
    for (const struct command *const *command = command_table; *command; command++)
        fprintf(file, "  %-8s %s\n", (*command)->name, (*command)->help);
    fprintf(file, "\n'fullhouse COMMAND --help' tells more. A first answer: fullhouse bench\n"
                  "Exit codes: 0 fine, 1 measured but not good enough, 2 wrong use or bad input,\n"
                  "3 the host lacks something, 130 interrupted.\n");
}

static const struct command *find_command(const char *name, struct err *err)
{
    const char *names[16];
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(command_table[i]->name, name) == 0)
            return command_table[i];
        names[i] = command_table[i]->name;
    }
    scope_free char *hint = nearest_hint(name, names, command_count);
    err_input(err, "no command '%s'%s", name, hint);
    return NULL;
}

static void say(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "fullhouse: %s\n", text);
}

// Failing to sweep is said and stands in nobody's way.
static void sweep(void)
{
    struct err err = {0};
    if (orphans_sweep(say, NULL, &err) < 0)
        fprintf(stderr, "fullhouse: cannot clear away a killed run: %s\n", err_text(&err));
    err_done(&err);
}

int main(int argc, char **argv)
{
    struct err err = {0};
    if (argc < 2) {
        print_help(stderr);
        return EXIT_WRONG_USE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_FINE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("fullhouse %s\n", FULLHOUSE_VERSION);
        return EXIT_FINE;
    }
    const struct command *command = find_command(argv[1], &err);
    if (!command || interrupt_install(&err) < 0)
        return options_fail(&err);
    sweep();
    return command->run(argc - 1, argv + 1);
}
