// SPDX-License-Identifier: GPL-3.0-or-later
// A walk over the table of commands: names, help, and that every option is told.
#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

#include "cli/command.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/scenario_text.h"
#include "tests/cli/program.h"

TestSuite(cli_table, .init = program_set_up, .fini = program_tear_down);

Test(cli_table, names_are_unique_and_told)
{
    scope_free char *help = program_output(0, ARGUMENTS("--help"));
    size_t width = 0;
    for (size_t i = 0; i < command_count; i++)
        width = strlen(command_table[i]->name) > width ? strlen(command_table[i]->name) : width;
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = command_table[i];
        cr_assert_not_null(command->run);
        scope_free char *line =
            alloc_printf("\n  %-*s  %s\n", (int)width, command->name, command->help);
        cr_assert_not_null(strstr(help, line), "%s", line);
        for (size_t j = 0; j < i; j++)
            cr_assert_str_neq(command->name, command_table[j]->name);
    }
    cr_assert_null(command_table[command_count]);
}

Test(cli_table, every_command_helps)
{
    for (size_t i = 0; i < command_count; i++) {
        const char *name = command_table[i]->name;
        scope_free char *usage = alloc_printf("Usage: fullhouse %s ", name);
        program_mentions(0, "[OPTION...]", ARGUMENTS(name, "--help"));
        program_mentions(0, usage, ARGUMENTS(name, "--help"));
        program_mentions(0, usage, ARGUMENTS("help", name));
        program_mentions(0, "--json", ARGUMENTS(name, "--help"));
    }
}

// "load.working_set" is set by --working-set, "boot.parallel" by --boot-parallel.
static char *option_of(const char *key)
{
    if (strcmp(key, "load.variant") == 0)
        return alloc_copy("--workload="); // cpu:float
    if (strcmp(key, "network.mode") == 0)
        return alloc_copy("--network=");
    if (strcmp(key, "unique_content") == 0)
        return alloc_copy("--shared-content");
    if (strncmp(key, "load.", 5) == 0)
        key += 5;
    else if (strncmp(key, "shape.", 6) == 0)
        key += 6;
    char *option = alloc_printf("--%s=", key);
    for (char *at = option; *at; at++)
        if (*at == '.' || *at == '_')
            *at = '-';
    return option;
}

Test(cli_table, every_key_of_a_scenario_is_an_option_of_bench)
{
    scope_free char *help = program_output(0, ARGUMENTS("bench", "--help"));
    for (const struct scenario_key *key = scenario_keys; key->path; key++) {
        scope_free char *option = option_of(key->path);
        if (strcmp(key->path, "curve") == 0)
            continue; // --sizes of fullhouse curve
        cr_assert_not_null(strstr(help, option), "%s: no %s", key->path, option);
    }
}

// Every "--name=" of the help is accepted as far as asking for its value.
Test(cli_table, every_option_of_bench_takes_what_its_help_says)
{
    scope_free char *help = program_output(0, ARGUMENTS("bench", "--help"));
    for (const char *at = help; (at = strstr(at, "  --")); at++) {
        const char *word = at + strlen("  --");
        size_t length = strcspn(word, "=[ \n"); // a value in brackets may be left out
        if (word[length] != '=')
            continue;
        scope_free char *option = alloc_printf("--%.*s", (int)length, word);
        scope_free char *message = alloc_printf("%s: a value is wanted: %s", option, option);
        program_mentions(2, message, ARGUMENTS("bench", option));
    }
}

Test(cli_table, help_fits_a_terminal)
{
    for (size_t i = 0; i < command_count; i++) {
        scope_free char *help = program_output(0, ARGUMENTS(command_table[i]->name, "--help"));
        for (const char *line = help; *line; line += strcspn(line, "\n") + 1) {
            size_t length = strcspn(line, "\n");
            cr_assert_leq(length, 80, "%.100s", line);
            // A text that ends in the last column leaves an empty line of blanks behind it.
            cr_assert(length == 0 || strspn(line, " ") < length, "%s: a line of blanks",
                      command_table[i]->name);
        }
    }
}
