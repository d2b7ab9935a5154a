// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown of a history, for a nightly job's summary or an issue that it opens.
#include <stdlib.h>

#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/history.h"
#include "reports/compare/history_events.h"
#include "reports/compare/history_report.h"
#include "reports/compare/history_table.h"
#include "reports/compare/history_words.h"
#include "reports/table.h"

// A forge takes 65536 characters as one comment.
enum { SPARK_COLUMNS = 24, COMMENT_BYTES = 50000 };

// By which a job finds its own comment to renew it.
#define MARKER "<!-- fullhouse: history -->\n"

static void add_taken(struct strbuf *out, const char *before, char *text, const char *after)
{
    if (text) {
        strbuf_add(out, before);
        table_escape_markdown(text, out);
        strbuf_add(out, after);
    }
    free(text);
}

static void add_events(struct strbuf *out, const struct history_line *line)
{
    scope_history_events struct history_events events = {0};
    history_events_of(line, &events);
    for (size_t i = 0; i < events.count && out->length < COMMENT_BYTES; i++) {
        scope_table struct table table = {0};
        add_taken(out, "##### ", history_event_heading(line, &events.list[i]), "\n\n");
        add_taken(out, "", history_event_cause(&events.list[i]), "\n\n");
        history_event_table(&table, line, &events.list[i]);
        table_draw_markdown(&table, out);
        strbuf_add(out, "\n");
    }
}

static void add_ends(struct strbuf *out, const struct history *history,
                     const struct history_line *line)
{
    for (size_t s = 0; s < line->series_count; s++)
        add_taken(out, "> **Mind:** ", history_end_words(history, line, &line->series[s]), "\n\n");
}

static void add_worse(struct strbuf *out, const struct history_line *line)
{
    for (size_t s = 0; s < line->series_count; s++)
        if (line->series[s].is_worse && line->series[s].is_judged)
            add_taken(out, "- 🔴 ", history_worse_words(line, &line->series[s]), "\n");
    strbuf_add(out, "\n");
}

static void add_line(struct strbuf *out, const struct history *history,
                     const struct history_line *line)
{
    scope_table struct table table = {0};
    add_taken(out, "#### ", history_line_words(line), "\n\n");
    add_worse(out, line);
    add_ends(out, history, line);
    history_table_fill(&table, history, line, SPARK_COLUMNS);
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n");
    add_events(out, line);
}

static void add_notes(struct strbuf *out, const struct history *history)
{
    for (size_t i = 0; i < history->remark_count; i++) {
        strbuf_add(out, "- ");
        table_escape_markdown(history->remarks[i], out);
        strbuf_add(out, "\n");
    }
    for (size_t i = 0; i < history->left_out_count; i++)
        add_taken(out, "- ", history_left_out_words(history, &history->left_out[i]), "\n");
    if (history->remark_count + history->left_out_count > 0)
        strbuf_add(out, "\n");
}

static void emit(const struct history_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    const struct history *history = report->history;
    (void)context;
    strbuf_add(out, history->worse_count > 0 ? "### 🔴 " : "### 🟢 ");
    add_taken(out, "", history_answer(history), "\n\n");
    for (size_t i = 0; i < history->line_count; i++)
        add_line(out, history, &history->lines[i]);
    add_notes(out, history);
    strbuf_add(out, "<details><summary>How it was judged</summary>\n\n");
    add_taken(out, "", history_method_words(history), "\n\n");
    strbuf_add(out, "</details>\n\n" MARKER);
}

const struct history_form history_form_markdown = {
    .name = "markdown",
    .suffix = ".md",
    .help = "for an issue or a job's summary",
    .emit = emit,
};
