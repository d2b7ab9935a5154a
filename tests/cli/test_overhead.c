// SPDX-License-Identifier: GPL-3.0-or-later
// What fullhouse overhead refuses before anything runs.
#include <criterion/criterion.h>

#include "tests/cli/program.h"

TestSuite(cli_overhead, .init = program_set_up, .fini = program_tear_down);

#define REFUSES(message, ...) program_says(2, message, ARGUMENTS("overhead", __VA_ARGS__))

Test(cli_overhead, native_is_what_others_are_held_against)
{
    REFUSES("--platforms: native is what the others are held against; as native,tcg", "--platforms",
            "tcg");
    REFUSES("--platforms: native alone has nothing beside it; as native,tcg", "--platforms",
            "native");
    REFUSES("no platform 'kvn' (did you mean 'kvm'?)", "--platforms", "native,kvn");
}

Test(cli_overhead, workloads_must_exist_and_be_named_once)
{
    program_mentions(2, "--workloads: unknown workload 'cpux' (did you mean 'cpu'?)",
                     ARGUMENTS("overhead", "--workloads", "null,cpux"));
    REFUSES("--workloads: cpu:integer is named twice", "--workloads", "cpu,cpu:integer");
    REFUSES("--workloads: cpu:integer is named twice", "--workloads", "all,cpu");
    REFUSES("--workloads: an empty place in the list; names between commas are wanted, as "
            "cpu,memory:triad",
            "--workloads", "cpu,,null");
}

Test(cli_overhead, some_load_must_run_on_two)
{
    REFUSES("--platforms: no load is left that native and another platform can both run (kvm with "
            "os:syscall: the bare guest does not have this workload)",
            "--workloads", "os", "--platforms", "native,kvm/bare");
}

Test(cli_overhead, the_load_is_the_same_everywhere)
{
    REFUSES("load.rate: a share is one of what a guest of each platform can do; the same load on "
            "all of them is wanted, closed or as 1000/s",
            "--rate", "25%");
    const char *sweep = program_file("sweep.yaml", "sweep:\n  pinning: [none, spread]\n");
    REFUSES("sweep: an overhead is one of plain loads on several platforms", "--scenario", sweep);
}

Test(cli_overhead, densities_are_a_list_with_an_end)
{
    program_mentions(2, "densities must rise", ARGUMENTS("overhead", "--densities", "4,1"));
    REFUSES("guests: an end is wanted, as 1..8", "--guests", "1..limit");
    program_mentions(2, "--densities: --guests says how many there are",
                     ARGUMENTS("overhead", "--guests", "1..2", "--densities", "1,2"));
}

Test(cli_overhead, forms_and_files_are_asked_first)
{
    program_mentions(2, "no form 'htlm' of overhead (did you mean 'html'?)",
                     ARGUMENTS("overhead", "--format", "htlm"));
    REFUSES("x.pdf: its suffix names no form of overhead; say --format text, markdown, html, json "
            "or csv",
            "-o", "x.pdf");
    program_mentions(2, "/none/x.html", ARGUMENTS("overhead", "--html", "/none/x.html"));
}

Test(cli_overhead, what_is_not_in_the_store_is_told)
{
    REFUSES("--resume: no run has the label 'other'", "--resume", "--label", "other");
    program_mentions(2, "mine", ARGUMENTS("overhead", "--from", "mine", "--label", "x"));
}
