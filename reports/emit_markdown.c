// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown: the answer, its tables and how to make them again, for a ticket or a wiki.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/comparison.h"
#include "reports/comparison_columns.h"
#include "reports/cost.h"
#include "reports/density_columns.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/matrix.h"
#include "reports/maximum_table.h"
#include "reports/memory_curve_table.h"
#include "reports/noise.h"
#include "reports/quantity.h"
#include "reports/table.h"
#include "reports/tile.h"
#include "reports/told.h"
#include "reports/utf8.h"
#include "reports/replay.h"

static void add_paragraph(struct strbuf *out, const char *before, const char *text,
                          const char *after)
{
    strbuf_add(out, before);
    table_escape_markdown(text, out);
    strbuf_add(out, after);
}

// A fence longer than any run of backticks or tildes inside.
static void add_code(struct strbuf *out, const char *language, const char *text)
{
    size_t longest = 2, length = 0;
    for (const char *c = text; *c; c++) {
        length = *c == '`' ? length + 1 : 0;
        if (length > longest)
            longest = length;
    }
    scope_strbuf struct strbuf fence = {0};
    for (size_t i = 0; i <= longest; i++)
        strbuf_add(&fence, "`");
    strbuf_printf(out, "%s%s\n", strbuf_text(&fence), language);
    for (uint32_t character; (character = utf8_next(&text));)
        utf8_add(out, character);
    if (out->length > 0 && out->text[out->length - 1] != '\n')
        strbuf_add(out, "\n");
    strbuf_printf(out, "%s\n\n", strbuf_text(&fence));
}

static void add_maxima(const struct document_run *run, struct strbuf *out)
{
    scope_table struct table table = {0};
    if (!maximum_table_is_known(run))
        return;
    strbuf_add(out, "### What each would allow by itself\n\n");
    maximum_table_fill(&table, run);
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n");
}

static void add_terms(const struct document_run *run, struct strbuf *out)
{
    scope_table struct table table = {0};
    table_add_column(&table, document_run_unit(run), false);
    table_add_column(&table, "objective, estimate [95 % interval], verdict", true);
    for (size_t d = 0; d < run->density_count; d++) {
        const struct density *density = &run->densities[d];
        for (size_t i = 0; i < density->term_count; i++) {
            scope_free char *guests = alloc_printf("%" PRIu32, density->guests);
            scope_free char *term = describe_term(&density->terms[i]);
            table_add_cell(&table, guests);
            table_add_cell(&table, term);
        }
    }
    if (table.cell_count == 0)
        return;
    strbuf_add(out, "### Objective\n\n");
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n");
}

static void add_mishaps(const struct document_run *run, struct strbuf *out)
{
    size_t count;
    struct mishap *mishaps = describe_mishaps(run, &count);
    if (count > 0)
        strbuf_add(out, "### What did not go as asked\n\n");
    for (size_t i = 0; i < count; i++) {
        add_paragraph(out, "", mishaps[i].what, "\n\n");
        if (*mishaps[i].why)
            add_code(out, "", mishaps[i].why);
    }
    mishaps_free(mishaps, count);
}

static void add_sentence(struct strbuf *out, char *taken)
{
    scope_free char *sentence = taken;
    if (sentence)
        add_paragraph(out, "", sentence, "\n\n");
}

static void add_density_table(const struct document_run *run, struct strbuf *out)
{
    scope_table struct table table = {0};
    density_table_fill(&table, run, true, DENSITY_GROUP_THROUGHPUT, DENSITY_GROUP_SHARING, true);
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n");
}

static void add_matrix(const struct document_run *run, struct strbuf *out)
{
    const struct interference *interference = &run->interference;
    for (size_t f = 0; f <= matrix_figure_count; f++) {
        const struct matrix_figure *figure = f < matrix_figure_count ? &matrix_figures[f] : NULL;
        scope_table struct table table = {0};
        if (figure && !matrix_is_known(interference, figure))
            continue;
        if (figure)
            matrix_table_fill(&table, interference, figure, true);
        else
            matrix_alone_fill(&table, interference);
        add_paragraph(out, "### ", figure ? figure->title : "Beside an idle neighbour", "\n\n");
        table_draw_markdown(&table, out);
        strbuf_add(out, "\n");
    }
    add_paragraph(out, "", MATRIX_WORDS, "\n\n");
    for (size_t i = 0; i < interference->count; i++)
        add_sentence(out, matrix_absence(&interference->workloads[i]));
}

static void add_replay(const struct document_run *run, struct strbuf *out)
{
    scope_table struct table densities = {0}, points = {0};
    scope_replay struct replay replay = {0};
    if (!replay_of_largest(run, &replay))
        return;
    strbuf_add(out, "### The replayed trace\n\n");
    replay_table_fill(&densities, run);
    table_draw_markdown(&densities, out);
    strbuf_add(out, "\n" REPLAY_WORDS "\n\n");
    replay_points_fill(&points, run);
    table_draw_markdown(&points, out);
    strbuf_add(out, "\n");
}

static void add_told(const struct document_run *run, struct strbuf *out)
{
    scope_table struct table table = {0};
    if (run->told.count == 0)
        return;
    strbuf_add(out, run->of ? "#### What its guests told\n\n" : "### What guests told\n\n");
    told_table_fill(&table, run, TOLD_GROUP_MEAN, TOLD_GROUP_WORST, true);
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n" TOLD_WORDS "\n\n");
    add_sentence(out, told_scale_text(run));
}

static void add_tiles(const struct document_run *run, struct strbuf *out)
{
    scope_table struct table table = {0};
    tile_table_fill(&table, run, true);
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n");
    add_paragraph(out, "", TILE_SCORE_WORDS, "\n\n");
    for (size_t i = 0; i < run->stream_count; i++) {
        add_paragraph(out, "### Stream ", run->streams[i].of->name, "\n\n");
        add_sentence(out, tile_describe_stream(&run->streams[i]));
        if (!document_run_is_idle(&run->streams[i]))
            add_density_table(&run->streams[i], out);
        add_told(&run->streams[i], out);
        add_replay(&run->streams[i], out);
    }
}

static void add_memory_curves(const struct document_run *run, struct strbuf *out)
{
    const struct memory_curves *curves = &run->curves;
    scope_table struct table table = {0};
    if (curves->count == 0)
        return;
    memory_curve_table_fill(&table, curves, true);
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n");
    for (size_t i = 0; curves->cache_count > 0 && i < curves->count; i++)
        add_sentence(out, memory_curve_beside(curves, &curves->list[i]));
    add_sentence(out, memory_curve_caution(run));
}

static void add_life(const struct document_run *run, struct strbuf *out)
{
    const struct life *life = &run->life;
    scope_table struct table table = {0};
    if (life->row_count > 0) {
        life_table_fill(&table, life, LIFE_GROUP_MEDIAN, LIFE_GROUP_TAIL, true);
        table_draw_markdown(&table, out);
        strbuf_add(out, "\n");
        add_paragraph(out, "", life_interval_words(life), "\n\n");
    }
    if (life->absence_count > 0)
        strbuf_add(out, "### Absent, and why\n\n");
    for (size_t i = 0; i < life->absence_count; i++) {
        scope_free char *names = life_absent_names(life, i);
        if (!names)
            continue;
        add_paragraph(out, "- ", names, ": ");
        add_paragraph(out, "", life->absences[i].why, "\n");
    }
    strbuf_add(out, life->absence_count > 0 ? "\n" : "");
}

static void add_densities(const struct document_run *run, struct strbuf *out)
{
    if (run->density_count == 0 || document_run_is_idle(run))
        return;
    if (document_run_has_tiles(run))
        add_tiles(run, out);
    else
        add_density_table(run, out);
    strbuf_add(out, QUANTITY_INTERVAL_WORDS "\n\n");
    add_maxima(run, out);
    add_terms(run, out);
}

static void add_saturation(const struct document_run *run, struct strbuf *out)
{
    scope_table struct table table = {0};
    if (run->density_count == 0)
        return;
    strbuf_add(out, "### What gives out first\n\n");
    if (!saturation_lines_are_known(&run->saturations)) {
        strbuf_add(out, SATURATION_ABSENT "\n\n");
        return;
    }
    saturation_table_fill(&table, &run->saturations, document_run_unit(run));
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n" SATURATION_WORDS "\n\n");
}

static void add_costs(const struct document_run *run, struct strbuf *out)
{
    if (run->density_count == 0)
        return;
    scope_table struct table table = {0};
    strbuf_add(out, "### What a guest costs the host\n\n");
    cost_table_fill(&table, run, COST_GROUP_HOST, COST_GROUP_TIME, true);
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n");
    add_sentence(out, describe_marginal_memory(run));
    add_sentence(out, describe_cpu_cost(run));
}

static void add_head(const struct document_run *run, struct strbuf *out)
{
    const char *kind = describe_guest_kind(&run->run);
    scope_free char *mark = describe_emulation(&run->run);
    scope_free char *what = describe_run(run);
    scope_free char *name = describe_name(&run->run);
    if (mark)
        add_paragraph(out, "**", mark, "**\n\n");
    add_paragraph(out, "## ", run->answer, "\n\n");
    add_paragraph(out, "**", name, "**: ");
    add_paragraph(out, "", what, ".");
    add_paragraph(out, kind ? " " : "", kind ? kind : "", "\n\n");
}

static void add_run(const struct document_run *run, struct strbuf *out)
{
    add_head(run, out);
    if (document_run_has_matrix(run))
        add_matrix(run, out);
    add_memory_curves(run, out);
    add_life(run, out);
    add_densities(run, out);
    add_told(run, out);
    add_replay(run, out);
    add_saturation(run, out);
    add_costs(run, out);
    add_mishaps(run, out);
    strbuf_add(out, "### Scenario\n\n");
    add_code(out, "yaml", run->run.scenario ? run->run.scenario : "");
}

static void add_comparison(const struct document *document, const struct comparison *comparison,
                           struct strbuf *out)
{
    scope_free char *title = comparison_title(document, comparison);
    add_paragraph(out, "### ", title, "\n\n");
    if (comparison->note)
        add_paragraph(out, "**", comparison->note, "**\n\n");
    if (comparison->reason) {
        add_paragraph(out, "", comparison->reason, "\n\n");
        return;
    }
    add_sentence(out, comparison_alone_text(comparison));
    scope_table struct table table = {0};
    comparison_table_fill(&table, document, comparison, COMPARISON_GROUP_RATIOS,
                          COMPARISON_GROUP_RETAINED, true);
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n");
    add_sentence(out, comparison_gaps_text(document, comparison));
}

static bool add_noise(const struct document *document, struct strbuf *out)
{
    scope_noise struct noise noise;
    scope_table struct table table = {0};
    noise_of(document, &noise);
    if (noise.pairs == 0)
        return false;
    strbuf_add(out, "## Noise\n\n");
    add_sentence(out, noise_sentence(&noise));
    noise_table_fill(&table, &noise);
    table_draw_markdown(&table, out);
    strbuf_add(out, "\n");
    return true;
}

static void add_comparisons(const struct document *document, struct strbuf *out)
{
    if (add_noise(document, out))
        return;
    if (document->comparison_count == 0)
        return;
    strbuf_add(out, "## Side by side\n\n");
    add_sentence(out, comparison_maxima_text(document));
    add_paragraph(out, "", comparison_caution(document), "\n\n");
    for (size_t i = 0; i < document->comparison_count; i++)
        add_comparison(document, &document->comparisons[i], out);
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)context, (void)err;
    for (size_t i = 0; i < document->run_count; i++)
        add_run(&document->runs[i], out);
    add_comparisons(document, out);
    return 0;
}

const struct emitter emitter_markdown = {
    .name = "markdown",
    .suffix = ".md",
    .help = "the answer and its tables, for a ticket or a wiki",
    .emit = emit,
};
