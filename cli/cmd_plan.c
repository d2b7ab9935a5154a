// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse plan WHAT ...: finds what is to be planned and hands over.
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/plan_command.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

static const struct plan_command *const commands[] = {&plan_command_buy, &plan_command_pack};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void print_help(FILE *file)
{
    fprintf(file, "Usage: fullhouse plan WHAT [OPTION...]\n"
                  "From what runs and what was measured to a decision.\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(file, "  %s  %s\n", commands[i]->name, commands[i]->help);
    fprintf(file, "\n'fullhouse plan WHAT --help' tells more. Machines get it with --json.\n");
}

static const struct plan_command *find(const char *name, struct err *err)
{
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
        names[i] = commands[i]->name;
    }
    scope_free char *hint = nearest_hint(name, names, COMMANDS);
    if (*name == '-')
        err_input(err, "no option '%s' before what is planned; see 'fullhouse plan --help'", name);
    else
        err_input(err, "plan cannot '%s'%s", name, hint);
    return NULL;
}

static int run_plan(int argc, char **argv)
{
    struct err err = {0};
    bool wants_help = argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-?") == 0 ||
                                   strcmp(argv[1], "--usage") == 0);
    if (argc < 2 || wants_help) {
        print_help(wants_help ? stdout : stderr);
        return wants_help ? EXIT_FINE : EXIT_WRONG_USE;
    }
    const struct plan_command *command = find(argv[1], &err);
    if (!command)
        return options_fail(&err);
    scope_free char *name = alloc_printf("plan %s", command->name);
    argv[1] = name;
    return command->run(argc - 1, argv + 1);
}

const struct command command_plan = {
    .name = "plan",
    .help = "which server to buy, or how few hosts do and how to get there",
    .knows_runs = true,
    .run = run_plan,
};
