// SPDX-License-Identifier: GPL-3.0-or-later
// A whole session without a hypervisor: measure, list, report, remove. And one that is interrupted.
#include <criterion/criterion.h>
#include <jansson.h>
#include <string.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "tests/cli/program.h"

TestSuite(system_cli_session, .init = program_set_up, .fini = program_tear_down);

// One guest, one boot, one short window: what is asked here is not the figures.
#define SHORT_RUN                                                                                  \
    "bench", "--platform", "native", "--guests", "1", "--repeats", "1", "--windows", "2",          \
        "--window", "100ms", "--warmup", "2", "--slo", ""

Test(system_cli_session, measures_lists_reports_and_removes)
{
    const char *page = program_path("page.html");
    program_mentions(0, "1 guest, boot 1",
                     ARGUMENTS(SHORT_RUN, "--label", "first", "--html", page));
    program_mentions(0, "first", ARGUMENTS("runs"));
    program_mentions(0, "first", ARGUMENTS("runs", "show", "latest"));
    program_mentions(0, "first", ARGUMENTS("report", "-f", "markdown", "first"));
    program_mentions(0, "removed run 1", ARGUMENTS("runs", "remove", "first"));
    program_mentions(2, "there are no runs yet", ARGUMENTS("runs", "show", "1"));
}

// Standard output is the JSON alone; no live line goes into a pipe.
Test(system_cli_session, prints_json_and_nothing_else)
{
    scope_free char *output = program_output(0, ARGUMENTS(SHORT_RUN, "--json", "--quiet"));
    json_error_t where;
    json_t *root = json_loads(output, 0, &where);
    cr_assert_not_null(root, "%s in: %s", where.text, output);
    json_decref(root);
}

Test(system_cli_session, writes_plain_lines_into_a_pipe)
{
    scope_free char *output = program_output(0, ARGUMENTS(SHORT_RUN));
    cr_assert_null(strpbrk(output, "\r\033"), "%s", output);
}

Test(system_cli_session, an_interrupted_run_is_kept)
{
    const struct process_options options = {.timeout_ns = 50 * CLOCK_NS_PER_SECOND};
    struct process_result result = {0};
    struct err err = {0};
    int code = process_run(ARGUMENTS("timeout", "--preserve-status", "-s", "INT", "3",
                                     TEST_BUILD_DIR "/fullhouse", "bench", "--platform", "native",
                                     "--guests", "1", "--windows", "1000", "--label", "cut"),
                           &options, &result, &err);
    cr_assert_eq(code, 0, "%s", err_text(&err));
    cr_assert_eq(result.exit_code, 130, "%d: %s", result.exit_code, result.output);
    cr_assert_not_null(strstr(result.output, "interrupted"));
    process_result_done(&result);
    program_mentions(0, "interrupted", ARGUMENTS("runs"));
}

// Programs the host lacks are named with what installs them.
Test(system_cli_session, names_what_mends_a_host_without_qemu)
{
    setenv("PATH", program_path(""), 1);
    program_mentions(3, "apt-get install qemu-system-x86", ARGUMENTS("doctor"));
}
