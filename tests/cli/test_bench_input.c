// SPDX-License-Identifier: GPL-3.0-or-later
// What bench refuses before it starts anything.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(cli_bench_input, .init = program_set_up, .fini = program_tear_down);

// A value bench refuses, and how it says so after the option's name.
static const struct {
    const char *option, *value, *message;
} refused[] = {
    {"--guests", "8..1", "'8..1': the first end is above the last"},
    {"--guests", "0..4", "'0..4': both ends must lie in 1..65536"},
    {"--guests", "1..999999", "'1..999999': both ends must lie in 1..65536"},
    {"--guests", "", "'' is neither a whole number nor a span such as '1..8'"},
    {"--guests", "-1", "'-1' is neither a whole number nor a span such as '1..8'"},
    {"--guests", "99999999999999999999",
     "'99999999999999999999' is neither a whole number nor a span such as '1..8'"},
    {"--repeats", "0..2", "'0..2': both ends must lie in 1..100"},
    {"--windows", "0", "'0' is not a whole number in 1..86400"},
    {"--windows", "18446744073709551617",
     "'18446744073709551617' is not a whole number in 1..86400"},
    {"--window", "1", "'1': the unit is missing, one of: ns, us, ms, s, m, min, h, d"},
    {"--window", "-1s", "'-1s': a duration cannot be negative"},
    {"--window", "1ns", "'1ns' must lie between 10ms and 3600s"},
    {"--warmup", "-1", "'-1' is not a whole number in 0..86400"},
    {"--rate", "0", "'0': a rate must be above 0"},
    {"--rate", "101%", "'101%': a share ends at 100%"},
    {"--rate", "inf/s", "'inf/s' is not a rate such as '1000/s' or '25%'"},
    {"--memory", "1", "'1' must lie between 1MiB and 64TiB"},
    {"--memory", "99999999999TiB", "'99999999999TiB': more bytes than 64 bits can count"},
    {"--working-set", "-1", "'-1': a size cannot be negative"},
    {"--vcpus", "0", "'0' is not a whole number in 1..1024"},
    {"--threads", "2000", "'2000' is not a whole number in 0..1024"},
    {"--seed", "-1", "'-1' is not a whole number in 0..18446744073709551615"},
    {"--arrivals", "close", "no arrivals 'close' (did you mean 'closed'?)"},
    {"--boot-timeout", "0s", "'0s' must lie between 1s and 86400s"},
    {"--slo", "p99", "'p99': a term is a metric, <= or >=, and a bound, as in p99<=3x"},
    {"--slo", "achived>=95%", "'achived>=95%': no metric 'achived' (did you mean 'achieved'?)"},
    {"--slo", "p99<=3x,", "a term is missing beside a comma"},
    {"--workload", "", "a word is wanted, as cpu"},
    {"--workload", ":x", "a word is wanted, as cpu"},
    {"--platform", "", "a platform is wanted, as auto, or several as native,kvm,tcg"},
    {"--platform", "kvm,,tcg", "a platform is wanted, as auto, or several as native,kvm,tcg"},
    {"--platform", "kvm,tcg,kvm", "'kvm' is named twice"},
    {"--platform", "kvm,auto", "auto stands alone: it means the best platform there is"},
    {"--platform", "native/bare", "'native/bare': native runs processes of this host, no guest"},
    {"--cpu-quota", "0%", "'0%' must lie between 1% and 100% of a vCPU"},
    {"--cpu-quota", "101%", "'101%': a share lies in 0..1 or 0%..100%"},
    {"--cpu-quota", "0.5%", "'0.5%' must lie between 1% and 100% of a vCPU"},
    {"--disk-iops", "many", "'many' is not a whole number in 0..1099511627776"},
    {"--guest", "", "a word is wanted, as auto"},
    {"--densities", "4,1", "1 after 4; densities must rise, as 1,4,8"},
    {"--densities", "", "densities are wanted, as 1,4,8"},
    {"--qemu", "qemu", "'qemu' is no absolute path, as /usr/bin/qemu-system-x86_64"},
    {"--machine", "a b", "'a b' is no name; one is wanted as QEMU has them: q35, pc, pc-q35-7.2"},
    {"--cpu-model", "a,b",
     "'a,b' is no name; one is wanted as QEMU has them: host, max, qemu64, EPYC"},
};

Test(cli_bench_input, refuses_wrong_values)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        scope_free char *message = alloc_printf("%s: %s", refused[i].option, refused[i].message);
        program_says(2, message, ARGUMENTS("bench", refused[i].option, refused[i].value));
    }
}

Test(cli_bench_input, names_the_nearest_workload_variant_and_platform)
{
    program_says(2, "unknown workload 'cpuu' (did you mean 'cpu'?)",
                 ARGUMENTS("bench", "--workload", "cpuu"));
    program_says(2, "workload 'memory' has no variant 'traid' (did you mean 'triad'?)",
                 ARGUMENTS("bench", "--workload", "memory:traid"));
    program_says(2,
                 "no platform 'qemu', one of: auto, native, container, kvm, tcg, hvf, "
                 "xen, xen-pvh, xen-pv, bhyve, vbox, vmware",
                 ARGUMENTS("bench", "--platform", "qemu"));
    program_says(2, "no platform 'tgc' (did you mean 'tcg'?)",
                 ARGUMENTS("bench", "--platform", "native,tgc"));
    program_says(2, "'aplliance' is no file and no guest (did you mean 'appliance'?)",
                 ARGUMENTS("bench", "--guest", "aplliance"));
    program_says(2, "'/nowhere' is no file and no guest, one of: auto, appliance, bare",
                 ARGUMENTS("bench", "--platform", "native,kvm//nowhere"));
}

Test(cli_bench_input, refuses_guests_and_libvirts_for_processes_of_this_host)
{
    program_says(2, "guest: bare is for kvm, tcg and auto; native runs processes here",
                 ARGUMENTS("bench", "--platform", "native", "--guest", "bare"));
    program_says(
        2,
        "connect: qemu+ssh://far/system is for guests (kvm, tcg, auto); native runs "
        "processes here",
        ARGUMENTS("bench", "--platform", "native,kvm", "--connect", "qemu+ssh://far/system"));
}

Test(cli_bench_input, refuses_loads_that_the_bare_guest_lacks_before_it_boots)
{
    static const char *const lacking[] = {"os:switch", "os", "disk", "network"};
    static const char *const platforms[] = {"kvm", "tcg", "auto"};
    for (size_t i = 0; i < sizeof lacking / sizeof *lacking; i++)
        for (size_t p = 0; p < sizeof platforms / sizeof *platforms; p++)
            program_says(2,
                         "the bare guest does not have this workload: only a Linux guest has it "
                         "(guest: appliance)",
                         ARGUMENTS("bench", "--platform", platforms[p], "--guest", "bare",
                                   "--workload", lacking[i], "--guests", "1"));
    program_mentions(2, "only a Linux guest has it",
                     ARGUMENTS("bench", "--platform", "kvm", "--guest", "bare", "--scenario",
                               TEST_SOURCE_DIR "/examples/exec-fio.yaml"));
}

Test(cli_bench_input, refuses_labels_that_would_spoil_a_table)
{
    char text[202];
    memset(text, 'x', 201);
    text[201] = '\0';
    program_says(2, "label: 201 bytes; at most 200 are wanted",
                 ARGUMENTS("bench", "--label", text));
    program_says(2, "disk.path: byte 2 is no printable UTF-8 text",
                 ARGUMENTS("bench", "--workload", "disk", "--disk-path", "/\033[31m"));
    program_says(2, "label: byte 2 is no printable UTF-8 text",
                 ARGUMENTS("bench", "--label", "a\033[31m"));
    program_says(2, "label: byte 1 is no printable UTF-8 text",
                 ARGUMENTS("bench", "--label", "\xff"));
}

static void refuses_scenario(const char *text, const char *where)
{
    const char *path = program_file("scenario.yaml", text);
    scope_free char *message = alloc_printf("%s%s", path, where);
    program_says(2, message, ARGUMENTS("bench", "--scenario", path));
}

Test(cli_bench_input, names_file_and_line)
{
    refuses_scenario("guests: 1..2\nload:\n  wrkload: cpu\n",
                     ":3: no key 'load.wrkload' (did you mean 'workload'?)");
    refuses_scenario("guests: [1]\n",
                     ":1: guests: a single value is wanted, no list and no keys below it");
    refuses_scenario("guests: 8..1\n", ":1: guests: '8..1': the first end is above the last");
    refuses_scenario("platform: nativ\n", ": no platform 'nativ' (did you mean 'native'?)");
    refuses_scenario("platform: native,nativ\n", ": no platform 'nativ' (did you mean 'native'?)");
    refuses_scenario("platform: kvm,kvm\n", ":1: platform: 'kvm' is named twice");
    refuses_scenario("guest: baer\n", ": 'baer' is no file and no guest (did you mean 'bare'?)");
    refuses_scenario("load:\n  workload: cppu\n",
                     ": unknown workload 'cppu' (did you mean 'cpu'?)");
}

Test(cli_bench_input, an_option_is_not_blamed_on_the_file)
{
    const char *path = program_file("scenario.yaml", "guests: 1..2\n");
    program_says(2, "no platform 'nativ' (did you mean 'native'?)",
                 ARGUMENTS("bench", "--scenario", path, "--platform", "nativ"));
}

Test(cli_bench_input, refuses_what_is_no_scenario)
{
    const char *folder = program_path("");
    scope_free char *is_folder = alloc_printf("%s: Is a directory", folder);
    program_says(2, is_folder, ARGUMENTS("bench", "--scenario", folder));

    const char *missing = program_path("missing.yaml");
    scope_free char *is_missing = alloc_printf("%s: No such file or directory", missing);
    program_says(2, is_missing, ARGUMENTS("bench", "--scenario", missing));

    scope_free char *text = alloc_zeroed(1, (2 << 20) + 1);
    memset(text, 'a', 2 << 20);
    const char *huge = program_file("huge.yaml", text);
    scope_free char *is_huge = alloc_printf("%s: File too large", huge);
    program_says(2, is_huge, ARGUMENTS("bench", "--scenario", huge));
}

Test(cli_bench_input, looks_at_the_page_before_it_begins)
{
    const char *folder = program_path("");
    scope_free char *is_folder =
        alloc_printf("%s: a folder; the name of a file in it is wanted", folder);
    program_says(2, is_folder, ARGUMENTS("bench", "--html", folder));

    const char *lost = program_path("nowhere/page.html");
    scope_free char *is_lost =
        alloc_printf("%s: cannot be written: No such file or directory", lost);
    program_says(2, is_lost, ARGUMENTS("bench", "--html", lost));
    program_says(2, "the name of a file for the report is wanted", ARGUMENTS("bench", "--html="));
}

Test(cli_bench_input, a_qemu_that_is_not_there_is_told_before_anything_starts)
{
    program_says(2, "qemu: '/nowhere/qemu': there is no such program",
                 ARGUMENTS("bench", "--platform", "tcg", "--qemu", "/nowhere/qemu"));
    program_says(
        2, "qemu=/nowhere/qemu: qemu: '/nowhere/qemu': there is no such program",
        ARGUMENTS("bench", "--platform", "tcg", "--sweep", "qemu=/bin/true,/nowhere/qemu"));
}
