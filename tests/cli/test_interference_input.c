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
