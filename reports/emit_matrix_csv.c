// SPDX-License-Identifier: GPL-3.0-or-later
// CSV of the matrix of neighbours: one row an ordered pair, full precision, with intervals.
#include <math.h>

#include "common/base/strbuf.h"
#include "reports/csv_writer.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/matrix.h"

static void write_header(struct csv_writer *writer)
{
    csv_writer_names(writer, "run,label,platform,emulated,guest_kind,victim,aggressor,boots,"
                             "throughput_ratio,throughput_ratio_low,throughput_ratio_high,"
                             "p99_ratio,p99_ratio_low,p99_ratio_high,idle_throughput_hz,"
                             "idle_p99_ns,absent");
    csv_writer_end_row(writer);
}

static void write_estimate(struct csv_writer *writer, const struct estimate *estimate)
{
    csv_writer_number(writer, estimate->value);
    csv_writer_number(writer, estimate->low);
    csv_writer_number(writer, estimate->high);
}

static void write_pair(struct csv_writer *writer, const struct document_run *run, size_t victim,
                       size_t aggressor)
{
    const struct interference *interference = &run->interference;
    const struct interference_workload *one = &interference->workloads[victim],
                                       *other = &interference->workloads[aggressor];
    const struct interference_cell *cell = interference_cell_of(interference, victim, aggressor);
    csv_writer_integer(writer, (uint64_t)run->run.id);
    csv_writer_text(writer, run->run.label);
    csv_writer_text(writer, run->run.platform);
    csv_writer_integer(writer, run->run.emulated);
    csv_writer_text(writer, run->run.guest_kind);
    csv_writer_text(writer, one->name);
    csv_writer_text(writer, other->name);
    csv_writer_integer(writer, cell->boots);
    write_estimate(writer, &cell->throughput_ratio);
    write_estimate(writer, &cell->p99_ratio);
    csv_writer_number(writer, one->throughput_hz);
    csv_writer_number(writer, one->p99_ns);
    csv_writer_text(writer, one->absent ? one->absent : other->absent);
    csv_writer_end_row(writer);
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)context, (void)err;
    struct csv_writer writer = {.out = out};
    write_header(&writer);
    for (size_t i = 0; i < document->run_count; i++) {
        size_t count = document->runs[i].interference.count;
        for (size_t pair = 0; pair < count * count; pair++)
            write_pair(&writer, &document->runs[i], pair / count, pair % count);
    }
    return 0;
}

const struct emitter emitter_matrix_csv = {
    .name = "matrix-csv",
    .suffix = "-matrix.csv",
    .help = "one row a pair of neighbours of an interference run, with intervals",
    .emit = emit,
};
