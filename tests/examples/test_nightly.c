// SPDX-License-Identifier: GPL-3.0-or-later
// The nightly job of examples/, night after night with real processes: it finds nothing to compare
// with, then compares, and every report is there. And that what lies beside it can be read.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yaml.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"
#include "tests/cli/program.h"

#define NIGHTLY TEST_SOURCE_DIR "/examples/nightly/"

static const char scenario_text[] = "platform: native\ndensities: 1\nrepeats: 2\nwarmup: 0\n"
                                    "windows: 1\nwindow: 20ms\nload: {workload: cpu}\n";

static void set_up(void)
{
    program_set_up();
    scope_free char *path = alloc_printf("%s:%s", TEST_BUILD_DIR, getenv("PATH"));
    setenv("PATH", path, 1);
    setenv("NIGHTLY_SCENARIO", program_file("night.yaml", scenario_text), 1);
    setenv("NIGHTLY_REPORTS", program_path("reports"), 1);
    setenv("NIGHTLY_METRICS", "throughput", 1);
    setenv("NIGHTLY_NEWEST", "1", 1);
}

TestSuite(system_nightly, .init = set_up, .fini = program_tear_down);

// What one night says.
static char *night(int exit_code)
{
    const char *const argv[] = {NIGHTLY "fullhouse-nightly", NULL};
    const struct process_options options = {.timeout_ns = 50 * CLOCK_NS_PER_SECOND};
    struct process_result result = {0};
    struct err err = {0};
    cr_assert_eq(process_run(argv, &options, &result, &err), 0, "%s", err_text(&err));
    cr_assert_eq(result.exit_code, exit_code, "exit code %d: %s", result.exit_code, result.output);
    return result.output;
}

static void expect_told(char *taken, const char *wanted)
{
    cr_expect(strstr(taken, wanted), "'%s' is not in %s", wanted, taken);
    free(taken);
}

static void expect_report(const char *name, bool is_there)
{
    scope_free char *relative = alloc_printf("reports/latest/%s", name);
    cr_expect_eq(access(program_path(relative), R_OK) == 0, is_there, "%s", name);
}

Test(system_nightly, compares_as_soon_as_there_are_nights_and_may_be_strict)
{
    expect_told(night(0), "night 1 of 3: nothing to compare with yet\n");
    expect_report("night.html", true);
    expect_report("history.html", true);
    expect_report("compare.html", false);
    expect_told(night(0), "night 2 of 3: nothing to compare with yet\n");
    expect_told(night(0), ": nightly~0 against nightly~1..2. Of 1 figure ");
    static const char *const reports[] = {"compare.html", "compare.md", "compare.xml",
                                          "history.html", "history.xml"};
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
        expect_report(reports[i], true);
    setenv("NIGHTLY_STRICT", "yes", 1);
    expect_told(night(3), "compare: exit 3\n");
}

Test(system_nightly, says_what_is_wrong_with_its_settings)
{
    setenv("NIGHTLY_LABEL", "a b", 1);
    expect_told(night(2), "NIGHTLY_LABEL: 'a b': letters, digits, and . _ - alone\n");
    setenv("NIGHTLY_LABEL", "a", 1);
    setenv("NIGHTLY_NEWEST", "few", 1);
    expect_told(night(2), "NIGHTLY_NEWEST, NIGHTLY_BEFORE: numbers of nights, as 3 and 10\n");
    setenv("NIGHTLY_NEWEST", "3", 1);
    setenv("NIGHTLY_BEFORE", "0", 1);
    expect_told(night(2), "numbers of nights, as 3 and 10\n");
    setenv("NIGHTLY_BEFORE", "10", 1);
    setenv("NIGHTLY_SCENARIO", "/nowhere.yaml", 1);
    expect_told(night(2), "/nowhere.yaml");
}

// --- what lies beside it ------------------------------------------------------------------------

static void expect_scenario(const char *path)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_expect_eq(scenario_load(&scenario, path, &err), 0, "%s", err_text(&err));
    cr_expect_eq(scenario_check(&scenario, &err), 0, "%s", err_text(&err));
    err_done(&err);
    scenario_done(&scenario);
}

Test(examples_nightly, scenarios_can_be_read)
{
    expect_scenario(NIGHTLY "nightly.yaml");
    expect_scenario(TEST_SOURCE_DIR "/examples/ci/ci.yaml");
}

static size_t yaml_events(const char *path)
{
    scope_fclose FILE *file = fopen(path, "re");
    yaml_parser_t parser;
    yaml_event_t event;
    size_t count = 0;
    cr_assert_not_null(file);
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_file(&parser, file);
    for (bool is_end = false; !is_end; count++) {
        cr_assert(yaml_parser_parse(&parser, &event), "%s:%zu: %s", path,
                  parser.problem_mark.line + 1, parser.problem);
        is_end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return count;
}

Test(examples_ci, workflows_are_yaml)
{
    cr_expect_gt(yaml_events(TEST_SOURCE_DIR "/examples/ci/pull-request.yaml"), 20);
}
