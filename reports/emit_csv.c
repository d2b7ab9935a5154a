// SPDX-License-Identifier: GPL-3.0-or-later
// CSV: one row a density, every figure with its interval in full precision, its unit in its name;
// what the run does over the document's base stands in the same row.
#include <math.h>
#include <stddef.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/comparison.h"
#include "reports/comparison_columns.h"
#include "reports/cost.h"
#include "reports/csv_life.h"
#include "reports/csv_writer.h"
#include "reports/density_columns.h"
#include "reports/describe.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/matrix.h"

static void write_names(struct csv_writer *writer, const char *prefix, const char *key)
{
    scope_free char *names =
        alloc_printf("%s%s,%s%s_low,%s%s_high", prefix, key, prefix, key, prefix, key);
    csv_writer_names(writer, names);
}

static void write_estimate(struct csv_writer *writer, const struct estimate *estimate)
{
    csv_writer_number(writer, estimate->value);
    csv_writer_number(writer, estimate->low);
    csv_writer_number(writer, estimate->high);
}

// A guest's memory is a figure of densities already.
static bool is_cost_alone(const struct cost_column *column)
{
    return column->offset != offsetof(struct cost, memory_bytes);
}

// What a run retained stands in its own rows already.
static bool is_ratio(const struct comparison_column *column)
{
    return column->side == COMPARISON_BOTH;
}

static void write_header(struct csv_writer *writer)
{
    csv_writer_names(writer, "run,label,platform,emulated,guest_kind,guests,boots,verdict,rises");
    for (size_t c = 0; c < density_column_count; c++)
        write_names(writer, "", density_columns[c].key);
    csv_writer_names(writer, "operations,due");
    for (size_t c = 0; c < cost_column_count; c++)
        if (is_cost_alone(&cost_columns[c]))
            write_names(writer, "", cost_columns[c].key);
    write_names(writer, "", "marginal_memory_bytes");
    csv_writer_names(writer, "campaign,base_run,differs_in,not_comparable");
    write_names(writer, "over_base_", "alone_ratio");
    for (size_t c = 0; c < comparison_column_count; c++)
        if (is_ratio(&comparison_columns[c]))
            write_names(writer, "over_base_", comparison_columns[c].key);
    csv_writer_names(writer, "tiles,role,stream,load,arm,vcpus_per_cpu,gives_out_first,"
                             "gives_out_boots,watched_boots");
    csv_writer_end_row(writer);
}

// All guests of the row: of the whole tile, or of a stream's role.
static uint32_t guests_of(const struct document_run *run, const struct density *density)
{
    return density->guests * (run->of ? run->of->role->guests : tile_guests(&run->scenario.tile));
}

static void write_density(struct csv_writer *writer, const struct document_run *whole,
                          const struct density *density)
{
    const struct run_record *run = &whole->run;
    csv_writer_integer(writer, (uint64_t)run->id);
    csv_writer_text(writer, run->label);
    csv_writer_text(writer, run->platform);
    csv_writer_integer(writer, run->emulated);
    csv_writer_text(writer, run->guest_kind);
    csv_writer_integer(writer, guests_of(whole, density));
    csv_writer_integer(writer, density->boots);
    csv_writer_text(writer, density_verdict_name(density->verdict));
    csv_writer_text(writer, density_verdict_name(density->rises));
    for (size_t c = 0; c < density_column_count; c++)
        write_estimate(writer, density_column_estimate(&density_columns[c], density));
    csv_writer_integer(writer, density->operations);
    csv_writer_integer(writer, density->due);
}

static void write_cost(struct csv_writer *writer, const struct document_run *run,
                       const struct cost *cost)
{
    for (size_t c = 0; c < cost_column_count; c++)
        if (is_cost_alone(&cost_columns[c]))
            write_estimate(writer, cost_column_estimate(&cost_columns[c], cost));
    write_estimate(writer, &run->marginal_memory.process_bytes);
}

// comparison: NULL for the base itself and for a document of one run.
static void write_ratios(struct csv_writer *writer, const struct document *document,
                         const struct comparison *comparison, uint32_t guests)
{
    static const struct estimate absent = {NAN, NAN, NAN};
    const struct comparison_row *row = comparison ? comparison_find_row(comparison, guests) : NULL;
    csv_writer_optional(writer,
                        comparison ? document->runs[comparison->base].run.id : RECORD_ABSENT);
    csv_writer_text(writer, comparison ? comparison->note : NULL);
    csv_writer_text(writer, comparison ? comparison->reason : NULL);
    write_estimate(writer, comparison ? &comparison->alone.ratio : &absent);
    for (size_t c = 0; c < comparison_column_count; c++)
        if (is_ratio(&comparison_columns[c]))
            write_estimate(writer,
                           row ? comparison_column_estimate(&comparison_columns[c], row) : &absent);
}

// Empty for a run without tiles, role to load for all of a tile together.
static void write_stream(struct csv_writer *writer, const struct document_run *run, uint32_t tiles)
{
    bool has_tiles = run->scenario.tile.role_count > 0;
    scope_free char *load = run->of ? load_describe(&run->scenario.load) : NULL;
    csv_writer_optional(writer, has_tiles ? (int64_t)tiles : RECORD_ABSENT);
    csv_writer_text(writer, run->of ? run->of->role->name : NULL);
    csv_writer_optional(writer, run->of ? (int64_t)run->of->stream : RECORD_ABSENT);
    csv_writer_text(writer, load);
    csv_writer_text(writer, run->run.arm);
    csv_writer_number(writer, describe_overcommit(run, tiles));
}

// Of the whole run's density; empty in the rows of a tile's streams and where nothing was watched.
static void write_saturation(struct csv_writer *writer, const struct document_run *run,
                             uint32_t units)
{
    const struct saturation_line *line =
        run->of ? NULL : saturation_line_of(&run->saturations, units);
    bool is_told = line && line->watched > 0;
    scope_free char *phrase = is_told ? saturation_phrase(&line->saturation) : NULL;
    csv_writer_text(writer, phrase);
    csv_writer_optional(writer, is_told ? (int64_t)line->agreeing : RECORD_ABSENT);
    csv_writer_optional(writer, line ? (int64_t)line->watched : RECORD_ABSENT);
}

static void write_run(struct csv_writer *writer, const struct document *document,
                      const struct document_run *run, const struct comparison *comparison)
{
    for (size_t d = 0; d < run->density_count; d++) {
        write_density(writer, run, &run->densities[d]);
        write_cost(writer, run, &run->costs[d]);
        csv_writer_text(writer, run->run.campaign);
        write_ratios(writer, document, comparison, run->densities[d].guests);
        write_stream(writer, run, run->densities[d].guests);
        write_saturation(writer, run, run->densities[d].guests);
        csv_writer_end_row(writer);
    }
    for (size_t i = 0; i < run->stream_count; i++)
        write_run(writer, document, &run->streams[i], NULL);
}

static bool is_all_matrix(const struct document *document)
{
    for (size_t i = 0; i < document->run_count; i++)
        if (!document_run_has_matrix(&document->runs[i]))
            return false;
    return document->run_count > 0;
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    struct csv_writer writer = {.out = out};
    if (is_all_matrix(document)) // there are no densities to tell
        return emitter_matrix_csv.emit(document, context, out, err);
    if (csv_life_is_all(document)) {
        csv_life_write(&writer, document);
        return 0;
    }
    write_header(&writer);
    for (size_t i = 0; i < document->run_count; i++)
        write_run(&writer, document, &document->runs[i], document_comparison(document, i));
    return 0;
}

const struct emitter emitter_csv = {
    .name = "csv",
    .suffix = ".csv",
    .help = "one row a density, or a verb of a life, full precision, with intervals",
    .emit = emit,
};
