// SPDX-License-Identifier: GPL-3.0-or-later
// CSV of what runs of fullhouse collect saw: one row a series, summed up. In full precision.
#include "common/base/strbuf.h"
#include "common/model/telemetry_metric.h"
#include "reports/csv_writer.h"
#include "reports/document.h"
#include "reports/emitter.h"

static void write_series(struct csv_writer *writer, const struct run_record *run,
                         const struct collection_series *series)
{
    const struct telemetry_metric *metric = telemetry_metric_find(series->source, series->metric);
    csv_writer_integer(writer, (uint64_t)run->id);
    csv_writer_text(writer, run->label);
    csv_writer_text(writer, run->platform);
    csv_writer_integer(writer, run->emulated);
    csv_writer_text(writer, series->object);
    csv_writer_text(writer, series->source);
    csv_writer_text(writer, series->metric);
    csv_writer_text(writer, metric ? metric->unit : NULL);
    csv_writer_number(writer, series->mean);
    csv_writer_number(writer, series->p95);
    csv_writer_number(writer, series->max);
    csv_writer_integer(writer, series->count);
    csv_writer_end_row(writer);
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)context, (void)err;
    struct csv_writer writer = {.out = out};
    csv_writer_names(&writer,
                     "run,label,platform,emulated,object,source,metric,unit,mean,p95,max,samples");
    csv_writer_end_row(&writer);
    for (size_t i = 0; i < document->run_count; i++) {
        const struct document_run *run = &document->runs[i];
        for (size_t j = 0; j < run->collection.count; j++)
            write_series(&writer, &run->run, &run->collection.series[j]);
    }
    return 0;
}

const struct emitter emitter_collect_csv = {
    .name = "collect-csv",
    .suffix = "-collect.csv",
    .help = "one row a series of what fullhouse collect saw: mean, p95, maximum",
    .emit = emit,
};
