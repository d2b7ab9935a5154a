// SPDX-License-Identifier: GPL-3.0-or-later
// What interference, and bench with a tile, refuse before they start anything.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(cli_interference_input, .init = program_set_up, .fini = program_tear_down);

Test(cli_interference_input, wants_workloads_that_exist)
{
    program_says(2, "--workloads is wanted, as cpu,memory:triad (see fullhouse list workloads)",
                 ARGUMENTS("interference"));
    program_says(2, "interference: unknown workload 'cqu' (did you mean 'cpu'?)",
                 ARGUMENTS("interference", "--workloads", "cqu,memory"));
    program_says(2,
                 "interference: workload 'memory' has no variant 'traid' (did you mean 'triad'?)",
                 ARGUMENTS("interference", "--workloads", "cpu,memory:traid"));
    program_says(2, "interference: cpu is named twice",
                 ARGUMENTS("interference", "--workloads", "cpu,memory,cpu"));
    program_says(2,
                 "interference: every workload is held against an idle neighbour; leave idle out",
                 ARGUMENTS("interference", "--workloads", "cpu,idle"));
}

Test(cli_interference_input, a_wrong_list_or_value_starts_nothing)
{
    program_says(2, "--workloads: 'cpu,,memory' is no list of workloads, as cpu,memory:triad",
                 ARGUMENTS("interference", "--workloads", "cpu,,memory"));
    program_says(2, "--workloads: 'cpu,' is no list of workloads, as cpu,memory:triad",
                 ARGUMENTS("interference", "--workloads", "cpu,"));
    program_says(2, "--repeats: '0': both ends must lie in 1..100",
                 ARGUMENTS("interference", "--workloads", "cpu", "--repeats", "0"));
    program_says(2, "'--html' is one word too many; see 'fullhouse interference --help'",
                 ARGUMENTS("interference", "--workloads", "cpu", "--", "--html", "x"));
    const char *lost = program_path("nowhere/page.html");
    scope_free char *is_lost =
        alloc_printf("%s: cannot be written: No such file or directory", lost);
    program_says(2, is_lost, ARGUMENTS("interference", "--workloads", "cpu", "--html", lost));
    program_mentions(2, "no store there; the first run makes one", ARGUMENTS("runs"));
}

Test(cli_interference_input, knows_nothing_of_ladders)
{
    scope_free char *said =
        program_output(2, ARGUMENTS("interference", "--workloads", "cpu", "--guests", "1..4"));
    cr_expect(strstr(said, "--guests"), "%s", said);
}

Test(cli_interference_input, bench_counts_tiles_only_where_there_is_one)
{
    program_says(2, "--tiles: the scenario has no tile; guests is wanted, as 1..8",
                 ARGUMENTS("bench", "--tiles", "1..4"));
    program_says(2, "--guests: the scenario has a tile; tiles is wanted, as 1..4",
                 ARGUMENTS("bench", "--scenario", TEST_SOURCE_DIR "/examples/tile.yaml", "--guests",
                           "1..4"));
    program_says(
        2, "--rate: the scenario's tile says it for every role; change it there",
        ARGUMENTS("bench", "--scenario", TEST_SOURCE_DIR "/examples/tile.yaml", "--rate", "10%"));
}
