// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse topology as a user meets it.
#include <criterion/criterion.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(cli_topology, .init = program_set_up, .fini = program_tear_down);

Test(cli_topology, shows_this_host_in_every_form)
{
    const char *file = program_path("host.svg");
    scope_free char *svg = NULL;
    program_mentions(0, "NUMA node", ARGUMENTS("topology"));
    program_mentions(0, "\"nodes\": [", ARGUMENTS("topology", "--json"));
    program_mentions(0, "</svg>", ARGUMENTS("topology", "--svg", "-"));
    program_mentions(0, "CPU", ARGUMENTS("topology", "--svg", file));
    cr_assert_eq(path_read(file, 1 << 20, &svg, NULL, NULL), 0);
    cr_expect_not_null(strstr(svg, "class=\"host-picture\""));
}

Test(cli_topology, says_what_is_no_host)
{
    program_mentions(2, "name two hosts", ARGUMENTS("topology", "--root", "a", "--xml", "b"));
    program_mentions(2, "no topology in hwloc's XML",
                     ARGUMENTS("topology", "--xml", program_file("no.xml", "<html/>")));
    program_mentions(2, "No such file", ARGUMENTS("topology", "--xml", program_path("none.xml")));
    program_mentions(2, "sys/devices/system/cpu",
                     ARGUMENTS("topology", "--root", program_path("none")));
}

Test(cli_topology, a_wrong_way_to_place_guests_is_told)
{
    program_mentions(2, "did you mean 'spread'?", ARGUMENTS("bench", "--pinning", "spred"));
}
