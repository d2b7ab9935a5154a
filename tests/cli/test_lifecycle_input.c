// SPDX-License-Identifier: GPL-3.0-or-later
// What lifecycle refuses before it starts anything, and that nothing of it is kept.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(cli_lifecycle_input, .init = program_set_up, .fini = program_tear_down);

#define VERBS                                                                                      \
    "create, boot, pause, resume, save, restore, snapshot, revert, snapshot_delete, "              \
    "balloon_down, balloon_up, add_vcpu, add_memory, destroy"

// A value lifecycle refuses, and how it says so after the option's name.
static const struct {
    const char *option, *value, *message;
} refused[] = {
    {"--verbs", "paus", "'paus' is no verb of a guest's life (did you mean 'pause'?)"},
    {"--verbs", "pause,add_vpcu",
     "'add_vpcu' is no verb of a guest's life (did you mean 'add_vcpu'?)"},
    {"--verbs", "", "'' is no verb of a guest's life, one of: " VERBS},
    {"--verbs", "pause,,save", "'' is no verb of a guest's life, one of: " VERBS},
    {"--verbs", "pause,", "'' is no verb of a guest's life, one of: " VERBS},
    {"--guests", "0", "'0' is not a whole number in 1..65536"},
    {"--guests", "", "'' is not a whole number in 1..65536"},
    {"--guests", "1,", "'' is not a whole number in 1..65536"},
    {"--guests", "1..8", "'1..8' is not a whole number in 1..65536"},
    {"--guests", "-1", "'-1' is not a whole number in 1..65536"},
    {"--guests", "99999999999999999999",
     "'99999999999999999999' is not a whole number in 1..65536"},
    {"--repeats", "0", "'0' is not a whole number in 1..100"},
    {"--repeats", "101", "'101' is not a whole number in 1..100"},
    {"--rounds", "1001", "'1001' is not a whole number in 1..1000"},
    {"--memory", "0", "'0' must lie between 1MiB and 64TiB"},
    {"--vcpus", "0", "'0' is not a whole number in 1..1024"},
    {"--platform", "kvm,tcg", "one at a time is led through its life, not 'kvm,tcg'"},
};

static void nothing_is_kept(void)
{
    program_mentions(2, "no store there; the first run makes one", ARGUMENTS("runs"));
}

Test(cli_lifecycle_input, refuses_wrong_values)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        scope_free char *message = alloc_printf("%s: %s", refused[i].option, refused[i].message);
        program_says(2, message, ARGUMENTS("lifecycle", refused[i].option, refused[i].value));
    }
    nothing_is_kept();
}

Test(cli_lifecycle_input, names_the_nearest_platform_guest_and_option)
{
    program_says(2, "no platform 'kmv' (did you mean 'kvm'?)",
                 ARGUMENTS("lifecycle", "--platform", "kmv"));
    program_says(2, "'baer' is no file and no guest (did you mean 'bare'?)",
                 ARGUMENTS("lifecycle", "--guest", "baer"));
    program_says(2, "no option '--platfrom' (did you mean '--platform'?)",
                 ARGUMENTS("lifecycle", "--platfrom", "native"));
    nothing_is_kept();
}

Test(cli_lifecycle_input, refuses_words_behind_the_options)
{
    program_says(2, "'--guests' is one word too many; see 'fullhouse lifecycle --help'",
                 ARGUMENTS("lifecycle", "--", "--guests", "1"));
    program_says(2, "'more' is one word too many; see 'fullhouse lifecycle --help'",
                 ARGUMENTS("lifecycle", "more"));
    nothing_is_kept();
}

Test(cli_lifecycle_input, looks_at_the_page_before_it_begins)
{
    const char *folder = program_path("");
    scope_free char *is_folder =
        alloc_printf("%s: a folder; the name of a file in it is wanted", folder);
    program_says(2, is_folder, ARGUMENTS("lifecycle", "--html", folder));
    const char *lost = program_path("nowhere/page.html");
    scope_free char *is_lost =
        alloc_printf("%s: cannot be written: No such file or directory", lost);
    program_says(2, is_lost, ARGUMENTS("lifecycle", "--html", lost));
    nothing_is_kept();
}
