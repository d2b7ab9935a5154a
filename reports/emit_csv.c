// SPDX-License-Identifier: GPL-3.0-or-later
// CSV: one row a density, every figure with its interval in full precision, its unit in its name.
#include "common/base/strbuf.h"
#include "reports/csv_writer.h"
#include "reports/density_columns.h"
#include "reports/document.h"
#include "reports/emitter.h"

static void write_header(struct csv_writer *writer)
{
    csv_writer_names(writer, "run,label,platform,emulated,guest_kind,guests,boots,verdict,rises");
    for (size_t c = 0; c < density_column_count; c++) {
        const char *key = density_columns[c].key;
        strbuf_printf(writer->out, ",%s,%s_low,%s_high", key, key, key);
    }
    csv_writer_names(writer, "operations,due");
    csv_writer_end_row(writer);
}

static void write_density(struct csv_writer *writer, const struct run_record *run,
                          const struct density *density)
{
    csv_writer_integer(writer, (uint64_t)run->id);
    csv_writer_text(writer, run->label);
    csv_writer_text(writer, run->platform);
    csv_writer_integer(writer, run->emulated);
    csv_writer_text(writer, run->guest_kind);
    csv_writer_integer(writer, density->guests);
    csv_writer_integer(writer, density->boots);
    csv_writer_text(writer, density_verdict_name(density->verdict));
    csv_writer_text(writer, density_verdict_name(density->rises));
    for (size_t c = 0; c < density_column_count; c++) {
        const struct estimate *estimate = density_column_estimate(&density_columns[c], density);
        csv_writer_number(writer, estimate->value);
        csv_writer_number(writer, estimate->low);
        csv_writer_number(writer, estimate->high);
    }
    csv_writer_integer(writer, density->operations);
    csv_writer_integer(writer, density->due);
    csv_writer_end_row(writer);
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)context, (void)err;
    struct csv_writer writer = {.out = out};
    write_header(&writer);
    for (size_t i = 0; i < document->run_count; i++) {
        const struct document_run *run = &document->runs[i];
        for (size_t d = 0; d < run->density_count; d++)
            write_density(&writer, &run->run, &run->densities[d]);
    }
    return 0;
}

const struct emitter emitter_csv = {
    .name = "csv",
    .suffix = ".csv",
    .help = "one row a density, full precision, with intervals",
    .emit = emit,
};
