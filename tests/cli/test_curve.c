// SPDX-License-Identifier: GPL-3.0-or-later
// A whole memory curve with real agents as processes, from the command line to its reports; and
// what is refused before anything runs.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(cli_curve, .init = program_set_up, .fini = program_tear_down);

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

// Five sizes, two kinds of pages.
Test(cli_curve, measures_every_size_and_reports_it_again)
{
    scope_free char *text = program_output(
        0, ARGUMENTS("curve", "--platform", "native", "--sizes", "16KiB..64KiB", "--repeats", "2",
                     "--windows", "1", "--window", "20ms", "--quiet"));
    cr_expect_not_null(strstr(text, "A load takes"), "%s", text);
    cr_expect_not_null(strstr(text, "a load, 2 MiB pages"), "%s", text);
    cr_expect_not_null(strstr(text, "a load, 4 KiB pages"), "%s", text);
    scope_free char *csv =
        program_output(0, ARGUMENTS("report", "latest", "--format", "curve-csv"));
    cr_expect_eq(lines_of(csv), 1 + 10, "%s", csv);
    cr_expect_not_null(strstr(csv, "native,0,process,2097152,16384,2,"), "%s", csv);
    cr_expect_not_null(strstr(csv, "native,0,process,4096,65536,2,"), "%s", csv);
    scope_free char *json = program_output(0, ARGUMENTS("report", "latest", "--json"));
    cr_expect_not_null(strstr(json, "\"memory_curves\": ["), "%s", json);
    scope_free char *html = program_output(0, ARGUMENTS("report", "latest", "--format", "html"));
    cr_expect_not_null(strstr(html, "Memory latency over the working set"));
    scope_free char *markdown =
        program_output(0, ARGUMENTS("report", "latest", "--format", "markdown"));
    cr_expect_not_null(strstr(markdown, "| 16 KiB"), "%s", markdown);
}

Test(cli_curve, refuses_spans_that_are_none)
{
    program_mentions(2, "--sizes: '16KiB' is no span of sizes, as 16KiB..128MiB",
                     ARGUMENTS("curve", "--sizes", "16KiB"));
    program_mentions(2, "--sizes: '1KiB..1MiB': sizes lie between 4 KiB and 1 TiB",
                     ARGUMENTS("curve", "--sizes", "1KiB..1MiB"));
    program_mentions(2, "--sizes: '1MiB..1MiB': the second size is at least twice the first",
                     ARGUMENTS("curve", "--sizes", "1MiB..1MiB"));
    program_mentions(2, "--sizes", ARGUMENTS("curve", "--sizes", "much..more"));
    program_mentions(2, "--windw", ARGUMENTS("curve", "--windw", "1s"));
}

Test(cli_curve, a_wrong_value_starts_nothing)
{
    program_says(2, "--sizes: '1MiB..16KiB': the second size is at least twice the first",
                 ARGUMENTS("curve", "--sizes", "1MiB..16KiB"));
    program_mentions(2, "more bytes than 64 bits can count",
                     ARGUMENTS("curve", "--sizes", "16KiB..99999999999TiB"));
    program_mentions(2, "--memory: 1.00 MiB holds no working set of 1.00 MiB; at least ",
                     ARGUMENTS("curve", "--sizes", "16KiB..1MiB", "--memory", "1MiB"));
    program_says(2, "'--sizes' is one word too many; see 'fullhouse curve --help'",
                 ARGUMENTS("curve", "--", "--sizes", "1MiB..2MiB"));
    const char *lost = program_path("nowhere/page.html");
    scope_free char *is_lost =
        alloc_printf("%s: cannot be written: No such file or directory", lost);
    program_says(2, is_lost, ARGUMENTS("curve", "--html", lost));
    program_mentions(2, "no store there; the first run makes one", ARGUMENTS("runs"));
}

Test(cli_curve, a_scenario_of_a_curve_is_not_for_bench)
{
    const char *file = program_file("curve.yaml", "curve: 16KiB..1MiB\n");
    program_mentions(2, "fullhouse curve", ARGUMENTS("bench", "--scenario", file));
}
