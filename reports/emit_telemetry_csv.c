// SPDX-License-Identifier: GPL-3.0-or-later
// CSV of what the host's sources said: one row a point, and one a source that was absent, which has
// no metric and says why. In full precision.
#include "common/base/strbuf.h"
#include "common/model/telemetry.h"
#include "common/model/telemetry_metric.h"
#include "reports/csv_writer.h"
#include "reports/document.h"
#include "reports/emitter.h"

// A step whose telemetry is written.
struct origin {
    const struct run_record *run;
    const struct step_record *step;
};

static void write_origin(struct csv_writer *writer, const struct origin *origin)
{
    csv_writer_integer(writer, (uint64_t)origin->run->id);
    csv_writer_text(writer, origin->run->label);
    csv_writer_text(writer, origin->run->platform);
    csv_writer_integer(writer, origin->run->emulated);
    csv_writer_text(writer, origin->run->guest_kind);
    csv_writer_integer(writer, (uint64_t)origin->step->id);
    csv_writer_text(writer, record_step_kind_name(origin->step->kind));
    csv_writer_integer(writer, origin->step->guests);
    csv_writer_integer(writer, origin->step->repeat);
}

static void write_series(struct csv_writer *writer, const struct origin *origin,
                         const struct telemetry_series *series)
{
    const struct telemetry_metric *metric = telemetry_metric_find(series->source, series->metric);
    for (size_t i = 0; i < series->count; i++) {
        write_origin(writer, origin);
        csv_writer_text(writer, series->source);
        csv_writer_text(writer, series->object);
        csv_writer_text(writer, series->metric);
        csv_writer_text(writer, metric ? metric->unit : NULL);
        csv_writer_optional(writer, series->points[i].at_ns);
        csv_writer_number(writer, series->points[i].value);
        csv_writer_text(writer, NULL);
        csv_writer_end_row(writer);
    }
}

static void write_absence(struct csv_writer *writer, const struct origin *origin,
                          const struct telemetry_absence *absence)
{
    enum { EMPTY = 4 }; // metric, unit, time and value
    write_origin(writer, origin);
    csv_writer_text(writer, absence->source);
    csv_writer_text(writer, absence->object);
    for (int i = 0; i < EMPTY; i++)
        csv_writer_text(writer, NULL);
    csv_writer_text(writer, absence->why);
    csv_writer_end_row(writer);
}

static void write_run(struct csv_writer *writer, const struct document_run *run)
{
    for (size_t s = 0; s < run->step_count; s++) {
        const struct telemetry *telemetry = document_run_telemetry(run, s);
        const struct origin origin = {&run->run, &run->steps[s]};
        for (size_t i = 0; telemetry && i < telemetry->count; i++)
            write_series(writer, &origin, &telemetry->series[i]);
        for (size_t i = 0; telemetry && i < telemetry->absence_count; i++)
            write_absence(writer, &origin, &telemetry->absences[i]);
    }
}

static int emit(const struct document *document, struct emitter_context *context,
                struct strbuf *out, struct err *err)
{
    (void)context, (void)err;
    struct csv_writer writer = {.out = out};
    csv_writer_names(&writer,
                     "run,label,platform,emulated,guest_kind,step,kind,guests,repeat,source,"
                     "object,metric,unit,at_ns,value,absent");
    csv_writer_end_row(&writer);
    for (size_t i = 0; i < document->run_count; i++)
        write_run(&writer, &document->runs[i]);
    return 0;
}

const struct emitter emitter_telemetry_csv = {
    .name = "telemetry-csv",
    .suffix = "-telemetry.csv",
    .help = "one row a point of the host's telemetry, and one a source that was absent",
    .emit = emit,
};
