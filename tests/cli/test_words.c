// SPDX-License-Identifier: GPL-3.0-or-later
// Wrong commands and options: exit code 2 and one line that says what would be right.
#include <criterion/criterion.h>

#include "cli/command.h"
#include "common/base/strbuf.h"
#include "tests/cli/program.h"

TestSuite(cli_words, .init = program_set_up, .fini = program_tear_down);

static void refuses(const char *message, const char *const *arguments)
{
    program_says(2, message, arguments);
}

Test(cli_words, needs_a_command)
{
    program_mentions(2, "Usage: fullhouse COMMAND", (const char *const[]){NULL});
}

Test(cli_words, names_the_nearest_command)
{
    refuses("no command 'benhc' (did you mean 'bench'?)", ARGUMENTS("benhc"));
    refuses("no command 'benhc' (did you mean 'bench'?)", ARGUMENTS("help", "benhc"));
    scope_strbuf struct strbuf all = {0};
    for (size_t i = 0; i < command_count; i++)
        strbuf_printf(&all, "%s%s", i ? ", " : "no command '', one of: ", command_table[i]->name);
    refuses(strbuf_text(&all), ARGUMENTS(""));
}

Test(cli_words, wants_the_command_first)
{
    refuses("no option '--guests' before a command; see 'fullhouse --help'",
            ARGUMENTS("--guests", "1..2", "bench"));
}

Test(cli_words, names_the_nearest_option)
{
    refuses("no option '--strore' (did you mean '--store'?)", ARGUMENTS("runs", "--strore", "x"));
    refuses("no option '--zzz'; 'fullhouse list --help' lists them", ARGUMENTS("list", "--zzz"));
    refuses("no option '-Z'; 'fullhouse bench --help' lists them", ARGUMENTS("bench", "-qZ"));
    refuses("no option '--'; 'fullhouse bench --help' lists them", ARGUMENTS("bench", "--="));
}

Test(cli_words, wants_a_shortened_option_to_be_unique)
{
    refuses("'--win' could be any of --windows, --window", ARGUMENTS("bench", "--win", "3"));
    program_mentions(0, "\"workload\"", ARGUMENTS("list", "--js"));
}

Test(cli_words, wants_values_where_there_are_some)
{
    refuses("--store: a value is wanted: --store FILE", ARGUMENTS("bench", "--store"));
    refuses("--output: a value is wanted: --output FILE", ARGUMENTS("report", "-jo"));
    refuses("--json takes no value", ARGUMENTS("list", "--json=yes"));
}

Test(cli_words, takes_what_follows_for_the_value)
{
    refuses("no platform 'nativ' (did you mean 'native'?)",
            ARGUMENTS("bench", "--label", "--strange", "--platform", "nativ"));
}

Test(cli_words, refuses_words_too_many)
{
    refuses("'foo' is one word too many; see 'fullhouse doctor --help'",
            ARGUMENTS("doctor", "foo"));
    refuses("'--foo' is one word too many; see 'fullhouse bench --help'",
            ARGUMENTS("bench", "--", "--foo"));
    refuses("'metrics' is one word too many; see 'fullhouse list --help'",
            ARGUMENTS("list", "workloads", "metrics"));
    refuses("runs list takes no run; did you mean 'runs show 3'?", ARGUMENTS("runs", "list", "3"));
}

Test(cli_words, names_the_nearest_word_to_list)
{
    refuses("nothing called 'metric' to list (did you mean 'metrics'?)",
            ARGUMENTS("list", "metric"));
    refuses("runs cannot 'lst' (did you mean 'list'?)", ARGUMENTS("runs", "lst"));
}

Test(cli_words, tells_its_version_everywhere)
{
    program_mentions(0, "fullhouse ", ARGUMENTS("--version"));
    program_mentions(0, "fullhouse ", ARGUMENTS("bench", "--version"));
}

Test(cli_words, lists_without_a_home)
{
    unsetenv("HOME");
    unsetenv("FULLHOUSE_CACHE");
    unsetenv("FULLHOUSE_STATE");
    unsetenv("XDG_CACHE_HOME");
    unsetenv("XDG_STATE_HOME");
    program_mentions(0, "workload", ARGUMENTS("list"));
    program_says(3,
                 "no home folder: neither FULLHOUSE_STATE nor XDG_STATE_HOME nor HOME is set\n"
                 "fullhouse: this mends it: export FULLHOUSE_STATE=DIR",
                 ARGUMENTS("runs"));
}
