// SPDX-License-Identifier: GPL-3.0-or-later
// The page's part about tiles: how many hold and their score, then every stream as a run of its
// own.
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document_run.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/tile.h"

static void add_row(struct strbuf *out, const struct document_run *run,
                    const struct density *density)
{
    const struct estimate total = tile_total_score(density);
    scope_free char *binding = tile_binding(density);
    html_open_row(out, run, density->guests);
    strbuf_printf(out, "<td>%zu</td>", density->boots);
    html_add_verdict_cell(out, density->verdict);
    strbuf_add(out, "<td>");
    html_add_estimate(out, QUANTITY_TIMES, &density->retained);
    strbuf_add(out, "</td><td>");
    html_add_estimate(out, QUANTITY_TIMES, &total);
    html_add(out, "</td><td class=\"text\">", *binding ? binding : "–", "</td></tr>\n");
}

static void add_scores(struct strbuf *out, const struct document_run *run)
{
    strbuf_add(out, "<h2>Every number of tiles</h2>\n");
    html_open_table(out, run, false, "Every number of tiles with its verdict and score");
    strbuf_add(out, "<th>boots</th><th class=\"text\">verdict</th><th>tile score</th><th>total "
                    "score</th><th class=\"text\">decided by</th></tr></thead><tbody>\n");
    for (size_t d = 0; d < run->density_count; d++)
        add_row(out, run, &run->densities[d]);
    html_close_table(out);
    strbuf_add(out, "<p class=\"muted\">" TILE_SCORE_WORDS "</p>\n");
}

static void add_stream(struct strbuf *out, const struct document_run *run, size_t stream,
                       size_t number, struct emitter_context *context)
{
    const struct document_run *view = &run->streams[stream];
    scope_free char *what = tile_describe_stream(view);
    // The drawings of a page have names of their own: runs count up to a hundred.
    size_t drawing = 100 * (number + 1) + stream;
    html_add(out, "<h2>Stream ", view->of->name, "</h2>\n");
    html_add(out, "<p>", what, ".</p>\n");
    html_add_curve(out, view, drawing, context);
    html_add_densities(out, view);
    html_add_told(out, view);
    html_add_replay(out, view, drawing, context);
    html_add_objective(out, view);
    html_add_costs(out, view);
}

void html_add_tiles(struct strbuf *out, const struct document_run *run, size_t number,
                    struct emitter_context *context)
{
    if (!document_run_has_tiles(run) || run->density_count == 0)
        return;
    add_scores(out, run);
    for (size_t i = 0; i < run->stream_count; i++)
        add_stream(out, run, i, number, context);
}
