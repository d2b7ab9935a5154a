// SPDX-License-Identifier: GPL-3.0-or-later
// Annotations of a forge's CI: the answer first, then what is worse, then ends that are unlike what
// was before. A forge shows ten of a level and step.
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "compare/history.h"
#include "reports/compare/history_report.h"
#include "reports/compare/history_words.h"
#include "reports/compare/workflow_command.h"

// Beside the answer, and what tells how many more there are.
enum { SHOWN = 8 };

static void add_worse(struct strbuf *out, const struct history_line *line,
                      const struct history_series *series)
{
    scope_free char *name = history_series_name(series);
    scope_free char *title = alloc_printf("Worse: %s", name);
    scope_free char *words = history_worse_words(line, series);
    scope_free char *cause = history_cause_words(&series->changes[series->best]);
    scope_free char *message = alloc_printf("%s\n%s", words, cause);
    workflow_command_add(out, "error", title, message);
}

static void add_unlike(struct strbuf *out, const struct history *history,
                       const struct history_line *line, const struct history_series *series)
{
    scope_free char *name = history_series_name(series);
    scope_free char *title = alloc_printf("Unlike before: %s", name);
    scope_free char *words = history_end_words(history, line, series);
    workflow_command_add(out, "warning", title, words);
}

// Of one kind, as many as are shown; returns how many there are.
static size_t add_all(struct strbuf *out, const struct history *history, bool worse)
{
    size_t count = 0;
    for (size_t i = 0; i < history->line_count; i++)
        for (size_t s = 0; s < history->lines[i].series_count; s++) {
            const struct history_series *series = &history->lines[i].series[s];
            bool is_it = worse ? series->is_worse : !series->is_worse && series->end.unlike > 0;
            if (!series->is_judged || !is_it || count++ >= SHOWN)
                continue;
            if (worse)
                add_worse(out, &history->lines[i], series);
            else
                add_unlike(out, history, &history->lines[i], series);
        }
    return count;
}

static void add_kind(struct strbuf *out, const struct history *history, bool worse)
{
    size_t count = add_all(out, history, worse);
    if (count <= SHOWN)
        return;
    scope_free char *message = alloc_printf("... and %zu more", count - SHOWN);
    workflow_command_add(out, worse ? "error" : "warning", worse ? "Worse" : "Unlike before",
                         message);
}

static void emit(const struct history_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    const struct history *history = report->history;
    scope_free char *answer = history_answer(history);
    (void)context;
    workflow_command_add(out, history->worse_count > 0 ? "error" : "notice", "Fullhouse", answer);
    add_kind(out, history, true);
    add_kind(out, history, false);
}

const struct history_form history_form_github = {
    .name = "github",
    .suffix = "",
    .help = "annotations of a forge's CI",
    .emit = emit,
};
