// SPDX-License-Identifier: GPL-3.0-or-later
// What a terminal shows: the answer first, then the figures, then where they come from.
#include <inttypes.h>
#include <stdlib.h>

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
#include "reports/memory_curve_table.h"
#include "reports/noise.h"
#include "reports/replay.h"
#include "reports/sheet.h"
#include "reports/table.h"
#include "reports/tile.h"
#include "reports/told.h"
#include "reports/quantity.h"
#include "reports/wrap.h"

enum { TEXT_COLUMNS = 100, TEXT_COLUMNS_MIN = 40, TEXT_INDENT = 2 };

static void fill_densities(struct table *table, const void *context, bool lead, unsigned first,
                           unsigned last, bool intervals)
{
    density_table_fill(table, context, lead, first, last, intervals);
}

static void fill_costs(struct table *table, const void *context, bool lead, unsigned first,
                       unsigned last, bool intervals)
{
    (void)lead;
    cost_table_fill(table, context, first, last, intervals);
}

static void fill_life(struct table *table, const void *context, bool lead, unsigned first,
                      unsigned last, bool intervals)
{
    (void)lead;
    const struct document_run *run = context;
    life_table_fill(table, &run->life, (enum life_group)first, (enum life_group)last, intervals);
}

static void add_life(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct sheet sheet = {run, LIFE_GROUP_COUNT, fill_life};
    const struct life *life = &run->life;
    if (life->row_count > 0) {
        sheet_draw(&sheet, columns, 0, out);
        strbuf_add(out, "\n");
        wrap_text(life_interval_words(life), columns, 0, out);
    }
    if (life->absence_count > 0)
        strbuf_add(out, "\nAbsent, and why:\n");
    for (size_t i = 0; i < life->absence_count; i++) {
        scope_free char *names = life_absent_names(life, i);
        if (!names)
            continue;
        scope_free char *line = alloc_printf("%s: %s", names, life->absences[i].why);
        wrap_text(line, columns, TEXT_INDENT, out);
    }
}

static void add_densities(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct sheet sheet = {run, DENSITY_GROUP_HIDDEN, fill_densities};
    if (run->density_count > 0 && !document_run_is_idle(run))
        sheet_draw(&sheet, columns, 0, out);
}

static void add_sentence(char *taken, size_t columns, struct strbuf *out)
{
    scope_free char *sentence = taken;
    if (sentence)
        wrap_text(sentence, columns, 0, out);
}

enum { REPLAY_POINTS_MAX = 60 }; // of a terminal; replay-csv has all

// What a trace asked and what came of it; step by step where that is not too long.
static void add_replay(const struct document_run *run, size_t columns, struct strbuf *out)
{
    scope_replay struct replay replay = {0};
    scope_table struct table densities = {0}, points = {0};
    if (!replay_of_largest(run, &replay))
        return;
    strbuf_add(out, "\nThe replayed trace:\n\n");
    replay_table_fill(&densities, run);
    table_draw_text(&densities, 0, out);
    strbuf_add(out, "\n");
    wrap_text(REPLAY_WORDS, columns, 0, out);
    if (replay.count > REPLAY_POINTS_MAX) {
        wrap_text("Step by step: fullhouse report --format replay-csv.", columns, 0, out);
        return;
    }
    strbuf_add(out, "\n");
    replay_points_fill(&points, run);
    table_draw_text(&points, 0, out);
}

static void fill_tiles(struct table *table, const void *context, bool lead, unsigned first,
                       unsigned last, bool intervals)
{
    (void)lead, (void)first, (void)last;
    tile_table_fill(table, context, intervals);
}

static void fill_told(struct table *table, const void *context, bool lead, unsigned first,
                      unsigned last, bool intervals)
{
    (void)lead;
    told_table_fill(table, context, (enum told_group)first, (enum told_group)last, intervals);
}

static void add_told(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct sheet sheet = {run, TOLD_GROUP_COUNT, fill_told};
    if (run->told.count == 0)
        return;
    strbuf_add(out, "\nWhat guests told:\n");
    sheet_draw(&sheet, columns, 0, out);
    scope_free char *scale = told_scale_text(run);
    if (!run->of || scale) // of streams the words stand once, below them all
        strbuf_add(out, "\n");
    if (!run->of)
        wrap_text(TOLD_WORDS, columns, 0, out);
    if (scale)
        wrap_text(scale, columns, 0, out);
}

static void add_stream(const struct document_run *stream, size_t columns, struct strbuf *out)
{
    scope_free char *what = tile_describe_stream(stream);
    strbuf_add(out, "\n");
    wrap_text(what, columns, 0, out);
    add_densities(stream, columns, out);
    add_told(stream, columns, out);
    add_replay(stream, columns, out);
}

struct matrix {
    const struct interference *interference;
    const struct matrix_figure *figure; // NULL: beside an idle neighbour
};

static void fill_matrix(struct table *table, const void *context, bool lead, unsigned first,
                        unsigned last, bool intervals)
{
    const struct matrix *matrix = context;
    (void)lead, (void)first, (void)last;
    if (matrix->figure)
        matrix_table_fill(table, matrix->interference, matrix->figure, intervals);
    else
        matrix_alone_fill(table, matrix->interference);
}

static void add_matrix(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct interference *interference = &run->interference;
    for (size_t f = 0; f <= matrix_figure_count; f++) {
        const struct matrix_figure *figure = f < matrix_figure_count ? &matrix_figures[f] : NULL;
        const struct matrix matrix = {interference, figure};
        const struct sheet sheet = {&matrix, 1, fill_matrix};
        if (figure && !matrix_is_known(interference, figure))
            continue;
        strbuf_printf(out, "\n%s:\n", figure ? figure->title : "Each by itself");
        sheet_draw(&sheet, columns, 0, out);
    }
    strbuf_add(out, "\n");
    wrap_text(MATRIX_WORDS, columns, 0, out);
    for (size_t i = 0; i < interference->count; i++)
        add_sentence(matrix_absence(&interference->workloads[i]), columns, out);
}

static bool any_stream_told(const struct document_run *run)
{
    for (size_t i = 0; i < run->stream_count; i++)
        if (run->streams[i].told.count > 0)
            return true;
    return false;
}

// How many hold, then each stream by itself.
static void add_tiles(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct sheet sheet = {run, 1, fill_tiles};
    if (run->density_count == 0)
        return;
    sheet_draw(&sheet, columns, 0, out);
    for (size_t i = 0; i < run->stream_count; i++)
        add_stream(&run->streams[i], columns, out);
    strbuf_add(out, "\n");
    if (any_stream_told(run))
        wrap_text(TOLD_WORDS, columns, 0, out);
    wrap_text(TILE_SCORE_WORDS, columns, 0, out);
}

static void add_memory_curves(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct memory_curves *curves = &run->curves;
    scope_table struct table table = {0};
    if (curves->count == 0)
        return;
    memory_curve_table_fill(&table, curves, true);
    strbuf_add(out, "\n");
    table_draw_text(&table, 0, out);
    strbuf_add(out, "\n");
    for (size_t i = 0; curves->cache_count > 0 && i < curves->count; i++)
        add_sentence(memory_curve_beside(curves, &curves->list[i]), columns, out);
    add_sentence(memory_curve_caution(run), columns, out);
}

static void add_collection(const struct document_run *run, size_t columns, struct strbuf *out)
{
    scope_table struct table machines = {0}, host = {0};
    if (run->collection.count == 0)
        return;
    collection_machines_fill(&machines, &run->collection);
    collection_host_fill(&host, &run->collection);
    strbuf_add(out, "\n");
    if (machines.cell_count > 0)
        table_draw_text(&machines, 0, out);
    strbuf_add(out, "\n");
    table_draw_text(&host, 0, out);
    strbuf_add(out, "\n");
    wrap_text(COLLECTION_WORDS, columns, 0, out);
}

static void add_saturation(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct saturation_lines *lines = &run->saturations;
    if (run->density_count == 0)
        return;
    strbuf_add(out, "\n");
    if (!saturation_lines_are_known(lines)) {
        wrap_text(SATURATION_ABSENT, columns, 0, out);
        return;
    }
    strbuf_add(out, "What gives out first:\n");
    for (size_t i = 0; i < lines->count; i++) {
        scope_free char *text = saturation_line_text(&lines->list[i]);
        scope_free char *count = saturation_line_count(&lines->list[i], document_run_unit(run));
        scope_free char *line = alloc_printf("%s: %s", count, text);
        wrap_text(line, columns, TEXT_INDENT, out);
    }
}

static void add_costs(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct sheet sheet = {run, COST_GROUP_COUNT, fill_costs};
    if (run->density_count == 0)
        return;
    sheet_draw(&sheet, columns, 0, out);
    strbuf_add(out, "\n");
    wrap_text(QUANTITY_INTERVAL_WORDS, columns, 0, out);
    add_sentence(describe_marginal_memory(run), columns, out);
    add_sentence(describe_cpu_cost(run), columns, out);
}

static void add_terms(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct density *breaking = run->maximum.breaking;
    if (!breaking || breaking->term_count == 0)
        return;
    scope_free char *head =
        alloc_printf("The objective at %" PRIu32 " %s%s:", breaking->guests,
                     breaking->counts_tiles ? "tile" : "guest", breaking->guests == 1 ? "" : "s");
    strbuf_add(out, "\n");
    wrap_text(head, columns, 0, out);
    for (size_t i = 0; i < breaking->term_count; i++) {
        scope_free char *term = describe_term(&breaking->terms[i]);
        wrap_text(term, columns, TEXT_INDENT, out);
    }
}

static void add_mishaps(const struct document_run *run, size_t columns, struct strbuf *out)
{
    size_t count;
    struct mishap *mishaps = describe_mishaps(run, &count);
    if (count > 0)
        strbuf_add(out, "\nWhat did not go as asked:\n");
    for (size_t i = 0; i < count; i++) {
        wrap_text(mishaps[i].what, columns, TEXT_INDENT, out);
        if (*mishaps[i].why)
            wrap_text(mishaps[i].why, columns, 2 * TEXT_INDENT, out);
    }
    mishaps_free(mishaps, count);
}

static void add_origin(const struct document_run *run, size_t columns, struct strbuf *out)
{
    const struct run_record *record = &run->run;
    const char *kind = describe_guest_kind(record);
    scope_free char *what = describe_run(run);
    scope_strbuf struct strbuf line = {0};
    strbuf_add(&line, what);
    if (record->hypervisor && *record->hypervisor)
        strbuf_printf(&line, "; %s", record->hypervisor);
    if (record->platform_note && *record->platform_note)
        strbuf_printf(&line, "; %s", record->platform_note);
    strbuf_add(out, "\n");
    wrap_text(strbuf_text(&line), columns, 0, out);
    if (kind)
        wrap_text(kind, columns, 0, out);
}

static void add_run(const struct document_run *run, size_t columns, struct strbuf *out)
{
    scope_free char *mark = describe_emulation(&run->run);
    scope_free char *name = describe_name(&run->run);
    if (mark)
        wrap_text(mark, columns, 0, out);
    wrap_text(name, columns, 0, out);
    wrap_text(run->answer, columns, 0, out);
    add_collection(run, columns, out);
    add_memory_curves(run, columns, out);
    add_life(run, columns, out);
    if (document_run_has_matrix(run))
        add_matrix(run, columns, out);
    else if (document_run_has_tiles(run))
        add_tiles(run, columns, out);
    else
        add_densities(run, columns, out);
    add_told(run, columns, out);
    add_replay(run, columns, out);
    add_terms(run, columns, out);
    add_saturation(run, columns, out);
    add_costs(run, columns, out);
    add_mishaps(run, columns, out);
    add_origin(run, columns, out);
}

// --- ratios -------------------------------------------------------------------------------------

struct ratios {
    const struct document *document;
    const struct comparison *comparison;
};

static void fill_ratios(struct table *table, const void *context, bool lead, unsigned first,
                        unsigned last, bool intervals)
{
    const struct ratios *ratios = context;
    (void)lead;
    comparison_table_fill(table, ratios->document, ratios->comparison, first, last, intervals);
}

static void add_comparison(const struct document *document, const struct comparison *comparison,
                           size_t columns, struct strbuf *out)
{
    const struct ratios ratios = {document, comparison};
    const struct sheet sheet = {&ratios, COMPARISON_GROUP_COUNT, fill_ratios};
    scope_free char *title = comparison_title(document, comparison);
    strbuf_add(out, "\n");
    wrap_text(title, columns, 0, out);
    if (comparison->note) {
        scope_free char *note = alloc_printf("! %s", comparison->note);
        wrap_text(note, columns, 0, out);
    }
    if (comparison->reason) {
        wrap_text(comparison->reason, columns, 0, out);
        return;
    }
    add_sentence(comparison_alone_text(comparison), columns, out);
    sheet_draw(&sheet, columns, 0, out);
    add_sentence(comparison_gaps_text(document, comparison), columns, out);
}

// Of pairs that are alike the one answer is how unlike they came out.
static bool add_noise(const struct document *document, size_t columns, struct strbuf *out)
{
    scope_noise struct noise noise;
    scope_table struct table table = {0};
    noise_of(document, &noise);
    if (noise.pairs == 0)
        return false;
    strbuf_add(out, "\n");
    add_sentence(noise_sentence(&noise), columns, out);
    strbuf_add(out, "\n");
    noise_table_fill(&table, &noise);
    table_draw_text(&table, 0, out);
    return true;
}

static void add_comparisons(const struct document *document, size_t columns, struct strbuf *out)
{
    if (document->comparison_count == 0)
        return;
    strbuf_add(out, "\n\n");
    add_sentence(comparison_maxima_text(document), columns, out);
    wrap_text(comparison_caution(document), columns, 0, out);
    for (size_t i = 0; i < document->comparison_count; i++)
        add_comparison(document, &document->comparisons[i], columns, out);
}

static void add_runs(const struct document *document, size_t columns, struct strbuf *out)
{
    for (size_t i = 0; i < document->run_count; i++) {
        if (i > 0)
            strbuf_add(out, "\n\n");
        add_run(&document->runs[i], columns, out);
    }
    add_comparisons(document, columns, out);
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)err;
    size_t columns = context->columns ? context->columns : TEXT_COLUMNS;
    if (columns < TEXT_COLUMNS_MIN)
        columns = TEXT_COLUMNS_MIN;
    if (!add_noise(document, columns, out))
        add_runs(document, columns, out);
    strbuf_add(out, "\nMore: fullhouse report");
    for (size_t i = 0; i < document->run_count; i++)
        strbuf_printf(out, " %" PRId64, document->runs[i].run.id);
    strbuf_printf(out, " --format html --output run-%" PRId64 ".html\n", document->runs[0].run.id);
    return 0;
}

const struct emitter emitter_text = {
    .name = "text",
    .suffix = ".txt",
    .help = "the answer and its tables, for a terminal",
    .emit = emit,
};
