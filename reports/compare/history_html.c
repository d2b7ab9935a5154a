// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a history: the answer first, what is worse, pictures of what changed, then every
// series in a row, and what all of it rests on.
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/version.h"
#include "compare/history.h"
#include "reports/compare/effect.h"
#include "reports/compare/history_figure.h"
#include "reports/compare/history_report.h"
#include "reports/compare/history_words.h"
#include "reports/html_drawing.h"
#include "reports/html_notes.h"
#include "reports/html_style.h"
#include "reports/html_text.h"

// Each picture is a run of gnuplot.
enum { PICTURES_MOST = 12 };

static const char style[] =
    ".spark{width:11rem;height:1.6rem;overflow:visible}\n"
    ".spark path{fill:none;stroke-width:1.6}.spark .line{stroke:var(--ink-first);stroke-width:1.1}"
    ".spark .regression{stroke:var(--ink-second)}.spark .improvement{stroke:var(--ink-third)}"
    ".spark .small{stroke:var(--ink-axis)}\n"
    "td.worse{color:var(--ink-second);font-weight:600}\n"
    ".alarm{margin:1rem 0;padding:.6rem .9rem;border-left:.25rem solid var(--ink-second);"
    "background:var(--wash)}.alarm ul,.changes{margin:.3rem 0;padding-left:1.1rem}\n"
    ".changes{max-width:46rem;font-size:.95rem}.changes li{margin:.35rem 0}\n"
    ".picture{margin:2rem 0}.picture .scroll{direction:rtl}" // the newest end is in sight first
    ".picture .scroll svg{min-width:40rem;direction:ltr}\n"
    ".changes small{display:block;color:var(--ink-axis);font-size:.9rem}\n";

static void add_taken(struct strbuf *out, const char *open, char *text, const char *close)
{
    if (text)
        html_add(out, open, text, close);
    free(text);
}

static void add_head(struct strbuf *out, const struct history *history)
{
    strbuf_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src 'unsafe-inline'; img-src data:\">\n"
                    "<meta name=\"generator\" content=\"Fullhouse " FULLHOUSE_VERSION "\">\n"
                    "<link rel=\"icon\" href=\"data:,\">\n");
    html_add(out, "<title>History of ", history->runs.label, "</title>\n<style>\n");
    strbuf_add(out, html_style);
    strbuf_add(out, style);
    strbuf_add(out, "</style>\n</head>\n<body>\n<main>\n");
}

// The claim large, the rest below it.
static void add_answer(struct strbuf *out, const struct history *history)
{
    scope_free char *answer = history_answer(history);
    char *claim = strstr(answer, "orse: ");
    char *stop = strstr(claim ? claim : answer, ". ");
    strbuf_add(out, "<header>\n<p class=\"name\">Fullhouse, history</p>\n");
    if (stop)
        stop[1] = '\0';
    html_add(out, "<h1>", answer, "");
    if (stop)
        html_add(out, "<span class=\"why\">", stop + 2, "</span>");
    strbuf_add(out, "</h1>\n</header>\n");
}

// --- what is worse, and what may become so ------------------------------------------------------

static void add_alarms(struct strbuf *out, const struct history *history,
                       const struct history_line *line)
{
    size_t count = 0;
    for (size_t s = 0; s < line->series_count; s++)
        count += line->series[s].is_judged &&
                 (line->series[s].is_worse || line->series[s].end.unlike > 0);
    if (count == 0)
        return;
    strbuf_add(out, "<section class=\"alarm\">\n<ul>\n");
    for (size_t s = 0; s < line->series_count; s++) {
        if (!line->series[s].is_judged)
            continue;
        if (line->series[s].is_worse)
            add_taken(out, "<li>", history_worse_words(line, &line->series[s]), "</li>\n");
        add_taken(out, "<li>", history_end_words(history, line, &line->series[s]), "</li>\n");
    }
    strbuf_add(out, "</ul>\n</section>\n");
}

// --- pictures -----------------------------------------------------------------------------------

static void add_changes(struct strbuf *out, const struct history_line *line,
                        const struct history_series *series)
{
    if (series->change_count == 0)
        return;
    strbuf_add(out, "<ul class=\"changes\">\n");
    for (size_t i = 0; i < series->change_count; i++) {
        add_taken(out, "<li>", history_change_words(line, series, &series->changes[i]), ".");
        add_taken(out, "<small>", history_cause_words(&series->changes[i]), "</small></li>\n");
    }
    strbuf_add(out, "</ul>\n");
}

static void add_picture(struct strbuf *out, const struct history_line *line,
                        const struct history_series *series, size_t number,
                        struct emitter_context *context)
{
    scope_free char *id = alloc_printf("history-%zu", number);
    scope_free char *name = history_series_name(series);
    scope_free char *title = alloc_printf("%s over %zu runs", name, series->point_count);
    struct html_drawing drawing = {
        .title = title,
        .width = HISTORY_FIGURE_WIDTH,
        .height = HISTORY_FIGURE_HEIGHT,
        .id = id,
    };
    history_figure_script(line, series, id, &drawing.script);
    html_add(out, "<figure class=\"picture\">\n<h3>", name, "</h3>\n");
    html_add(out, "<p class=\"muted\">",
             series->higher_is_better ? "More is better." : "Less is better.",
             "</p>\n<div class=\"scroll\">\n");
    html_add_drawing(out, &drawing, context);
    strbuf_add(out, "</div>\n");
    add_changes(out, line, series);
    strbuf_add(out, "</figure>\n");
    strbuf_done(&drawing.script);
}

static bool has_news(const struct history_series *series)
{
    return series->change_count > 0 || series->end.unlike > 0;
}

// What is worse first, then what changed at all; where nothing did, the first series.
static void add_pictures(struct strbuf *out, const struct history_line *line, size_t *number,
                         struct emitter_context *context)
{
    size_t drawn = 0, first = *number;
    for (int round = 0; round < 3; round++)
        for (size_t s = 0; s < line->series_count; s++) {
            const struct history_series *series = &line->series[s];
            bool is_now = round == 0   ? series->is_worse
                          : round == 1 ? has_news(series) && !series->is_worse
                                       : drawn == 0;
            if (!is_now || series->point_count == 0 || *number - first >= PICTURES_MOST)
                continue;
            if (drawn++ == 0)
                strbuf_add(out, "<h2>What changed, run by run</h2>\n<p class=\"muted\">A point is "
                                "a run with its 95&nbsp;% interval, a bar the level of a segment; "
                                "a rule marks a change, a notch at the foot a version or setting "
                                "that is another from there on.</p>\n");
            add_picture(out, line, series, (*number)++, context);
        }
}

// --- every series -------------------------------------------------------------------------------

static void add_row(struct strbuf *out, const struct history *history,
                    const struct history_line *line, const struct history_series *series)
{
    scope_free char *value =
        series->point_count > 0
            ? effect_value(series->unit, series->segments[series->change_count].level.value)
            : alloc_copy("-");
    html_add(out, "<tr><td class=\"text\">", series->measure, series->is_judged ? "" : " *");
    strbuf_printf(out, "</td><td>%" PRIu32 "</td><td>%zu</td><td class=\"text\">", series->guests,
                  series->point_count);
    if (series->point_count > 0)
        history_figure_spark(series, out);
    html_add(out, "</td><td>", value, "</td>");
    strbuf_printf(out, "<td>%zu</td>", series->change_count);
    add_taken(out, series->is_worse ? "<td class=\"text worse\">" : "<td class=\"text\">",
              history_state_words(history, line, series), "</td></tr>\n");
}

static void add_table(struct strbuf *out, const struct history *history,
                      const struct history_line *line)
{
    bool has_unjudged = false;
    strbuf_add(out, "<h2>Every series</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                    "aria-label=\"Every series\">\n<table>\n<tr><th class=\"text\">metric</th>"
                    "<th>guests</th><th>runs</th><th class=\"text\">history</th><th>now</th>"
                    "<th>changes</th><th class=\"text\">it is</th></tr>\n");
    for (size_t s = 0; s < line->series_count; s++) {
        add_row(out, history, line, &line->series[s]);
        has_unjudged = has_unjudged || !line->series[s].is_judged;
    }
    strbuf_add(out, "</table>\n</div>\n");
    if (has_unjudged)
        strbuf_add(out, "<p class=\"muted\">* told, not judged.</p>\n");
}

static void add_versions(struct strbuf *out, const struct history_line *line)
{
    if (line->version_count == 0)
        return;
    strbuf_printf(out,
                  "<details>\n<summary>Versions and settings that changed: %zu times</summary>\n"
                  "<ul class=\"changes\">\n",
                  line->version_count);
    for (size_t v = line->version_count; v-- > 0;) {
        const struct history_version *version = &line->versions[v];
        strbuf_printf(out, "<li>run %" PRId64 ": ", line->runs[version->run]->record.id);
        for (size_t i = 0; i < version->changes.count; i++)
            html_add(out, i ? "; " : "", version->changes.list[i], "");
        strbuf_add(out, "</li>\n");
    }
    strbuf_add(out, "</ul>\n</details>\n");
}

static void add_line(struct strbuf *out, const struct history *history,
                     const struct history_line *line, size_t *number,
                     struct emitter_context *context)
{
    add_taken(out, "<p class=\"lede\">", history_line_words(line), "</p>\n");
    add_alarms(out, history, line);
    add_pictures(out, line, number, context);
    add_table(out, history, line);
    add_versions(out, line);
}

static void add_notes(struct strbuf *out, const struct history *history)
{
    size_t count = history->remark_count + history->left_out_count;
    scope_free char **notes = alloc_zeroed(count + 1, sizeof *notes);
    for (size_t i = 0; i < history->remark_count; i++)
        notes[i] = alloc_copy(history->remarks[i]);
    for (size_t i = 0; i < history->left_out_count; i++)
        notes[history->remark_count + i] = history_left_out_words(history, &history->left_out[i]);
    html_notes_add(out, notes, count);
    for (size_t i = 0; i < count; i++)
        free(notes[i]);
}

static void emit(const struct history_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    const struct history *history = report->history;
    size_t number = 1;
    add_head(out, history);
    add_answer(out, history);
    for (size_t i = 0; i < history->line_count; i++)
        add_line(out, history, &history->lines[i], &number, context);
    add_notes(out, history);
    strbuf_add(out, "<h2>How it was judged</h2>\n");
    add_taken(out, "<p>", history_method_words(history), "</p>\n");
    strbuf_add(out, "<footer>Made by Fullhouse " FULLHOUSE_VERSION
                    ".</footer>\n</main>\n</body>\n</html>\n");
}

const struct history_form history_form_html = {
    .name = "html",
    .suffix = ".html",
    .help = "one self-contained page with figures",
    .emit = emit,
};
