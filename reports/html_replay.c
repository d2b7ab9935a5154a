// SPDX-License-Identifier: GPL-3.0-or-later
// The page's part about a replayed trace: its figures of every density, and every step of the
// largest.
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document_run.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/replay.h"
#include "reports/table.h"

static void add_table(struct strbuf *out, const struct table *table, const char *label)
{
    html_add(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"", label,
             "\"><table>\n<thead><tr>");
    for (size_t i = 0; i < table->column_count; i++)
        html_add(out, "<th>", table->columns[i].heading, "</th>");
    strbuf_add(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < table->cell_count; i++) {
        html_add(out, i % table->column_count ? "<td>" : "<tr><td>", table->cells[i], "</td>");
        strbuf_add(out, (i + 1) % table->column_count ? "" : "</tr>\n");
    }
    strbuf_add(out, "</tbody></table></div>\n");
}

void html_add_replay(struct strbuf *out, const struct document_run *run, size_t number,
                     struct emitter_context *context)
{
    scope_replay struct replay replay = {0};
    scope_table struct table densities = {0}, points = {0};
    if (!replay_of_largest(run, &replay))
        return;
    strbuf_add(out, "<h2>The replayed trace</h2>\n");
    html_add_replay_figure(out, &replay, number, context);
    replay_table_fill(&densities, run);
    add_table(out, &densities, "Asked and achieved at every density");
    strbuf_add(out, "<p class=\"muted\">" REPLAY_WORDS "</p>\n<details><summary>Step by step"
                    "</summary>\n");
    replay_points_fill(&points, run);
    add_table(out, &points, "Asked and achieved at every step of the trace");
    strbuf_add(out, "</details>\n");
}
