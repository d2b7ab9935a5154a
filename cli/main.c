// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse COMMAND ...: finds the command, clears away what killed runs left, and runs it.
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/orphans.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/version.h"

// Of the longest name of a command.
static int name_width(void)
{
    size_t width = 0;
    for (size_t i = 0; i < command_count; i++) {
        size_t length = strlen(command_table[i]->name);
        width = length > width ? length : width;
    }
    return (int)width;
}

static void print_help(FILE *file)
{
    int width = name_width();
    fprintf(file, "Usage: fullhouse COMMAND [OPTION...]\n"
                  "How many guests fit on this host before they hurt each other?\n\n");
    for (const struct command *const *command = command_table; *command; command++)
        fprintf(file, "  %-*s  %s\n", width, (*command)->name, (*command)->help);
    fprintf(file, "\n'fullhouse COMMAND --help' tells more. A first answer: fullhouse bench\n"
                  "Exit codes: 0 fine, 1 measured but not good enough, 2 wrong use or bad input,\n"
                  "3 the host lacks something, 130 interrupted.\n");
}

static const struct command *find_command(const char *name, struct err *err)
{
    scope_free const char **names = alloc_zeroed(command_count, sizeof *names);
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(command_table[i]->name, name) == 0)
            return command_table[i];
        names[i] = command_table[i]->name;
    }
    scope_free char *hint = nearest_hint(name, names, command_count);
    if (*name == '-')
        err_input(err, "no option '%s' before a command; see 'fullhouse --help'", name);
    else
        err_input(err, "no command '%s'%s", name, hint);
    return NULL;
}

static void say(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "fullhouse: %s\n", text);
}

// Failing to sweep is said and stands in nobody's way. Without a home there is nothing to sweep.
static void sweep(void)
{
    struct err err = {0};
    scope_free char *home = path_cache_dir(NULL);
    if (home && orphans_sweep(say, NULL, &err) < 0)
        fprintf(stderr, "fullhouse: cannot clear away a killed run: %s\n", err_text(&err));
    err_done(&err);
}

static bool is_one_of(const char *word, const char *const *words)
{
    while (*words && strcmp(word, *words) != 0)
        words++;
    return *words != NULL;
}

static int run_command(int argc, char **argv)
{
    struct err err = {0};
    const struct command *command = find_command(argv[0], &err);
    if (!command)
        return options_fail(&err);
    if (command->knows_runs)
        sweep();
    return command->run(argc, argv);
}

// Started with a closed stream, the next file opened would take its number and what is printed
// would go into that file. Opened the wrong way round, it fails as a closed one does.
static void occupy_streams(void)
{
    static const int ways[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", ways[fd]) != fd)
            return;
}

// "help bench" is "bench --help".
static int help(int argc, char **argv)
{
    char option[] = "--help";
    char *words[] = {argv[argc - 1], option, NULL};
    struct err err = {0};
    if (argc == 1) {
        print_help(stdout);
        return EXIT_FINE;
    }
    const struct command *command = find_command(words[0], &err);
    return command ? command->run(2, words) : options_fail(&err);
}

int main(int argc, char **argv)
{
    static const char *const help_words[] = {"help", "--help", "-h", "-?", NULL};
    static const char *const version_words[] = {"--version", "-V", NULL};
    occupy_streams();
    signal(SIGPIPE, SIG_IGN); // output_end sees it
    if (argc < 2) {
        print_help(stderr);
        return EXIT_WRONG_USE;
    }
    if (is_one_of(argv[1], help_words))
        return output_end(help(argc - 1, argv + 1));
    if (is_one_of(argv[1], version_words)) {
        printf("fullhouse %s\n", FULLHOUSE_VERSION);
        return output_end(EXIT_FINE);
    }
    return output_end(run_command(argc - 1, argv + 1));
}
