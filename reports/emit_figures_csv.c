// SPDX-License-Identifier: GPL-3.0-or-later
// CSV of what guests told beside their windows: one row a name and density, of every stream of a
// tile, in full precision.
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/csv_writer.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/told.h"

static void write_header(struct csv_writer *writer)
{
    csv_writer_names(writer, "run,label,platform,emulated,guest_kind,tiles,role,stream,load,guests,"
                             "boots,figure,unit,higher_is_better,guests_told,guests_asked,values");
    for (size_t c = 0; c < told_column_count; c++) {
        const char *key = told_columns[c].key;
        scope_free char *names = alloc_printf("%s,%s_low,%s_high", key, key, key);
        csv_writer_names(writer, names);
    }
    csv_writer_names(writer, "interval_of,worst,worst_guest,worst_repeat");
    csv_writer_end_row(writer);
}

static void write_origin(struct csv_writer *writer, const struct document_run *run,
                         const struct figure_summary *summary)
{
    const struct tile_stream *of = run->of;
    scope_free char *load = load_describe(&run->scenario.load);
    csv_writer_integer(writer, (uint64_t)run->run.id);
    csv_writer_text(writer, run->run.label);
    csv_writer_text(writer, run->run.platform);
    csv_writer_integer(writer, run->run.emulated);
    csv_writer_text(writer, run->run.guest_kind);
    csv_writer_optional(writer, of ? (int64_t)summary->guests : RECORD_ABSENT);
    csv_writer_text(writer, of ? of->role->name : NULL);
    csv_writer_optional(writer, of ? (int64_t)of->stream : RECORD_ABSENT);
    csv_writer_text(writer, load);
    csv_writer_integer(writer, summary->guests * (of ? of->role->guests : 1));
}

static void write_summary(struct csv_writer *writer, const struct figure_summary *summary)
{
    csv_writer_integer(writer, summary->boots);
    csv_writer_text(writer, summary->name);
    csv_writer_text(writer, summary->unit);
    csv_writer_integer(writer, summary->higher_is_better);
    csv_writer_integer(writer, summary->tellers);
    csv_writer_integer(writer, summary->asked);
    csv_writer_integer(writer, summary->values);
    for (size_t c = 0; c < told_column_count; c++) {
        const struct estimate *estimate = told_column_estimate(&told_columns[c], summary);
        csv_writer_number(writer, estimate->value);
        csv_writer_number(writer, estimate->low);
        csv_writer_number(writer, estimate->high);
    }
    csv_writer_text(writer, told_scale(summary));
    csv_writer_number(writer, summary->worst);
    csv_writer_integer(writer, summary->worst_guest);
    csv_writer_integer(writer, summary->worst_repeat);
    csv_writer_end_row(writer);
}

static void write_run(struct csv_writer *writer, const struct document_run *run)
{
    for (size_t i = 0; i < run->told.count; i++) {
        write_origin(writer, run, &run->told.list[i]);
        write_summary(writer, &run->told.list[i]);
    }
    for (size_t i = 0; i < run->stream_count; i++)
        write_run(writer, &run->streams[i]);
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)context, (void)err;
    struct csv_writer writer = {.out = out};
    write_header(&writer);
    for (size_t i = 0; i < document->run_count; i++)
        write_run(&writer, &document->runs[i]);
    return 0;
}

const struct emitter emitter_figures_csv = {
    .name = "figures-csv",
    .suffix = "-figures.csv",
    .help = "one row a density and figure that guests told: a program's own, lost datagrams",
    .emit = emit,
};
