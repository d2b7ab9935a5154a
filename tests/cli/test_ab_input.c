// SPDX-License-Identifier: GPL-3.0-or-later
// What ab refuses before it starts anything.
#include <criterion/criterion.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(cli_ab_input, .init = program_set_up, .fini = program_tear_down);

Test(cli_ab_input, refuses_sides_that_are_none)
{
    program_mentions(2, "what do the sides differ in?", ARGUMENTS("ab", "--platform", "native"));
    program_says(2, "--a: 'x': a key of the scenario and its value are wanted, as machine=q35",
                 ARGUMENTS("ab", "--a", "x"));
    program_says(2, "--b: label: sides cannot differ in it: a label names the whole campaign",
                 ARGUMENTS("ab", "--b", "label=x"));
    program_says(2, "--b: machine is for guests (kvm, tcg, auto); native runs processes here",
                 ARGUMENTS("ab", "--platform", "native", "--b", "machine=q35"));
    program_says(2, "--b: load.threads: 'two' is not a whole number in 0..1024",
                 ARGUMENTS("ab", "--b", "load.threads=two"));
    program_says(2, "--b: qemu: '/nowhere/qemu': there is no such program",
                 ARGUMENTS("ab", "--platform", "tcg", "--b", "qemu=/nowhere/qemu"));
    program_says(2, "--a: no platform 'ncg' (did you mean 'tcg'?)",
                 ARGUMENTS("ab", "--a", "platform=ncg", "--b", "platform=tcg"));
}

Test(cli_ab_input, refuses_what_an_ab_does_not_do)
{
    program_says(2, "densities: an ab does not search: they are wanted, as 1,8",
                 ARGUMENTS("ab", "--b", "load.threads=2", "--guests", "1..limit"));
    program_says(2, "repeats: of one block nothing can be told",
                 ARGUMENTS("ab", "--b", "load.threads=2", "--repeats", "1..1"));
    program_says(2, "fault: an ab measures densities",
                 ARGUMENTS("ab", "--b", "load.threads=2", "--fault", "kill", "--guests", "2..4"));
    program_says(2, "fault: an ab measures densities",
                 ARGUMENTS("ab", "--b", "load.threads=2", "--fault", "kill"));
    program_says(2, "interference: an ab measures densities",
                 ARGUMENTS("ab", "--b", "load.threads=2", "--interference", "cpu,memory"));
    const char *file = program_file("sweep.yaml", "sweep: {pinning: [none, spread]}\n");
    program_says(2, "sweep: an ab has two sides; --a and --b set what they differ in",
                 ARGUMENTS("ab", "--b", "load.threads=2", "--scenario", file));
    program_says(2, "--metrics: there is no metric 'speed' (fullhouse list metrics)",
                 ARGUMENTS("ab", "--b", "load.threads=2", "--metrics", "speed"));
    program_mentions(2, "--threshold: '0' must lie between",
                     ARGUMENTS("ab", "--b", "load.threads=2", "--threshold", "0"));
    program_mentions(2, "--format: there is no form 'pdf'",
                     ARGUMENTS("ab", "--b", "load.threads=2", "--format", "pdf"));
}

// What could only be ignored.
Test(cli_ab_input, one_that_is_there_does_what_it_was_begun_with)
{
    static const char resumed[] = "an ab that is resumed does what it was begun with";
    program_mentions(2, resumed, ARGUMENTS("ab", "--resume", "--workload", "memory"));
    program_mentions(2, resumed, ARGUMENTS("ab", "--resume=3", "--b", "load.threads=2"));
    program_mentions(2, resumed, ARGUMENTS("ab", "--resume", "--metrics", "p99"));
    program_says(2, "--resume-anyway: of which ab? (--resume)",
                 ARGUMENTS("ab", "--b", "load.threads=2", "--resume-anyway"));
    program_says(2, "--windows: phase B does what phase A did; --b sets what differs",
                 ARGUMENTS("ab", "--phase", "b", "--windows", "7"));
}

Test(cli_ab_input, refuses_phases_that_are_none)
{
    program_says(2, "--phase: 'c' is neither a nor b", ARGUMENTS("ab", "--phase", "c"));
    program_says(2, "--b: phase a measures the other side",
                 ARGUMENTS("ab", "--phase", "a", "--b", "load.threads=2"));
    program_says(2, "--of: names phase A for --phase b",
                 ARGUMENTS("ab", "--b", "load.threads=2", "--of", "1"));
    program_says(2, "--reference: for --phase a; phase B takes that of phase A",
                 ARGUMENTS("ab", "--b", "load.threads=2", "--reference", "cpu"));
    program_mentions(2, "--reference: unknown workload 'nope'",
                     ARGUMENTS("ab", "--phase", "a", "--reference", "nope"));
    program_mentions(2, "load.rate: a share would be one of what a guest of each phase can do",
                     ARGUMENTS("ab", "--phase", "a", "--rate", "20%"));
}
