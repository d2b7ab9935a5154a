// SPDX-License-Identifier: GPL-3.0-or-later
// JUnit XML of a history: a suite is a line of runs, a case one judged series. What is worse fails;
// a series with too few runs for a change is skipped.
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/history.h"
#include "reports/compare/history_report.h"
#include "reports/compare/history_words.h"
#include "reports/compare/junit.h"
#include "reports/describe.h"

static enum junit_result result_of(const struct history *history,
                                   const struct history_series *series)
{
    if (series->is_worse)
        return JUNIT_FAILED;
    return series->point_count < 2 * history->segment_least ? JUNIT_SKIPPED : JUNIT_PASSED;
}

static void count_line(const struct history *history, const struct history_line *line,
                       struct junit_counts *counts)
{
    for (size_t s = 0; s < line->series_count; s++) {
        if (!line->series[s].is_judged)
            continue;
        enum junit_result result = result_of(history, &line->series[s]);
        counts->tests++;
        counts->failures += result == JUNIT_FAILED;
        counts->skipped += result == JUNIT_SKIPPED;
    }
}

// The same from night to night: no date, no version.
static char *suite_of(const struct history *history, const struct history_line *line)
{
    scope_free char *platform = describe_platform(&line->runs[line->run_count - 1]->record);
    return alloc_printf("%s: %s", history->runs.label, platform);
}

// A full stop would begin a package.
static char *class_of(const struct history *history, const struct history_line *line)
{
    scope_free char *suite = suite_of(history, line);
    for (char *c = suite; (c = strchr(c, '.'));)
        *c = '_';
    return alloc_printf("fullhouse.%s", suite);
}

static char *message_of(const struct history *history, const struct history_line *line,
                        const struct history_series *series)
{
    return series->is_worse ? history_worse_words(line, series)
                            : history_state_words(history, line, series);
}

static char *more_of(const struct history *history, const struct history_line *line,
                     const struct history_series *series)
{
    struct strbuf text = {0};
    scope_free char *end = history_end_words(history, line, series);
    for (size_t i = 0; i < series->change_count; i++) {
        scope_free char *what = history_change_words(line, series, &series->changes[i]);
        scope_free char *cause = history_cause_words(&series->changes[i]);
        strbuf_printf(&text, "%s. %s\n", what, cause);
    }
    if (end)
        strbuf_printf(&text, "%s\n", end);
    return strbuf_take(&text);
}

static void add_case(struct strbuf *out, const struct history *history,
                     const struct history_line *line, const struct history_series *series)
{
    scope_free char *class_name = class_of(history, line), *name = history_series_name(series);
    scope_free char *message = message_of(history, line, series);
    scope_free char *text = more_of(history, line, series);
    junit_add_case(out, &(struct junit_case){
                            .class_name = class_name,
                            .name = name,
                            .result = result_of(history, series),
                            .type = "regression",
                            .message = message,
                            .text = *text ? text : NULL,
                        });
}

static void add_suite(struct strbuf *out, const struct history *history,
                      const struct history_line *line)
{
    struct junit_counts counts = {0};
    scope_free char *suite = suite_of(history, line), *words = history_line_words(line);
    count_line(history, line, &counts);
    junit_open_suite(out, suite, &counts);
    junit_open_properties(out);
    junit_add_property(out, "runs", words);
    junit_add_property(out, "emulated", line->is_emulated ? "true" : "false");
    for (size_t i = 0; i < history->remark_count; i++)
        junit_add_property(out, "mind", history->remarks[i]);
    for (size_t i = 0; i < history->left_out_count; i++) {
        scope_free char *left_out = history_left_out_words(history, &history->left_out[i]);
        junit_add_property(out, "left_out", left_out);
    }
    junit_close_properties(out);
    for (size_t s = 0; s < line->series_count; s++)
        if (line->series[s].is_judged)
            add_case(out, history, line, &line->series[s]);
    junit_close_suite(out);
}

static void emit(const struct history_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    const struct history *history = report->history;
    struct junit_counts counts = {0};
    scope_free char *answer = history_answer(history);
    (void)context;
    for (size_t i = 0; i < history->line_count; i++)
        count_line(history, &history->lines[i], &counts);
    junit_open(out, answer, &counts);
    for (size_t i = 0; i < history->line_count; i++)
        add_suite(out, history, &history->lines[i]);
    junit_close(out);
}

const struct history_form history_form_junit = {
    .name = "junit",
    .suffix = ".xml",
    .help = "for CI servers: what is worse fails",
    .emit = emit,
};
