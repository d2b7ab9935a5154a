// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal shows of a history: the answer, what is worse, each series in a line, each change
// with what changed with it.
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "compare/history.h"
#include "reports/compare/history_events.h"
#include "reports/compare/history_report.h"
#include "reports/compare/history_table.h"
#include "reports/compare/history_words.h"
#include "reports/table.h"
#include "reports/utf8.h"
#include "reports/wrap.h"

enum {
    TEXT_COLUMNS = 100,
    TEXT_COLUMNS_MIN = 40,
    SPARK_COLUMNS = 40,
    SPARK_COLUMNS_MIN = 8,
    EVENTS_MOST = 8
};

// The text so far, and how wide it may become.
struct page {
    const struct history *history;
    size_t columns;
    struct strbuf *out;
};

// One paragraph, whatever line ends a label has.
static void add_taken(const struct page *page, char *text)
{
    scope_free char *line = text ? utf8_line(text) : NULL;
    if (line && *line)
        wrap_text(line, page->columns, 0, page->out);
    free(text);
}

// The sparks take what room is left.
static void add_table(const struct page *page, const struct history_line *line)
{
    scope_table struct table narrow = {0}, table = {0};
    history_table_fill(&narrow, page->history, line, SPARK_COLUMNS_MIN);
    size_t width = table_width(&narrow);
    size_t room = page->columns > width ? page->columns - width : 0;
    size_t spark = SPARK_COLUMNS_MIN + room;
    history_table_fill(&table, page->history, line, spark < SPARK_COLUMNS ? spark : SPARK_COLUMNS);
    strbuf_add(page->out, "\n");
    table_draw_text(&table, 0, page->out);
}

static void add_event(const struct page *page, const struct history_line *line,
                      const struct history_event *event)
{
    scope_table struct table table = {0};
    scope_free char *heading = history_event_heading(line, event);
    scope_free char *cause = history_event_cause(event);
    strbuf_add(page->out, "\n");
    add_taken(page, alloc_printf("%s. %s", heading, cause));
    history_event_table(&table, line, event);
    table_draw_text(&table, 2, page->out);
}

// The newest first; who wants all of a long life reads another form.
static void add_events(const struct page *page, const struct history_line *line)
{
    scope_history_events struct history_events events = {0};
    history_events_of(line, &events);
    for (size_t i = 0; i < events.count && i < EVENTS_MOST; i++)
        add_event(page, line, &events.list[i]);
    if (events.count <= EVENTS_MOST)
        return;
    strbuf_add(page->out, "\n");
    add_taken(page, alloc_printf("... and %zu earlier: --json.", events.count - EVENTS_MOST));
}

static void add_ends(const struct page *page, const struct history_line *line)
{
    bool is_first = true;
    for (size_t s = 0; s < line->series_count; s++) {
        char *words = history_end_words(page->history, line, &line->series[s]);
        if (words && is_first)
            strbuf_add(page->out, "\n");
        is_first = is_first && !words;
        add_taken(page, words);
    }
}

static void add_line(const struct page *page, const struct history_line *line)
{
    strbuf_add(page->out, "\n");
    add_taken(page, history_line_words(line));
    if (line->series_count > 0)
        add_table(page, line);
    add_ends(page, line);
    add_events(page, line);
}

static void add_notes(const struct page *page)
{
    const struct history *history = page->history;
    if (history->remark_count + history->left_out_count > 0)
        strbuf_add(page->out, "\n");
    for (size_t i = 0; i < history->remark_count; i++)
        add_taken(page, alloc_copy(history->remarks[i]));
    for (size_t i = 0; i < history->left_out_count; i++)
        add_taken(page, history_left_out_words(history, &history->left_out[i]));
}

static void emit(const struct history_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    size_t columns = context->columns ? context->columns : TEXT_COLUMNS;
    const struct page page = {
        .history = report->history,
        .columns = columns < TEXT_COLUMNS_MIN ? TEXT_COLUMNS_MIN : columns,
        .out = out,
    };
    add_taken(&page, history_answer(report->history));
    for (size_t i = 0; i < report->history->line_count; i++)
        add_line(&page, &report->history->lines[i]);
    add_notes(&page);
    strbuf_add(out, "\n");
    add_taken(&page, history_method_words(report->history));
}

const struct history_form history_form_text = {
    .name = "text",
    .suffix = ".txt",
    .help = "for a terminal",
    .emit = emit,
};
