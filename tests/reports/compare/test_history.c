// SPDX-License-Identifier: GPL-3.0-or-later
// A history in all its forms: the same numbers, hostile labels, series with nothing in them.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "compare/history.h"
#include "reports/compare/history_events.h"
#include "reports/compare/history_report.h"
#include "reports/compare/history_spark.h"
#include "reports/compare/history_words.h"
#include "tests/compare/history_fixture.h"

// 40 nights, the last 12 slower on a newer kernel.
static struct history make_worse(const char *label)
{
    struct history_runs runs = history_fixture_runs(40);
    free(runs.label);
    runs.label = alloc_copy(label);
    history_fixture_scale(&runs, 28, 40, 0.9, 1.2);
    history_fixture_kernel(&runs, 28, "6.1.0-26-amd64");
    return history_fixture_of(&runs, NULL);
}

static char *tell(const struct history *history, const char *form)
{
    const struct history_report report = {history};
    struct emitter_context context = {0};
    struct strbuf out = {0};
    history_form_find(form, NULL)->emit(&report, &context, &out);
    strbuf_done(&context.notes);
    return strbuf_take(&out);
}

static void tells(const struct history *history, const char *form, const char *part)
{
    scope_free char *text = tell(history, form);
    cr_assert_not_null(strstr(text, part), "%s: no '%s' in:\n%s", form, part, text);
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    while ((text = strstr(text, part))) {
        text += strlen(part);
        count++;
    }
    return count;
}

Test(reports_compare_history, every_form_tells_what_is_worse)
{
    scope_history struct history history = make_worse("nightly");
    tells(&history, "text", "Worse: nightly: 2 of 2 series are worse than before.");
    tells(&history, "text", "Run 29 (2026-01-29): 2 worse. Changed with it: ");
    tells(&history, "text", "worse since run 29");
    tells(&history, "markdown", "### 🔴 Worse: nightly");
    tells(&history, "html", "6.1.0-26-amd64");
    tells(&history, "json", "\"worse_since_run\": 29");
    tells(&history, "junit", "failures=\"2\"");
    tells(&history, "github", "::error title=Worse%3A throughput at 4 guests::");
}

Test(reports_compare_history, csv_has_a_row_a_run_and_series)
{
    scope_history struct history history = make_worse("nightly");
    scope_free char *csv = tell(&history, "csv");
    cr_assert_eq(count_of(csv, "\r\n"), 1 + 2 * 40);
    cr_assert_eq(count_of(csv, "regression"), 2);
}

Test(reports_compare_history, a_recovery_is_told_and_fails_nowhere)
{
    struct history_runs runs = history_fixture_runs(60);
    history_fixture_scale(&runs, 20, 40, 0.9, 1);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    tells(&history, "text",
          "Not worse: nightly: 1 of 2 series changed, none of them is worse now.");
    tells(&history, "text", "recovered");
    tells(&history, "junit", "failures=\"0\"");
    tells(&history, "github", "::notice title=Fullhouse::");
}

Test(reports_compare_history, an_end_that_is_unlike_is_told)
{
    struct history_runs runs = history_fixture_runs(40);
    history_fixture_scale(&runs, 38, 40, 0.8, 1);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    tells(&history, "text", "the last 2 runs are unlike those before, for the worse");
    tells(&history, "markdown", "**Mind:** throughput at 4 guests");
    tells(&history, "github", "::warning title=Unlike before%3A throughput at 4 guests::");
}

Test(reports_compare_history, says_first_that_it_was_emulated)
{
    struct history_runs runs = history_fixture_runs(12);
    for (size_t i = 0; i < 12; i++)
        runs.list[i].record.emulated = true;
    scope_history struct history history = history_fixture_of(&runs, NULL);
    scope_free char *answer = history_answer(&history);
    cr_assert_eq(strncmp(answer, "Under emulation. ", 17), 0);
}

Test(reports_compare_history, one_run_is_no_span)
{
    struct history_runs runs = history_fixture_runs(1);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    tells(&history, "text", " on lab. Run 1, 20");
}

Test(reports_compare_history, hostile_labels_stay_text)
{
    scope_history struct history history = make_worse("<b>&\"]]>|\n::error::\x1b[31m`");
    scope_free char *html = tell(&history, "html"), *xml = tell(&history, "junit");
    scope_free char *text = tell(&history, "text");
    scope_free char *markdown = tell(&history, "markdown"), *github = tell(&history, "github");
    cr_assert_null(strstr(html, "<b>&"));
    cr_assert_null(strstr(xml, "<b>&"));
    cr_assert_null(strstr(markdown, "<b>"));
    cr_assert_null(strstr(github, "\n::error::"));
    cr_assert_null(strstr(text, "\n::error::"));
    cr_assert_null(strchr(xml, '\x1b'));
    cr_assert_null(strchr(html, '\x1b'));
}

Test(reports_compare_history, changes_within_two_runs_are_one_event)
{
    struct history_runs runs = history_fixture_runs(60);
    history_fixture_scale(&runs, 20, 60, 0.8, 1);
    history_fixture_scale(&runs, 22, 60, 1, 1.4);
    history_fixture_scale(&runs, 40, 60, 1, 0.6);
    scope_history struct history history = history_fixture_of(&runs, NULL);
    scope_history_events struct history_events events = {0};
    history_events_of(&history.lines[0], &events);
    cr_assert_eq(events.count, 2);
    cr_assert_eq(events.list[0].count, 1); // the newest first
    cr_assert_eq(events.list[1].count, 2);
    scope_free char *heading = history_event_heading(&history.lines[0], &events.list[1]);
    cr_assert_str_eq(heading, "Runs 21 to 23 (from 2026-01-21): 2 worse");
}

Test(reports_compare_history, a_spark_has_a_rule_at_each_change)
{
    scope_history struct history history = make_worse("nightly");
    const struct history_series *series = history_fixture_series(&history, "throughput");
    scope_free char *wide = history_spark(series, 100), *narrow = history_spark(series, 10);
    cr_assert_eq(count_of(wide, "│"), 1);
    cr_assert_eq(count_of(narrow, "│"), 1);
    cr_assert_eq(strlen(wide) / strlen("│"), 41);
    cr_assert_eq(strlen(narrow) / strlen("│"), 11);
}

Test(reports_compare_history, a_form_is_found_by_name_and_suffix)
{
    struct err err = {0};
    cr_assert_eq(history_form_for_path("x.xml"), &history_form_junit);
    cr_assert_eq(history_form_for_path("x.md"), &history_form_markdown);
    cr_assert_null(history_form_for_path("x.pdf"));
    cr_assert_null(history_form_find("htlm", &err));
    err_done(&err);
}
