// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse history as a nightly job would call it: exit codes, what it accepts, bad input.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/store/store.h"
#include "tests/bench/made_history.h"
#include "tests/cli/program.h"

TestSuite(cli_history, .init = program_set_up, .fini = program_tear_down);

// 16 nights of one density, the last `slow` of them a fifth slower on a newer kernel.
static const char *make_store(uint32_t slow)
{
    enum { NIGHTS = 16 };
    const char *path = program_path("nights.db");
    struct made_history made = {.densities = {2}, .repeats = 2, .windows = 2};
    struct store *store;
    cr_assert_eq(store_open(path, STORE_WRITE, &store, NULL), 0);
    for (uint32_t i = 0; i < NIGHTS; i++) {
        bool is_slow = i >= NIGHTS - slow;
        const struct made_night night = {.label = "nightly",
                                         .number = i,
                                         .factor = is_slow ? 0.8 : 1,
                                         .kernel = is_slow ? "6.1.0-26-amd64" : NULL};
        cr_assert_eq(made_history_add(&made, store, &night, NULL, NULL), 0);
    }
    const struct made_night unlabelled = {.label = "", .number = NIGHTS};
    cr_assert_eq(made_history_add(&made, store, &unlabelled, NULL, NULL), 0);
    made_history_done(&made);
    store_close(store);
    return path;
}

#define HISTORY(...) ARGUMENTS("history", "nightly", "--store", path, __VA_ARGS__)

Test(cli_history, fails_on_a_regression_until_it_is_accepted)
{
    const char *path = make_store(8);
    program_mentions(0, "Worse: nightly: ", ARGUMENTS("history", "nightly", "--store", path));
    program_mentions(1, "kernel", HISTORY("--fail-on", "regression"));
    program_mentions(0,
                     "Not worse: nightly: ", HISTORY("--fail-on", "regression", "--accept", "9"));
    program_mentions(0, "Changes up to run 9 are accepted.", HISTORY("--fail-on", "regression"));
    program_mentions(1, "Worse", HISTORY("--fail-on", "regression", "--accept", "2")); // taken back
    program_mentions(0, "Not worse", HISTORY("--fail-on", "regression", "--accept", "latest"));
}

Test(cli_history, does_not_fail_on_what_is_no_change_yet)
{
    const char *path = make_store(1);
    program_mentions(0, "the last run is unlike those before",
                     HISTORY("--fail-on", "regression", "--metric", "throughput"));
    program_mentions(1, "the last run is unlike those before",
                     HISTORY("--fail-on", "unlike", "--metric", "throughput"));
}

Test(cli_history, looks_at_what_is_asked_for)
{
    const char *path = make_store(8);
    program_mentions(0, "8 older runs are not looked at", HISTORY("--since", "9"));
    program_mentions(0, "3 older runs are not looked at", HISTORY("--since", "2023-11-17"));
    program_mentions(0, "all_up", HISTORY("--metric", "all"));
    program_mentions(0, "run,started_at,platform", HISTORY("--format", "csv"));
    program_mentions(0, "\"document\": \"history\"", HISTORY("--json"));
    program_mentions(0, "<testsuites", HISTORY("--format", "junit"));
    program_mentions(0, "::error title=Fullhouse::", HISTORY("--format", "github"));
}

Test(cli_history, refuses_what_means_nothing)
{
    const char *path = make_store(8);
    program_says(2, "history: of which label? (fullhouse runs lists them)", ARGUMENTS("history"));
    program_mentions(2, "(did you mean 'nightly'?)",
                     ARGUMENTS("history", "nihgtly", "--store", path));
    program_mentions(2, "run 17 has no label", ARGUMENTS("history", "17", "--store", path));
    program_says(2, "--fail-on: 'regresion' is nothing to fail on (did you mean 'regression'?)",
                 HISTORY("--fail-on", "regresion"));
    program_mentions(2, "neither a run's number nor a date", HISTORY("--since", "yesterday"));
    program_mentions(2, "no run 99", HISTORY("--since", "99"));
    program_mentions(2, "run 17 is none of 'nightly'", HISTORY("--like", "17"));
    program_mentions(2, "--accept: run 17 is none of 'nightly'", HISTORY("--accept", "17"));
    program_mentions(2, "--accept: 'tuesday' is no run's number", HISTORY("--accept", "tuesday"));
    program_mentions(2, "tells a metric 'thruput'", HISTORY("--metric", "thruput"));
    program_mentions(2, "at 3 guests; there are 2", HISTORY("--guests", "3"));
    program_mentions(2, "--threshold", HISTORY("--threshold", "0"));
    program_mentions(2, "--least", HISTORY("--least", "2"));
    program_mentions(2, "no form 'htlm' of a history (did you mean 'html'?)",
                     HISTORY("--format", "htlm"));
    program_mentions(2, "its suffix names no form of a history",
                     HISTORY("--output", program_path("history.pdf")));
}

Test(cli_history, writes_all_forms_at_one_go)
{
    const char *path = make_store(8);
    const char *page = program_path("page.html"), *cases = program_path("cases.xml");
    const char *note = program_path("note.md");
    program_mentions(
        0, "Worse: nightly: ", HISTORY("--html", page, "--junit", cases, "--markdown", note));
    scope_free char *html = NULL, *xml = NULL, *markdown = NULL;
    cr_assert_eq(path_read(page, SIZE_MAX, &html, NULL, NULL), 0);
    cr_assert_eq(path_read(cases, SIZE_MAX, &xml, NULL, NULL), 0);
    cr_assert_eq(path_read(note, SIZE_MAX, &markdown, NULL, NULL), 0);
    cr_assert_not_null(strstr(html, "</html>"));
    cr_assert_not_null(strstr(xml, "<failure type=\"regression\""));
    cr_assert_not_null(strstr(markdown, "fullhouse: history"));
}
